// The codes of the public registers, each with the rule its register gives it.

/// A school's Unique Reference Number: six digits, from Get Information About Schools.
///
/// A URN is not a school: a school that becomes an academy gets a new one.
package struct URN: Token, Comparable {
    private let number: UInt32

    package static let form = "a URN of six digits"

    package init?(_ text: String) {
        guard isCode(text, length: 6, where: isDigit), let number = UInt32(text) else {
            return nil
        }
        self.number = number
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let number = decimal(bytes, digits: 6) else { return nil }
        self.number = number
    }

    package var text: String { padded(Int(number), to: 6) }

    package func appendText(to bytes: inout [UInt8]) { appendDigits(number, 6, to: &bytes) }

    package static func < (a: URN, b: URN) -> Bool { a.number < b.number }
}

/// The three digits by which the Department for Education knows a local authority.
package struct LACode: Token {
    private let number: UInt16
    package static let form = "a DfE local authority code of three digits"

    package init?(_ text: String) {
        guard isCode(text, length: 3, where: isDigit), let number = UInt16(text) else { return nil }
        self.number = number
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let number = decimal(bytes, digits: 3) else { return nil }
        self.number = UInt16(number)
    }

    package var text: String { padded(Int(number), to: 3) }

    package func appendText(to bytes: inout [UInt8]) { appendDigits(UInt32(number), 3, to: &bytes) }
}

/// The nine-character code by which the Office for National Statistics knows an area.
package struct ONSCode: Token {
    private let letter: UInt8
    private let number: UInt32
    package static let form = "an ONS code, a capital letter and eight digits such as E06000057"

    package init?(_ text: String) {
        guard text.utf8.count == 9, let first = text.utf8.first, (65...90).contains(first),
            text.utf8.dropFirst().allSatisfy(isDigit), let number = UInt32(text.dropFirst())
        else { return nil }
        letter = first
        self.number = number
    }

    package var text: String {
        String(Character(Unicode.Scalar(letter))) + padded(Int(number), to: 8)
    }
}

/// A school's number within its local authority: the authority's three digits and four more.
package struct LAEstab: Token {
    private let number: UInt32
    package static let form = "a LAESTAB number of seven digits"

    package init?(_ text: String) {
        guard isCode(text, length: 7, where: isDigit), let number = UInt32(text) else { return nil }
        self.number = number
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let number = decimal(bytes, digits: 7) else { return nil }
        self.number = number
    }

    package var text: String { padded(Int(number), to: 7) }
}

/// A number of the UK Register of Learning Providers.
package struct UKPRN: Token {
    private let number: UInt32
    package static let form = "a UKPRN of eight digits"

    package init?(_ text: String) {
        guard isCode(text, length: 8, where: isDigit), let number = UInt32(text) else { return nil }
        self.number = number
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let number = decimal(bytes, digits: 8) else { return nil }
        self.number = number
    }

    package var text: String { padded(Int(number), to: 8) }
}

/// A company's number at Companies House.
package struct CompaniesHouse: Token {
    package let text: String
    package static let form = "a Companies House number of eight digits or capital letters"

    package init?(_ text: String) {
        let allows = { (byte: UInt8) in isDigit(byte) || (65...90).contains(byte) }
        guard isCode(text, length: 8, where: allows) else { return nil }
        self.text = text
    }
}

/// A SHA-256 digest in hexadecimal.
package struct Digest: Token {
    package let text: String
    package static let form = "a SHA-256 digest of 64 hexadecimal digits"

    package init?(_ text: String) {
        let allows = { (byte: UInt8) in isDigit(byte) || (97...102).contains(byte) }
        guard isCode(text, length: 64, where: allows) else { return nil }
        self.text = text
    }
}

/// The root hash of the ledger's Merkle tree at some size, in base64.
package struct Root: Token {
    package let text: String
    package static let form = "a root hash, 32 bytes in base64"

    package init?(_ text: String) {
        let allows = { (byte: UInt8) in
            isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
        guard text.utf8.count == 44, text.utf8.last == UInt8(ascii: "="),
            text.utf8.dropLast().allSatisfy(allows)
        else { return nil }
        self.text = text
    }
}

/// A financial year, 1 April to 31 March, written `2023-24`.
package struct FinancialYear: Token {
    /// The year it begins in.
    private let first: UInt16
    package static let form = "a financial year such as 2023-24"

    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2], parts.joined().utf8.allSatisfy(isDigit),
            let first = UInt16(parts[0]), UInt16(parts[1]) == (first + 1) % 100
        else { return nil }
        self.first = first
    }

    package var text: String {
        "\(padded(Int(first), to: 4))-\(padded(Int(first + 1) % 100, to: 2))"
    }
}

/// A short name given by the programme office: lower-case letters, digits and hyphens.
package struct Slug: Token, Comparable {
    private let symbol: Symbol
    package static let form = "a short name of lower-case letters, digits and hyphens"

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(utf8: bytes.span)
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard Self.isOne(bytes) else { return nil }
        symbol = Symbol(utf8: bytes)
    }

    package func appendText(to bytes: inout [UInt8]) { symbol.append(to: &bytes) }

    /// Whether the bytes are those of a short name.
    static func isOne(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard bytes.count > 0, bytes[0] != UInt8(ascii: "-") else { return false }
        for index in bytes.indices {
            let byte = bytes[index]
            guard isDigit(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "-") else {
                return false
            }
        }
        return true
    }

    package var text: String { symbol.text }

    package static func < (a: Slug, b: Slug) -> Bool { a.text < b.text }
}
