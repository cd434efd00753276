internal import EventLog
internal import SQLite

/// A hash of a set of rows, whatever their order: the sum of the rows' hashes.
///
/// Because a row can be taken out of it again, a catch-up need not read the rows it leaves alone,
/// and still arrives at the digest that a rebuild computes. It tells whether rows are the same, not
/// who wrote them: that is what the log is for.
struct RowDigest: Equatable, Sendable {
    private var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init() {}

    /// - Returns: `nil` when `hex` is not the digest of a file.
    init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        let words = (0..<4).compactMap { index in
            UInt64(
                String(decoding: digits[index * 16..<index * 16 + 16], as: UTF8.self), radix: 16)
        }
        guard words.count == 4 else { return nil }
        sum = (words[0], words[1], words[2], words[3])
    }

    /// Adds a row, whose first byte says which table it is of.
    mutating func add(_ row: borrowing EncodedRow) {
        let hash = leafHash(row.bytes).words
        sum.0 &+= hash.0
        sum.1 &+= hash.1
        sum.2 &+= hash.2
        sum.3 &+= hash.3
    }

    mutating func remove(_ row: borrowing EncodedRow) {
        let hash = leafHash(row.bytes).words
        sum.0 &-= hash.0
        sum.1 &-= hash.1
        sum.2 &-= hash.2
        sum.3 &-= hash.3
    }

    static func == (a: RowDigest, b: RowDigest) -> Bool { a.sum == b.sum }

    var hex: String {
        [sum.0, sum.1, sum.2, sum.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
