/// Eight neighbouring bytes of JSON, looked at together.
///
/// Each question is answered by a word in which the highest bit of a byte is set where the answer is
/// yes; of the bits set only the lowest is certain, because a borrow can set those above it.
/// <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>
struct EightBytes {
    static let count = 8
    let word: UInt64

    /// The bytes from `place` on; `nil` when there are fewer than eight.
    init?(_ bytes: borrowing Span<UInt8>, at place: Int) {
        guard place <= bytes.count - Self.count else { return nil }
        word = UInt64(
            littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: place, as: UInt64.self))
    }

    /// How many bytes stand before the first that ends a text or begins an escape; eight when none
    /// does.
    var countOfPlain: Int { count(before: quotes | backslashes) }

    /// How many bytes stand before the first that is not printing ASCII, or ends a text or begins an
    /// escape; eight when none does.
    var countOfPlainASCII: Int {
        count(before: quotes | backslashes | controls | word & Self.highest)
    }

    /// Whether one of them may not stand for itself in a text.
    var needsEscape: Bool { quotes | backslashes | controls != 0 }

    static let highest: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    private var quotes: UInt64 { zeros(in: word ^ Self.ones &* UInt64(UInt8(ascii: "\""))) }
    private var backslashes: UInt64 { zeros(in: word ^ Self.ones &* UInt64(UInt8(ascii: "\\"))) }
    private var controls: UInt64 { (word &- Self.ones &* 0x20) & ~word & Self.highest }

    private func zeros(in word: UInt64) -> UInt64 { (word &- Self.ones) & ~word & Self.highest }

    private func count(before found: UInt64) -> Int { found.trailingZeroBitCount / 8 }
}
