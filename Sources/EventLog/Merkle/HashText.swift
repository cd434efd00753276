// How a digest is written in text: base64 in checkpoints and proofs (C2SP tlog-checkpoint),
// hexadecimal where it is shown beside the output of `sha256sum`.

extension Hash: CustomStringConvertible {
    package var description: String { hex }

    /// The digest as 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = bytes.flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The digest written as 64 hexadecimal digits of either case; `nil` for anything else.
    package init?(hex: String) {
        let digits = hex.utf8.compactMap(hexValue)
        guard digits.count == 2 * Hash.byteCount, hex.utf8.count == digits.count else { return nil }
        self.init(
            bytes: stride(from: 0, to: digits.count, by: 2).map {
                digits[$0] << 4 | digits[$0 + 1]
            })
    }

    /// The digest as 44 characters of base64 (RFC 4648 section 4).
    package var base64: String {
        // Ten groups of three bytes and one of two, which ends in one padding character.
        let bytes = bytes + [0]
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group =
                Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
            for shift in [18, 12, 6, 0] {
                text.append(base64Digits[group >> shift & 63])
            }
        }
        text[text.count - 1] = padding
        return String(decoding: text, as: UTF8.self)
    }

    /// The digest `text` stands for; `nil` unless it is exactly what `base64` gives.
    ///
    /// RFC 4648 section 3.5 lets a decoder ignore the unused bits of the last character; here
    /// they must be zero, so that a digest has one spelling.
    package init?(base64 text: String) {
        let digits = text.utf8.dropLast().compactMap { base64Digits.firstIndex(of: $0) }
        guard digits.count == 43, text.utf8.count == 44, text.utf8.last == padding else {
            return nil
        }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: 40, by: 4) {
            let group = digits[start..<start + 4].reduce(0) { $0 << 6 | $1 }
            bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: group >> $0) }
        }
        let last = digits[40...].reduce(0) { $0 << 6 | $1 }
        guard last & 3 == 0 else { return nil }
        bytes += [10, 2].map { UInt8(truncatingIfNeeded: last >> $0) }
        self.init(bytes: bytes)
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)

private let base64Digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private let padding = UInt8(ascii: "=")

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
