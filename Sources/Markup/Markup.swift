/// A piece of an HTML or XML document.
///
/// Text comes in only as content and as values of attributes, and both are escaped. The names of
/// elements and attributes are written in the program, and so are the rules of style sheets. So
/// nothing that came from outside can be read as markup.
package struct Markup: Sendable {
    /// The piece as it stands in a document.
    package let written: String

    private init(written: String) { self.written = written }

    /// Text, whatever is in it.
    package init(_ text: String) { written = escaped(text) }

    /// Pieces one after the other.
    package init(_ pieces: [Markup]) { written = pieces.map(\.written).joined() }

    /// Nothing at all.
    package static let none = Markup([])

    /// An element with its content.
    ///
    /// - Precondition: An element of HTML that never has content gets none.
    package static func element(
        _ name: StaticString, _ attributes: [Attribute] = [], _ content: [Markup] = []
    ) -> Markup {
        let name = name.description
        var written = ""
        written.reserveCapacity(
            2 * name.utf8.count + 5 + attributes.reduce(0) { $0 + $1.written.utf8.count }
                + content.reduce(0) { $0 + $1.written.utf8.count })
        written += "<"
        written += name
        for attribute in attributes { written += attribute.written }
        written += ">"
        guard !isVoid(name) else {
            precondition(content.isEmpty, "\(name) has no content")
            return Markup(written: written)
        }
        for piece in content { written += piece.written }
        written += "</"
        written += name
        written += ">"
        return Markup(written: written)
    }

    /// An element of text alone.
    package static func element(
        _ name: StaticString, _ attributes: [Attribute] = [], _ text: String
    ) -> Markup {
        element(name, attributes, [Markup(text)])
    }

    /// A style sheet as an element of HTML.
    package static func style(_ sheet: StyleSheet) -> Markup {
        Markup(written: "<style>\(sheet.written)</style>")
    }

    /// Pieces, each on a line of its own.
    package static func lines(_ pieces: [Markup]) -> [Markup] { pieces.map(\.line) }

    /// The same piece on a line of its own.
    package var line: Markup { Markup(written: written + "\n") }

    /// A whole document of HTML.
    package static func document(_ root: Markup) -> String {
        "<!DOCTYPE html>\n" + root.written + "\n"
    }

    /// A whole document of XML 1.0.
    package static func xmlDocument(_ root: Markup) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.written + "\n"
    }
}

/// The elements of HTML that have no end tag, as far as they are used.
private func isVoid(_ name: String) -> Bool {
    switch name {
    case "meta", "br", "hr", "col": true
    default: false
    }
}

/// Text as it stands in HTML, in XML, and between the quotes of an attribute of either.
///
/// What nobody can see, and what turns the direction of writing, is shown as `\u{1b}`: most of it is
/// allowed in neither, and none of it may make a line look otherwise than it is.
func escaped(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case _ where isHarmful(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Whether a byte stands for itself in every document: most text is of no others.
private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "'"):
        false
    default: (0x20..<0x7F).contains(byte)
    }
}

/// Whether a character cannot be seen, or turns the direction of writing.
package func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028, 0x2029, 0x202A...0x202E,
        0x2066...0x2069, 0xFEFF, 0xFDD0...0xFDEF:
        true
    // The last two of every plane are no characters.
    default: scalar.value & 0xFFFE == 0xFFFE
    }
}
