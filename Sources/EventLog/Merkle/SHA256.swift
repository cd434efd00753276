/// SHA-256, fed in pieces or in one (FIPS 180-4, <https://doi.org/10.6028/NIST.FIPS.180-4>).
///
/// Written here because the package has no dependencies and Foundation has no hash on Linux.
///
/// ```swift
/// var sha256 = SHA256()
/// sha256.update(header.span)
/// sha256.update(body.span)
/// let digest = sha256.finish()
/// ```
package struct SHA256: Sendable {
    private static let blockBytes = 64
    /// Where the length of the message starts in the last block (section 5.1.1).
    private static let lengthOffset = 56

    /// Whether the processor's own instructions are not used.
    private let isPortable: Bool
    private var state = SHA256State()
    /// The bytes that do not fill a block yet are the first `pendingBytes` of these.
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    private var pendingBytes = 0
    private var messageBytes: UInt64 = 0

    package init() { self.init(isPortable: false) }

    /// - Parameter isPortable: Do without the processor's own instructions, as where it has none.
    init(isPortable: Bool) {
        self.isPortable = isPortable || !SHA256Instructions.areAvailable
    }

    /// Adds `bytes` to the message.
    package mutating func update(_ bytes: borrowing Span<UInt8>) {
        messageBytes += UInt64(bytes.count)
        var offset = 0
        if pendingBytes > 0 {
            offset = min(SHA256.blockBytes - pendingBytes, bytes.count)
            hold(bytes.extracting(0..<offset))
            if pendingBytes < SHA256.blockBytes { return }
            absorbPending()
        }
        let whole = (bytes.count - offset) / SHA256.blockBytes * SHA256.blockBytes
        absorb(bytes.extracting(offset..<offset + whole))
        offset += whole
        hold(bytes.extracting(offset..<bytes.count))
    }

    /// Adds one byte to the message.
    package mutating func update(_ byte: UInt8) {
        messageBytes += 1
        pending[pendingBytes] = byte
        pendingBytes += 1
        if pendingBytes == SHA256.blockBytes { absorbPending() }
    }

    /// The digest of the message.
    package consuming func finish() -> Hash {
        let messageBits = messageBytes * 8
        update(0x80)
        if pendingBytes > SHA256.lengthOffset {
            pad(to: SHA256.blockBytes)
            absorbPending()
        }
        pad(to: SHA256.lengthOffset)
        for shift in stride(from: 56, through: 0, by: -8) {
            pending[pendingBytes] = UInt8(truncatingIfNeeded: messageBits >> UInt64(shift))
            pendingBytes += 1
        }
        absorbPending()
        return state.hash
    }

    private mutating func hold(_ bytes: borrowing Span<UInt8>) {
        for index in bytes.indices {
            pending[pendingBytes + index] = bytes[index]
        }
        pendingBytes += bytes.count
    }

    private mutating func pad(to end: Int) {
        while pendingBytes < end {
            pending[pendingBytes] = 0
            pendingBytes += 1
        }
    }

    private mutating func absorbPending() {
        let block = pending
        absorb(block.span)
        pendingBytes = 0
    }

    private mutating func absorb(_ blocks: borrowing Span<UInt8>) {
        guard isPortable else { return SHA256Instructions.absorb(blocks, into: &state) }
        for offset in stride(from: 0, to: blocks.count, by: SHA256.blockBytes) {
            state.absorb(SHA256Block(blocks, at: offset))
        }
    }
}

extension SHA256 {
    /// The digest of `first` followed by `bytes`.
    static func hash(
        _ first: UInt8, _ bytes: borrowing Span<UInt8>, isPortable: Bool = false
    ) -> Hash {
        if !isPortable, SHA256Instructions.areAvailable {
            return SHA256Instructions.hash(first, bytes)
        }
        var sha256 = SHA256(isPortable: true)
        sha256.update(first)
        sha256.update(bytes)
        return sha256.finish()
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: borrowing Span<UInt8>) -> Hash {
        var sha256 = SHA256()
        sha256.update(bytes)
        return sha256.finish()
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) -> Hash {
        hash(bytes.span)
    }

    /// The digest of the UTF-8 bytes of `text`.
    package static func hash(_ text: String) -> Hash {
        hash(Array(text.utf8))
    }
}
