internal import EventLog
internal import SQLite

/// A hash of a set of rows, whatever their order: the sum of the rows' hashes.
///
/// Because a row can be taken out of it again, a catch-up need not read the rows it leaves alone,
/// and still arrives at the digest that a rebuild computes. It tells whether rows are the same, not
/// who wrote them: that is what the log is for.
struct RowDigest: Equatable, Sendable {
    private var words = [UInt64](repeating: 0, count: 4)

    init() {}

    /// - Returns: `nil` when `hex` is not the digest of a file.
    init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        for index in 0..<4 {
            let part = String(decoding: digits[index * 16..<index * 16 + 16], as: UTF8.self)
            guard let word = UInt64(part, radix: 16) else { return nil }
            words[index] = word
        }
    }

    mutating func add(_ row: borrowing EncodedRow, of table: UInt8) {
        let hash = Self.words(of: row, table)
        for index in 0..<4 { words[index] &+= hash[index] }
    }

    mutating func remove(_ row: borrowing EncodedRow, of table: UInt8) {
        let hash = Self.words(of: row, table)
        for index in 0..<4 { words[index] &-= hash[index] }
    }

    static func + (a: RowDigest, b: RowDigest) -> RowDigest {
        var sum = a
        for index in 0..<4 { sum.words[index] &+= b.words[index] }
        return sum
    }

    var hex: String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }

    /// The SHA-256 of the table's place among the tables and the row, as four numbers.
    private static func words(of row: borrowing EncodedRow, _ table: UInt8) -> [UInt64] {
        let hash = leafHash([table] + row.bytes).bytes
        return (0..<4).map { index in
            hash[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
