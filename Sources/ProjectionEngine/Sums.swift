internal import SQLite

/// Whether something leaves the sums it is in, or joins those it belongs to.
enum SumChange: Int {
    case removing = -1
    case adding = 1
}

/// The statements that change a table of sums: its last two columns are how many are added up and
/// what they come to, the others are its key.
///
/// Names of tables and columns come from our own definitions, never from data.
struct SumTable: ~Copyable {
    private let prefix: UInt8
    private var selection: Statement
    private var addition: Statement
    private var deletion: Statement

    init(_ table: String, prefix: UInt8, _ connection: borrowing Connection) throws {
        let names = try connection.prepare("SELECT * FROM \(table)").columns
        let key = names.dropLast(2).map { "\($0) = ?" }.joined(separator: " AND ")
        let marks = repeatElement("?", count: names.count).joined(separator: ", ")
        let changes = names.suffix(2).map { "\($0) = \($0) + excluded.\($0)" }
        let selection = try connection.prepare("SELECT * FROM \(table) WHERE \(key)")
        let addition = try connection.prepare(
            "INSERT INTO \(table) VALUES (\(marks)) ON CONFLICT DO UPDATE SET "
                + changes.joined(separator: ", "))
        let deletion = try connection.prepare(
            "DELETE FROM \(table) WHERE \(key) AND \(names[names.count - 2]) = 0")
        self.prefix = prefix
        self.selection = selection
        self.addition = addition
        self.deletion = deletion
    }

    /// Changes the sum with the key of `row` by what `row` says.
    mutating func take(
        _ change: SumChange, _ row: borrowing EncodedRow, _ digest: inout RowDigest
    ) throws {
        let count = row.count - 2
        let key = (0..<count).map { row.value(at: $0) }
        let amounts = (count..<row.count).map { change.rawValue * (row.integer(at: $0) ?? 0) }
        if let old = try self.row(key) { digest.remove(old) }
        try addition.run(key + amounts.map { .integer($0) })
        try deletion.run(key)
        if let new = try self.row(key) { digest.add(new) }
    }

    private mutating func row(_ key: [Value]) throws -> EncodedRow? {
        try selection.bind(key)
        guard try selection.step() else { return nil }
        var row = EncodedRow()
        selection.row.read(into: &row, prefix: prefix)
        selection.reset()
        return row
    }
}
