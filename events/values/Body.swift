package import CanonicalJSON

/// An organisation that leads, provides, pays or is paid.
package struct Body: MemberValue, CustomStringConvertible {
    package enum Kind: String, Choice {
        package static let byName = WordTable<Self>()

        case authority, la, school, trust, partnership, hub, partner, department
    }

    package var kind: Kind
    /// What the kind is known by: an LA's DfE code, a school's URN, a slug of an authority, trust or
    /// partnership.
    package var id: String {
        get { symbol.text }
        set { symbol = Symbol(newValue) }
    }
    private var symbol: Symbol

    /// Appends the UTF-8 bytes of ``id``.
    package func appendID(to bytes: inout [UInt8]) { symbol.append(to: &bytes) }

    package init(kind: Kind, id: String) {
        self.kind = kind
        symbol = Symbol(id)
    }

    /// The form used on the command line and in messages: `la:391`.
    package var text: String { "\(kind):\(id)" }

    package var description: String { text }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Body {
        var members = try MemberReader(cursor, bytes)
        let place = try members.requiredText("id", bytes)
        let kind: Kind = try members.required("kind", bytes)
        cursor = try members.end(bytes)
        let id = bytes.extracting(place)
        if !hasEscape(id), let body = Body(kind: kind, utf8: id) { return body }
        var start = JSONCursor(at: place.lowerBound - 1)
        let text = try String.read(&start, bytes)
        let utf8 = Array(text.utf8)
        guard let body = Body(kind: kind, utf8: utf8.span) else {
            throw ReadingProblem("'\(text)' cannot be the id of a body of kind \(kind)")
        }
        return body
    }

    private static func hasEscape(_ text: borrowing Span<UInt8>) -> Bool {
        for index in text.indices where text[index] == UInt8(ascii: "\\") { return true }
        return false
    }

    /// Returns `nil` when the text does not fit the kind, or is not UTF-8.
    private init?(kind: Kind, utf8 id: borrowing Span<UInt8>) {
        let isFitting =
            switch kind {
            case .la: LACode(utf8: id) != nil
            case .school: URN(utf8: id) != nil
            case .authority, .trust, .partnership: Slug.isOne(id)
            case .hub, .partner, .department:
                id.count > 0 && (try? UTF8Span(validating: id.extracting(id.indices))) != nil
            }
        guard isFitting else { return nil }
        self.kind = kind
        symbol = Symbol(utf8: id)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("id")
        writer.string(id)
        writer.name("kind")
        writer.string(kind.rawValue)
        writer.endObject()
    }
}

/// What a control total or another statement is about; a member left out does not narrow it.
package struct Scope: MemberValue {
    package var authority: Slug?
    package var la: LACode?
    package var programme: Slug?
    package var strand: Slug?

    package init(
        authority: Slug? = nil, la: LACode? = nil, programme: Slug? = nil, strand: Slug? = nil
    ) {
        self.authority = authority
        self.la = la
        self.programme = programme
        self.strand = strand
    }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Scope {
        var members = try MemberReader(cursor, bytes)
        let scope = Scope(
            authority: try members.optional("authority", bytes),
            la: try members.optional("la", bytes),
            programme: try members.optional("programme", bytes),
            strand: try members.optional("strand", bytes))
        cursor = try members.end(bytes)
        return scope
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("authority", authority)
        writer.member("la", la)
        writer.member("programme", programme)
        writer.member("strand", strand)
        writer.endObject()
    }
}
