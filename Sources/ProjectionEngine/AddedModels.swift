internal import Essentials
package import EventLog
internal import Events
package import Projections
package import SQLite

extension ReadModels {
    /// What came of adding a read model.
    package struct Added: Sendable {
        package enum Outcome: Sendable { case new, changed, unchanged }

        package let model: ReadModel
        package let outcome: Outcome
        /// What was done to build it; nothing when it was up to date.
        package let work: [Work]
    }

    /// Where the definitions that were added to this ledger are.
    private var definitions: String { log.folder + "/read-models" }

    /// All read models of this ledger: those that come with the program, then those added.
    package func all() throws -> [ReadModel] {
        var models = ReadModel.all
        for name in addedNames {
            models.append(try ModelDefinition(folder: "\(definitions)/\(name)").model())
        }
        return models
    }

    package func named(_ name: String) throws -> ReadModel {
        if let model = ReadModel.named(name) { return model }
        guard addedNames.contains(name) else { throw unknown(name) }
        return try ModelDefinition(folder: "\(definitions)/\(name)").model()
    }

    private var addedNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: definitions)) ?? [])
            .filter { Slug($0) != nil && ReadModel.named($0) == nil }.sorted()
    }

    /// The names of all read models of this ledger.
    package var names: [String] { ReadModel.all.map(\.name) + addedNames }

    private func unknown(_ name: String) -> LogError {
        LogError(
            .notALedger, "this ledger has no read model '\(name)'",
            hint: "it has \(names.joined(separator: ", "))")
    }

    /// Tries the read model in `folder`, keeps its definition in the ledger, and builds it.
    ///
    /// - Parameters:
    ///   - parameters: What its report and its audit are tried with.
    ///   - isTrial: Only try it.
    /// - Throws: ``DefinitionProblem``, and then nothing is left of it.
    @discardableResult
    package func add(
        _ folder: String, _ parameters: [String: Value], isTrial: Bool = false
    ) throws -> Added {
        let definition = try ModelDefinition(folder: folder)
        let model = try definition.model()
        let place = "\(definitions)/\(model.name)"
        // One that cannot be read any more is replaced.
        let old = try? ModelDefinition(folder: place)
        let isKnown = addedNames.contains(model.name)
        if old != definition {
            try expectWritable()
            try tryOut(model, parameters)
            if !isTrial {
                try whileLocked([model][...], waiting: 10_000) { try put(definition, at: place) }
            }
        }
        let outcome: Added.Outcome =
            old == definition ? .unchanged : isKnown ? .changed : .new
        let work = isTrial ? [] : try bringUpToDate([model])
        return Added(model: model, outcome: outcome, work: work)
    }

    /// Takes an added read model away, with its definition and its files.
    package func remove(_ name: String, isTrial: Bool = false) throws {
        guard ReadModel.named(name) == nil else {
            throw DefinitionProblem(
                "\(name) comes with the program", remedy: "only what was added can be removed")
        }
        guard addedNames.contains(name) else { throw unknown(name) }
        try expectWritable()
        if isTrial { return }
        let files = ModelFiles(folder: log.folder + "/projections", name: name)
        let lock = try files.lock(waiting: 10_000)
        do { try FileManager.default.removeItem(atPath: "\(definitions)/\(name)") } catch {
            throw LogError(
                .storage, "\(definitions)/\(name) cannot be removed: \(error.systemReason)")
        }
        files.removeAll()
        _ = consume lock
    }

    private func expectWritable() throws(LogError) {
        guard log.isWritable else {
            throw LogError(
                .storage, "the ledger cannot be written by you",
                hint: "ask its owner for write access, or work on a copy")
        }
    }

    private func put(_ definition: ModelDefinition, at place: String) throws {
        let files = FileManager.default
        // No name of a model has a dot in it.
        let new = place + ".new"
        try? files.removeItem(atPath: new)
        do {
            try definition.write(to: new)
            if files.fileExists(atPath: place) { try files.removeItem(atPath: place) }
            try moveFile(new, over: place)
            try synchronise(definitions)
        } catch {
            try? files.removeItem(atPath: new)
            throw (error as? SQLiteError).map { LogError($0) }
                ?? LogError(.storage, "\(place) cannot be written: \(error.systemReason)")
        }
    }

    // MARK: -

    /// Runs everything a model is made of, in memory.
    private func tryOut(_ model: ReadModel, _ parameters: [String: Value]) throws {
        let history = try History(
            of: log, through: log.size(), Telling([model]), keepingFacts: true)
        guard let facts = history.facts else { preconditionFailure("the facts were kept") }
        try Self.expectSameAgain(model, facts)
        let open = try OpenModel([model], history)
        var bindings = parameters
        bindings["known_at"] = .integer(history.head.size)
        let report = try open.report(model, bindings)
        let audit = try log.audit(model, through: history.head.size, bindings)
        let differences = report.differences(from: audit)
        guard differences.isEmpty else {
            throw DefinitionProblem(
                "report.sql and audit.sql of \(model.name) differ: "
                    + differences.prefix(3).joined(separator: "; "),
                remedy: "one of the two, or refresh.sql, is wrong; differences in all: "
                    + "\(differences.count)")
        }
    }

    /// Refreshes every subject twice, the second time in the opposite order.
    private static func expectSameAgain(_ model: ReadModel, _ facts: SubjectFacts) throws {
        let memory = try Connection(path: ":memory:")
        try memory.execute(model.tables)
        try Refresher.lend(model, memory) { refresher in
            let first = try refresher.fill(from: facts)
            var second = first
            for subject in facts.all.keys.sorted(by: { $0.text > $1.text }) {
                try refresher.refresh(subject, facts[subject], &second)
            }
            guard first == second else {
                throw DefinitionProblem(
                    "refresh.sql of \(model.name) gives other rows when it is run again",
                    remedy: "rows can depend on nothing but the facts of their subject: not on "
                        + "rows of another, the time or random numbers")
            }
        }
    }
}

extension EventLog {
    /// Runs the audit of an added model on this log's own file, as it was at event `last`.
    package func audit(
        _ model: ReadModel, through last: Int, _ bindings: [String: Value]
    ) throws -> Table {
        do {
            let connection = try place.connection()
            try connection.execute(
                "CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE seq <= \(last)")
            return try connection.table(model.audit, bindings, "audit.sql", of: model)
        } catch {
            throw (error as? SQLiteError).map { LogError($0) } ?? error
        }
    }
}

extension Table {
    /// Each row that only one of the two has, in words, and columns that are called otherwise.
    package func differences(from audit: Table) -> [String] {
        differingRows(from: audit).map { row in
            row.isInReport.map { "only the \($0 ? "report" : "audit") has \(row.words)" }
                ?? row.words
        }
    }

    /// A row that only one of the two has.
    package struct DifferingRow: Sendable {
        /// Which of them has it; `nil` when it is the columns that differ.
        package let isInReport: Bool?
        package let words: String
    }

    /// Each row that only one of the two has, and columns that are called otherwise.
    package func differingRows(from audit: Table) -> [DifferingRow] {
        var found: [DifferingRow] = []
        if columns != audit.columns {
            found.append(
                DifferingRow(
                    isInReport: nil, words: "the columns differ: \(columns) and \(audit.columns)"))
        }
        var counts: [String: (row: [Value], count: Int)] = [:]
        for row in rows { counts["\(row)", default: (row, 0)].count += 1 }
        for row in audit.rows { counts["\(row)", default: (row, 0)].count -= 1 }
        for (row, count) in counts.sorted(by: { $0.key < $1.key }).map(\.value) where count != 0 {
            found.append(DifferingRow(isInReport: count > 0, words: Self.words(row)))
        }
        return found
    }

    private static func words(_ row: [Value]) -> String {
        row.map { value in
            switch value {
            case .integer(let number): String(number)
            case .text(let text): text
            case .null: "–"
            case .blob: "?"
            }
        }.joined(separator: " | ")
    }
}
