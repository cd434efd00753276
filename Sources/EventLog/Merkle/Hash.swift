/// A SHA-256 digest: 32 bytes, held as four big-endian words so that it lives in registers.
package struct Hash: Hashable, Sendable {
    /// How many bytes a digest has.
    package static let byteCount = 32

    let first: UInt64
    let second: UInt64
    let third: UInt64
    let fourth: UInt64

    init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// Reads the 32 bytes of `bytes` that start at `offset`; `nil` when there are fewer.
    package init?(_ bytes: borrowing Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, offset <= bytes.count - Hash.byteCount else { return nil }
        self.init(
            word(bytes, at: offset), word(bytes, at: offset + 8),
            word(bytes, at: offset + 16), word(bytes, at: offset + 24))
    }

    /// The digest whose bytes are exactly `bytes`; `nil` when they are not 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Hash.byteCount else { return nil }
        self.init(bytes.span)
    }

    /// The 32 bytes as four big-endian numbers.
    package var words: (UInt64, UInt64, UInt64, UInt64) { (first, second, third, fourth) }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends the 32 bytes to `bytes`.
    package func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        // Room first: byte by byte, each would ask whether there is some.
        bytes.append(contentsOf: repeatElement(0, count: Hash.byteCount))
        set(first, at: start, in: &bytes)
        set(second, at: start + 8, in: &bytes)
        set(third, at: start + 16, in: &bytes)
        set(fourth, at: start + 24, in: &bytes)
    }

    private func set(_ word: UInt64, at start: Int, in bytes: inout [UInt8]) {
        for place in 0..<8 {
            bytes[start + place] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * place))
        }
    }
}

/// The eight bytes at `offset`, most significant first.
private func word(_ bytes: borrowing Span<UInt8>, at offset: Int) -> UInt64 {
    UInt64(
        bigEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
            fromByteOffset: offset, as: UInt64.self))
}
