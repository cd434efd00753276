/// An attribute of an element.
package struct Attribute: Sendable {
    /// With the space before it.
    let written: String

    /// An attribute with a value of text.
    ///
    /// - Precondition: It is not one whose value is followed or run: those take only what is written
    ///   in the program, or an ``Address``.
    package init(_ name: StaticString, _ value: String) {
        precondition(!isActive(name.description), "\(name) takes no text")
        written = " " + name.description + "=\"" + escaped(value) + "\""
    }

    package init(_ name: StaticString, _ value: Int) { self.init(name, String(value)) }

    /// An attribute with a value that is written in the program.
    package init(_ name: StaticString, fixed value: StaticString) {
        written = " \(name)=\"\(escaped("\(value)"))\""
    }

    /// Where a link leads.
    package static func href(_ address: Address) -> Attribute {
        Attribute(written: " href=\"\(escaped(address.written))\"")
    }

    private init(written: String) { self.written = written }
}

/// Whether a browser follows or runs the value of an attribute, or draws by it.
private func isActive(_ name: String) -> Bool {
    switch name {
    case "href", "xlink:href", "src", "srcset", "srcdoc", "style", "action", "formaction", "data",
        "http-equiv", "content", "ping", "background", "poster", "target":
        true
    default: name.hasPrefix("on")
    }
}

/// Where a link leads: to a part of the same page, or to a page of the same site.
///
/// There is no way to name another site, or anything but a page.
package struct Address: Sendable {
    let written: String

    /// A part of the same page, by its id.
    package static func part(_ id: String) -> Address { Address(written: "#" + percent(id)) }

    /// A page by its path from this one, and a part of it.
    package static func page(_ path: String, part: String? = nil) -> Address {
        Address(written: percent(path) + (part.map { "#" + percent($0) } ?? ""))
    }
}

/// What may stand in an address; everything else as `%3A`, so that no path names a scheme.
private func percent(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 47, 95: result.unicodeScalars.append(.init(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
        }
    }
    return result
}
