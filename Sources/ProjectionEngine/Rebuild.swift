internal import Essentials
internal import EventLog
package import Projections
internal import SQLite

/// What a rebuild found when it compared the new rows with the ones in use.
package struct Rebuilt: Sendable {
    package let model: ReadModel
    /// How many events the new file holds.
    package let events: Int
    package let seconds: Double
    package let digest: String
    package let comparison: Comparison
    package let quarantined: [Quarantined]

    package enum Comparison: Sendable, Equatable {
        /// There was no file to compare with.
        case first
        /// The file in use cannot be compared, for this reason.
        case impossible(String)
        case same
        /// Each difference, in words: first by figure, then by row.
        case different([String])
    }
}

extension ReadModels {
    /// Compares the figures of the model in use with those of the one that is to take its place;
    /// says in words what differs.
    package typealias FigureComparison = (ReadModel, _ old: OpenModel, _ new: OpenModel) throws ->
        [String]

    /// Builds `models` again from the first event, compares each with the one in use, and puts it
    /// in its place.
    package func rebuild(
        _ chosen: [ReadModel]? = nil, waiting milliseconds: Int = 10_000,
        progress: (Int, Int) -> Void = { _, _ in }, comparing figures: FigureComparison
    ) throws -> [Rebuilt] {
        guard log.isWritable else {
            throw LogError(
                .storage, "the ledger cannot be written by you",
                hint: "ask its owner for write access, or work on a copy")
        }
        let models = try chosen ?? all()
        return try noting(models) {
            try whileLocked(models[...], waiting: milliseconds) {
                try rebuildLocked(models, progress, figures)
            }
        }
    }

    private func rebuildLocked(
        _ models: [ReadModel], _ progress: (Int, Int) -> Void, _ figures: FigureComparison
    ) throws -> [Rebuilt] {
        let start = Date()
        let inUse = RowsInUse(models.map { ($0, files(of: $0).current) })
        let built = try build(models, through: log.size(), since: start) { read, all in
            if read == all { inUse.begin() }
            progress(read, all)
        }
        let paths = Dictionary(uniqueKeysWithValues: built.map { ($0.model.name, $0.path) })
        // Everything is compared before anything is exchanged.
        let comparisons = try zip(built, inUse.digests).map { try compare($0, $1, paths, figures) }
        return try zip(built, comparisons).map { one, comparison in
            let files = files(of: one.model)
            do throws(SQLiteError) { try files.use(one.path) } catch { throw LogError(error) }
            files.clean()
            return Rebuilt(
                model: one.model, events: one.history.head.size,
                seconds: Date().timeIntervalSince(start),
                digest: stored(at: one.path)?.checkpoint.digest ?? "", comparison: comparison,
                quarantined: one.history.quarantined)
        }
    }

    /// - Parameters:
    ///   - digest: That of the rows in use.
    ///   - paths: The new file of each model that is being rebuilt.
    private func compare(
        _ built: Built, _ digest: RowsInUse.Digest?, _ paths: [String: String],
        _ figures: FigureComparison
    ) throws -> Rebuilt.Comparison {
        let model = built.model
        guard let digest, let old = files(of: model).current else { return .first }
        guard let before = stored(at: old)?.checkpoint else {
            return .impossible("the file in use could not be read")
        }
        guard before.seq == built.history.head.size, before.root == built.history.head.root.base64
        else { return .impossible("the file in use held events 1 to \(before.seq)") }
        do {
            let rebuilt = stored(at: built.path)?.checkpoint.digest
            guard try digest.get() != rebuilt else { return .same }
            let new = try Connection(path: built.path, access: .readWrite)
            try new.attach(old, as: "in_use", access: .readWrite)
            let rows = try differences(model, new)
            return .different(try figureDifferences(model, paths, figures) + rows)
        } catch let error as SQLiteError {
            return .impossible("the file in use has other tables: \(error.message)")
        }
    }

    private func figureDifferences(
        _ model: ReadModel, _ paths: [String: String], _ figures: FigureComparison
    ) throws -> [String] {
        let models = model.needs.compactMap(ReadModel.named) + [model]
        let old = models.compactMap { model in files(of: model).current.map { (model.name, $0) } }
        let new = old.map { name, path in (name, paths[name] ?? path) }
        guard old.count == models.count, let inUse = try OpenModel(files: old, log),
            let next = try OpenModel(files: new, log)
        else { return ["the figures could not be compared: what they need is as of other events"] }
        return try figures(model, inUse, next)
    }

    /// The rows that only one of the two files has, a few of each table in words.
    func differences(
        _ model: ReadModel, _ connection: borrowing Connection
    ) throws -> [String] {
        try model.tableNames.flatMap { table in
            try [("in_use", "main", "gone"), ("main", "in_use", "new")].flatMap {
                from, other, what in
                let sql = """
                    SELECT * FROM \(from)."\(table)" EXCEPT SELECT * FROM \(other)."\(table)"
                    """
                var row = EncodedRow()
                var words: [String] = []
                var count = 0
                var statement = try connection.prepare(sql)
                while try statement.step() {
                    count += 1
                    guard count <= rowsListedMaximum else { continue }
                    statement.row.read(into: &row)
                    words.append((0..<row.count).map { row.words(at: $0) }.joined(separator: " | "))
                }
                let more = count - words.count
                return words.map { "row of \(table) \(what): \($0)" }
                    + (more > 0 ? ["\(more) more rows of \(table) \(what)"] : [])
            }
        }
    }

    /// Puts the file that was in use before back in its place.
    ///
    /// - Throws: ``LogError`` of kind `.busy`, or `.notALedger` when there is no such file.
    package func rollBack(_ model: ReadModel) throws {
        try whileLocked([model][...], waiting: 10_000) {
            let previous = try expectPrevious(model)
            do throws(SQLiteError) { try files(of: model).use(previous) } catch {
                throw LogError(error)
            }
        }
    }
}

/// How many rows of a table are listed one by one when they differ.
private let rowsListedMaximum = 10
