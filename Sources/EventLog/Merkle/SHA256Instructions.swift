internal import CSHA256

/// SHA-256 by the processor's own instructions, several times as fast as the portable code.
///
/// All that calls into C is in this file. The portable code beside it defines what is right: tests
/// hold the two equal.
enum SHA256Instructions {
    /// Whether this processor has them; if not, nothing else here may be called.
    static let areAvailable = tally_sha256_is_available()

    /// SHA-256(first ‖ message), the message being numbers as they lie in memory.
    static func hash<Number: FixedWidthInteger & BitwiseCopyable>(
        _ first: UInt8, _ message: borrowing Span<Number>
    ) -> Hash {
        var words = InlineArray<8, UInt32>(repeating: 0)
        var output = words.mutableSpan
        // C reads the bytes and writes eight words, and keeps neither pointer.
        unsafe message.bytes.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe tally_sha256_hash(first, input.baseAddress, input.count, output.baseAddress)
            }
        }
        return SHA256State(words: words).hash
    }

    /// Absorbs the whole blocks that `bytes` are.
    static func absorb(_ bytes: borrowing Span<UInt8>, into state: inout SHA256State) {
        var words = state.words
        var output = words.mutableSpan
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe tally_sha256_absorb(output.baseAddress, input.baseAddress, input.count / 64)
            }
        }
        state = SHA256State(words: words)
    }
}
