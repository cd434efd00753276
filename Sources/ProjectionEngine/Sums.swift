internal import Projections
internal import SQLite

/// Whether rows leave the sums they are in, or join those they belong to.
enum SumChange: Int {
    case removing = -1
    case adding = 1
}

extension CatchUp {
    /// Takes the rows that are about to be replaced out of the sums of `model`, or adds those that
    /// have taken their place.
    func addUp(
        _ change: SumChange, in model: ReadModel, _ connection: borrowing Connection,
        _ digest: inout RowDigest
    ) throws {
        for (index, fold) in model.folds.enumerated() {
            guard let sum = fold.sum,
                let source = model.folds.first(where: { $0.table == sum.source }),
                let column = source.subject
            else { continue }
            let ids = subjects(of: column)
            guard !ids.isEmpty else { continue }
            var table = try SumTable(fold.table, sum, prefix: UInt8(index), connection)
            for seq in try keys(of: source, column, ids).sorted() {
                try table.take(change, rowOf: seq, &digest)
            }
        }
    }
}

/// The statements that change a table of sums by one row of the table that it adds up.
///
/// Names of tables and columns come from our own definitions, never from data.
private struct SumTable: ~Copyable {
    private let prefix: UInt8
    private var part: Statement
    private var selection: Statement
    private var addition: Statement
    private var deletion: Statement

    init(
        _ table: String, _ sum: TableFold.Sum, prefix: UInt8, _ connection: borrowing Connection
    ) throws {
        let names = try connection.prepare("SELECT * FROM \(table)").columns
        let key = names.dropLast(2).map { "\($0) = ?" }.joined(separator: " AND ")
        let marks = repeatElement("?", count: names.count).joined(separator: ", ")
        let changes = names.suffix(2).map { "\($0) = \($0) + excluded.\($0)" }
        let part = try connection.prepare(
            "SELECT \(sum.key.joined(separator: ", ")), \(sum.amount) FROM \(sum.source) "
                + "WHERE seq = ?")
        let selection = try connection.prepare("SELECT * FROM \(table) WHERE \(key)")
        let addition = try connection.prepare(
            "INSERT INTO \(table) VALUES (\(marks)) ON CONFLICT DO UPDATE SET "
                + changes.joined(separator: ", "))
        let deletion = try connection.prepare(
            "DELETE FROM \(table) WHERE \(key) AND \(names[names.count - 2]) = 0")
        self.prefix = prefix
        self.part = part
        self.selection = selection
        self.addition = addition
        self.deletion = deletion
    }

    /// Changes the sum that the row of root event `seq` belongs to; where there is no such row,
    /// nothing.
    mutating func take(
        _ change: SumChange, rowOf seq: String, _ digest: inout RowDigest
    ) throws {
        try part.bind([.text(seq)])
        guard try part.step() else { return }
        let count = part.columns.count - 1
        let key = (0..<count).map { part.row.value($0) }
        let amount = part.row.integer(count)
        part.reset()
        if let old = try row(key) { digest.remove(old) }
        try addition.run(key + [.integer(change.rawValue), .integer(change.rawValue * amount)])
        try deletion.run(key)
        if let new = try row(key) { digest.add(new) }
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
