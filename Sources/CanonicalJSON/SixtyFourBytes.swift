/// Sixty-four neighbouring bytes of JSON, looked at together, to find where texts end.
struct SixtyFourBytes {
    static let count = 64

    /// A bit for each byte that is a quotation mark, the lowest for the first byte.
    private(set) var quotes: UInt64 = 0
    /// Not zero where a byte is a control character or begins an escape.
    private var unusual = Sixteen(repeating: 0)
    /// All bits that are set in some byte.
    private var all = Sixteen(repeating: 0)

    /// The bytes from `place` on, of which there are so many.
    init(_ bytes: borrowing Span<UInt8>, at place: Int) {
        let block = bytes.extracting(place..<place + Self.count)
        for start in stride(from: 0, to: Self.count, by: Sixteen.scalarCount) {
            let sixteen = unsafe block.bytes.unsafeLoadUnaligned(
                fromByteOffset: start, as: Sixteen.self)
            quotes |= bits(isQuote(sixteen)) &<< UInt64(start)
            unusual |= isUnusual(sixteen)
            all |= sixteen
        }
    }

    /// Whether one of them is a control character or begins an escape.
    var hasUnusual: Bool { unusual.halves.low | unusual.halves.high != 0 }

    /// Whether one of them is not ASCII.
    var hasOther: Bool { (all.halves.low | all.halves.high) & EightBytes.highest != 0 }
}

// These are written with `.==` alone, and a choice between two vectors: that much the compiler turns
// into an instruction or two.

private typealias Sixteen = SIMD16<UInt8>

/// For each byte its own bit among eight, where it is a quotation mark; zero elsewhere.
@inline(__always)
private func isQuote(_ bytes: Sixteen) -> Sixteen {
    let bits = Sixteen(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
    return Sixteen(repeating: 0).replacing(
        with: bits, where: bytes .== Sixteen(repeating: UInt8(ascii: "\"")))
}

@inline(__always)
private func isUnusual(_ bytes: Sixteen) -> Sixteen {
    let (no, yes) = (Sixteen(repeating: 0), Sixteen(repeating: 0xFF))
    // Control characters are those below 0x20.
    return no.replacing(with: yes, where: bytes .== Sixteen(repeating: UInt8(ascii: "\\")))
        | no.replacing(with: yes, where: (bytes & Sixteen(repeating: 0xE0)) .== no)
}

/// The bits of the first eight bytes, none of which has one in common with another, and above them
/// those of the last eight.
@inline(__always)
private func bits(_ bytes: Sixteen) -> UInt64 {
    // A product with this has the sum of all bytes in its highest.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let (low, high) = bytes.halves
    return (low &* ones) >> 56 | ((high &* ones) >> 56) << 8
}

extension SIMD16<UInt8> {
    /// As two numbers, the first byte the lowest of the first.
    @inline(__always)
    fileprivate var halves: (low: UInt64, high: UInt64) {
        let halves = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return (UInt64(littleEndian: halves[0]), UInt64(littleEndian: halves[1]))
    }
}
