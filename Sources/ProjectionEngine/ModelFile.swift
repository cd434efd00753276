internal import EventLog
internal import Foundation
internal import Projections
internal import SQLite

/// How far a read model's file has come, and by which definition.
package struct Checkpoint: Equatable, Sendable {
    /// The last event processed; events 1 to `seq` have been, all of them.
    package let seq: Int
    /// The root of the tree over the events processed, to compare with the log's.
    package let root: String
    /// The hash of the tables and the fold's version that made the rows.
    package let definition: String
    /// The hash of all rows.
    package let digest: String
}

/// Builds and reads the SQLite database of a read model.
enum ModelFile {
    /// The hash of what decides a model's rows: its tables and the version of its fold.
    static func definition(of model: ReadModel) -> String {
        leafHash(Array("\(model.foldVersion)\n\(model.tables)".utf8)).hex
    }

    /// Makes the tables of `model` in `connection` and fills them from `history`.
    @discardableResult
    static func fill(
        _ connection: borrowing Connection, with model: ReadModel, from history: History
    ) throws -> Checkpoint {
        try connection.execute(model.tables)
        var digest: [UInt8] = []
        for table in model.rows(history.world) {
            digest.append(contentsOf: try insert(table, into: connection).bytes)
        }
        return Checkpoint(
            seq: history.head.size, root: history.head.root.base64,
            definition: definition(of: model), digest: leafHash(digest).hex)
    }

    /// Inserts the rows of one table, and returns the hash of them.
    private static func insert(
        _ table: TableRows, into connection: borrowing Connection
    ) throws -> Hash {
        var bytes = Array(table.table.utf8)
        guard let width = table.rows.first?.count else { return leafHash(bytes) }
        let marks = repeatElement("?", count: width).joined(separator: ", ")
        // The table's name comes from our own definitions, never from data.
        var statement = try connection.prepare("INSERT INTO \(table.table) VALUES (\(marks))")
        for row in table.rows {
            try statement.run(row)
            for value in row { append(value, to: &bytes) }
        }
        return leafHash(bytes)
    }

    /// The hash of the rows that a replay gives.
    static func digest(of model: ReadModel, _ history: History) throws -> String {
        let connection = try Connection(path: ":memory:")
        return try fill(connection, with: model, from: history).digest
    }

    /// The hash of the rows that the file at `path` holds, read back in the order of their keys.
    static func storedDigest(at path: String, _ model: ReadModel) throws -> String {
        let connection = try Connection(path: path, access: .immutable)
        let order = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'checkpoint'"
        let known = Set(try connection.rows(order) { $0.text(0) })
        var digest: [UInt8] = []
        for table in model.tableNames where known.contains(table) {
            var bytes = Array(table.utf8)
            var statement = try connection.prepare("SELECT * FROM \(table)")
            let width = statement.columns.count
            var rows: [[Value]] = []
            while try statement.step() { rows.append((0..<width).map { statement.row.value($0) }) }
            for row in TableRows(table, rows).rows {
                for value in row { append(value, to: &bytes) }
            }
            digest.append(contentsOf: leafHash(bytes).bytes)
        }
        return leafHash(digest).hex
    }

    /// Writes a value so that no two different rows have the same bytes.
    private static func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .integer(let number):
            bytes.append(1)
            appendNumber(number, &bytes)
        case .text(let text):
            bytes.append(2)
            appendNumber(text.utf8.count, &bytes)
            bytes.append(contentsOf: text.utf8)
        case .blob(let blob):
            bytes.append(3)
            appendNumber(blob.count, &bytes)
            bytes.append(contentsOf: blob)
        case .null: bytes.append(0)
        }
    }

    private static func appendNumber(_ number: Int, _ bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    static let checkpointTable = """
        CREATE TABLE checkpoint (
            seq        INTEGER NOT NULL,  -- events 1 to seq have been processed, all of them
            root       TEXT    NOT NULL,  -- the root of the tree over them
            definition TEXT    NOT NULL,
            digest     TEXT    NOT NULL   -- the hash of all rows
        ) STRICT
        """

    /// Builds the file of `model` beside the old one and puts it in its place.
    static func replace(_ path: String, _ model: ReadModel, _ history: History) throws {
        let building = "\(path).\(ProcessInfo.processInfo.processIdentifier).building"
        try? FileManager.default.removeItem(atPath: building)
        defer { try? FileManager.default.removeItem(atPath: building) }
        try createPrivateFile(building)
        do {
            let connection = try Connection(path: building, access: .readWrite)
            // Nothing is lost with a file that is not in place yet: no journal, and one wait for
            // the disk.
            try connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            try connection.transaction {
                let checkpoint = try fill(connection, with: model, from: history)
                try connection.execute(checkpointTable)
                try connection.run(
                    "INSERT INTO checkpoint VALUES (:seq, :root, :definition, :digest)",
                    [
                        "seq": .integer(checkpoint.seq), "root": .text(checkpoint.root),
                        "definition": .text(checkpoint.definition),
                        "digest": .text(checkpoint.digest),
                    ])
            }
        }
        try synchronise(building)
        try moveFile(building, over: path)
    }

    /// The checkpoint of the file at `path`; `nil` when there is none, or it is not one of ours.
    static func checkpoint(at path: String) -> Checkpoint? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // A file that cannot be read is built again, whatever is wrong with it.
        guard let connection = try? Connection(path: path, access: .immutable) else {
            return nil
        }
        let sql = "SELECT seq, root, definition, digest FROM checkpoint"
        return try? connection.rows(sql) { row in
            Checkpoint(
                seq: row.integer(0), root: row.text(1), definition: row.text(2),
                digest: row.text(3))
        }.first
    }
}
