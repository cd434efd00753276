package import EventLog
package import Projections
internal import SQLite

extension ReadModels {
    /// Whether a read model holds the rows that a replay gives.
    package struct Comparison: Sendable {
        package let model: ReadModel
        /// `nil` when there is nothing to compare, for the reason that ``staleness`` gives.
        package let agrees: Bool?
        /// The events that the replay could not take in.
        package let quarantined: [Quarantined]
        /// Why the file does not hold all events; it is then compared as of those it holds.
        package let staleness: Staleness?
        /// The last event it was compared as of.
        package let events: Int
        /// The first thing in which the two differ.
        package let disagreement: Disagreement?
    }

    /// Tells the whole story again, also the facts that no row depends on, and compares every row of
    /// every read model with it, and its count and running hash with the log's.
    package func compareWithReplay(
        _ models: [ReadModel]? = nil, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Comparison] {
        let models = try models ?? all()
        let size = try log.size()
        let whole = try History(
            of: log, through: size, .everything, keepingFacts: models.contains(where: \.isAdded)
        ) { progress($0, size) }
        let histories =
            whole.quarantined.isEmpty
            ? models.map { _ in whole } : try histories(for: models, through: size, progress)
        return try zip(models, histories).map { try compare($0, with: $1, size) }
    }

    private func compare(
        _ model: ReadModel, with history: History, _ size: Int
    ) throws -> Comparison {
        let comparison = { (agrees: Bool?, why: Staleness?, events: Int, at: Disagreement?) in
            Comparison(
                model: model, agrees: agrees, quarantined: history.quarantined, staleness: why,
                events: events, disagreement: at)
        }
        guard let path = files(of: model).current, let found = stored(at: path) else {
            return comparison(nil, .notBuilt, 0, nil)
        }
        var told = history
        let staleness = try staleness(found.checkpoint, model, size: size)
        if case .behind = staleness, history.quarantined.isEmpty, found.quarantined.isEmpty {
            told = try History(
                of: log, through: found.checkpoint.seq, Telling([model]),
                keepingFacts: model.isAdded)
        } else if staleness != nil {
            return comparison(nil, staleness, 0, nil)
        }
        let at = try disagreement(path, found, model, told)
        return comparison(at == nil, staleness, told.head.size, at)
    }

    /// The first thing in which a file differs from what `history` tells; `nil` when there is none.
    private func disagreement(
        _ path: String, _ found: (checkpoint: Checkpoint, quarantined: [Quarantined]),
        _ model: ReadModel, _ history: History
    ) throws -> Disagreement? {
        let replayed = try ModelFile.digest(of: model, history)
        do {
            guard try storedDigest(at: path, model) == replayed else {
                return try rowsDiffer(path, model, history)
                    ?? Disagreement(
                        member: "rows of \(model.name)", expected: "each row once",
                        found: "a row more than once")
            }
        } catch let error as SQLiteError {
            return Disagreement(
                member: "file of \(model.name)", expected: "rows that can be read",
                found: error.message)
        }
        let head = history.head
        let told = ["\(head.size)", "\(head.size)", head.root.base64, replayed.hex]
        let stored = [
            "\(found.checkpoint.seq)", "\(found.checkpoint.events)", found.checkpoint.root,
            found.checkpoint.digest,
        ]
        if let index = told.indices.first(where: { told[$0] != stored[$0] }) {
            return Disagreement(
                member: "\(["position", "count", "root", "digest"][index]) of \(model.name)",
                expected: told[index], found: stored[index])
        }
        guard found.quarantined != history.quarantined else { return nil }
        let numbers = { (all: [Quarantined]) in all.map { String($0.seq) }.joined(separator: ", ") }
        return Disagreement(
            member: "quarantined events of \(model.name)",
            expected: numbers(history.quarantined), found: numbers(found.quarantined))
    }

    /// The first row of each that the other has not.
    private func rowsDiffer(
        _ path: String, _ model: ReadModel, _ history: History
    ) throws -> Disagreement? {
        let memory = try Connection(path: ":memory:")
        _ = try ModelFile.fill(memory, with: model, from: history)
        try memory.attach(path, as: "stored", access: log.isWritable ? .readWrite : .readOnly)
        for table in model.tableNames {
            let expected = try firstRow("main", without: "stored", table, memory)
            let found = try firstRow("stored", without: "main", table, memory)
            guard expected != nil || found != nil else { continue }
            return Disagreement(
                member: "table \(table) of \(model.name)", expected: expected ?? "no such row",
                found: found ?? "no such row")
        }
        return nil
    }

    private func firstRow(
        _ one: String, without other: String, _ table: String,
        _ connection: borrowing Connection
    ) throws -> String? {
        var statement = try connection.prepare(
            "SELECT * FROM \(one).\"\(table)\" EXCEPT SELECT * FROM \(other).\"\(table)\"")
        guard try statement.step() else { return nil }
        var row = EncodedRow()
        statement.row.read(into: &row)
        return (0..<row.count).map { row.words(at: $0) }.joined(separator: " | ")
    }

    private func storedDigest(at path: String, _ model: ReadModel) throws -> RowDigest {
        let access: Connection.Access = log.isWritable ? .readWrite : .readOnly
        let connection = try Connection(path: path, access: access)
        return try ModelFile.storedDigest(connection, model)
    }
}
