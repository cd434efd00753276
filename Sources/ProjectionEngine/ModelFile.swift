internal import Essentials
internal import EventLog
internal import Events
internal import Programme
internal import Projections
internal import SQLite

/// Fills and reads the SQLite database of a read model.
enum ModelFile {
    /// The hash of what decides a model's rows: its tables, the version of its fold, and the types
    /// of event this program can read.
    static func definition(of model: ReadModel) -> String {
        var text = "\(model.foldVersion)\n\(model.tables)\n\(types)"
        if case .refresh(let statements, _) = model.filling { text += statements.joined() }
        return leafHash(Array(text.utf8)).hex
    }

    /// The types of event that this program can read, and their versions.
    private static let types = vocabulary.values
        .map { "\($0.descriptor.type) \($0.descriptor.version)" }.sorted().joined(separator: "\n")

    /// Makes the tables of `model` in `connection` and fills them from `history`.
    ///
    /// - Returns: The hash of the rows.
    static func fill(
        _ connection: borrowing Connection, with model: ReadModel, from history: History
    ) throws -> RowDigest {
        try connection.execute(model.tables)
        if let facts = history.facts, model.isAdded {
            return try Refresher.lend(model, connection) { try $0.fill(from: facts) }
        }
        return try fill(connection, model.folds, from: history)
    }

    private static func fill(
        _ connection: borrowing Connection, _ folds: [TableFold], from history: History
    ) throws -> RowDigest {
        var digest = RowDigest()
        for (index, fold) in folds.enumerated() {
            var insertion = try insertion(into: fold.table, connection)
            try fold.forEachRow(of: history.world, prefix: UInt8(index)) { row in
                digest.add(row)
                try insertion.run(row)
            }
        }
        return digest
    }

    /// Makes and fills the tables that open the figures of `models`.
    static func fillDetail(
        _ connection: borrowing Connection, with models: [ReadModel], from history: History
    ) throws {
        for model in models {
            try connection.execute(model.detailTables)
            _ = try fill(connection, model.detail, from: history)
        }
    }

    /// A statement that inserts a row.
    ///
    /// The table's name comes from our own definitions, never from data.
    static func insertion(
        into table: String, _ connection: borrowing Connection
    ) throws -> Statement {
        let width = try connection.prepare("SELECT * FROM \(table)").columns.count
        let marks = repeatElement("?", count: width).joined(separator: ", ")
        return try connection.prepare("INSERT INTO \(table) VALUES (\(marks))")
    }

    /// Writes a whole file at `path`, which must not exist.
    static func build(
        _ path: String, _ model: ReadModel, _ history: History, examined: Int, since start: Date
    ) throws {
        try createPrivateFile(path)
        do {
            let connection = try Connection(path: path, access: .readWrite)
            // Nothing is lost with a file that is not in use yet: no journal, and one wait for the
            // disk.
            try connection.execute(
                "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                    + "PRAGMA cache_size = -\(buildCacheKibibytes);")
            try connection.transaction {
                let digest = try fill(connection, with: model, from: history)
                try connection.execute(Checkpoint.table)
                let checkpoint = Checkpoint(
                    seq: history.head.size, events: history.head.size,
                    root: history.head.root.base64, examined: examined,
                    definition: definition(of: model), version: model.foldVersion,
                    digest: digest.hex, hasResolutions: history.hasResolutions,
                    microseconds: microseconds(since: start), lastEvents: history.head.size)
                try checkpoint.write(to: connection)
                try Quarantined.write(history.quarantined, to: connection)
            }
        }
        try synchronise(path)
    }

    /// The hash of the rows that a replay gives.
    static func digest(of model: ReadModel, _ history: History) throws -> RowDigest {
        if model.isAdded {
            return try fill(Connection(path: ":memory:"), with: model, from: history)
        }
        var digest = RowDigest()
        for (index, fold) in model.folds.enumerated() {
            try fold.forEachRow(of: history.world, prefix: UInt8(index)) { digest.add($0) }
        }
        return digest
    }

    /// The hash of the rows that a database holds, all of them read back.
    static func storedDigest(
        _ connection: borrowing Connection, _ model: ReadModel
    ) throws -> RowDigest {
        var digest = RowDigest()
        var row = EncodedRow()
        for (index, table) in model.tableNames.enumerated() {
            var statement = try connection.prepare("SELECT * FROM \"\(table)\"")
            while try statement.step() {
                statement.row.read(into: &row, prefix: UInt8(index))
                digest.add(row)
            }
        }
        return digest
    }
}

/// How much memory a build may keep pages in, so that few are written twice.
private let buildCacheKibibytes = 32_768

func microseconds(since start: Date) -> Int { Int(Date().timeIntervalSince(start) * 1_000_000) }
