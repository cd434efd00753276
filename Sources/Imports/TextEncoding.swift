internal import Essentials

/// How the bytes of a file stand for characters.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// What GIAS downloads are written in, and spreadsheets on Windows.
    case windows1252 = "windows-1252"

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// UTF-8 when the file says so or is nothing else than that; Windows-1252 otherwise.
    init(of bytes: [UInt8]) {
        let isUTF8 =
            bytes.starts(with: Self.byteOrderMark)
            || String(validating: bytes, as: UTF8.self) != nil
        self = isUTF8 ? .utf8 : .windows1252
    }

    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .windows1252: "Windows-1252"
        }
    }

    /// The text of one field, its characters composed (NFC); `nil` when a byte stands for nothing.
    func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        let decoded =
            switch self {
            case .utf8: String(validating: bytes, as: UTF8.self)
            case .windows1252: Self.decodeWindows1252(bytes)
            }
        guard let decoded, !decoded.utf8.allSatisfy({ $0 < 0x80 }) else { return decoded }
        return decoded.composed
    }

    private static func decodeWindows1252(_ bytes: ArraySlice<UInt8>) -> String? {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            guard (0x80...0x9F).contains(byte) else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            guard let scalar = upperControls[Int(byte) - 0x80] else { return nil }
            text.append(scalar)
        }
        return String(text)
    }
}

/// What Windows-1252 has for bytes 0x80 to 0x9F, where it differs from Latin-1; five are undefined.
///
/// <https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT>
private let upperControls: [Unicode.Scalar?] = [
    "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
    nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
]
