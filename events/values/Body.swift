package import CanonicalJSON

/// An organisation that leads, provides, pays or is paid.
package struct Body: MemberValue, CustomStringConvertible {
    package enum Kind: String, Token, CaseIterable {
        case authority, la, school, trust, hub, partner, department
    }

    package var kind: Kind
    /// What the kind is known by: an authority's or trust's slug, an LA's DfE code, a school's URN.
    package var id: String

    package init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// The form used on the command line and in messages: `la:391`.
    package var description: String { "\(kind):\(id)" }

    package static func read(
        _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) -> Body {
        var members = try MemberReader(cursor, bytes)
        let id: String = try members.required("id", bytes)
        let kind: Kind = try members.required("kind", bytes)
        cursor = try members.end(bytes)
        guard isFitting(id, for: kind) else {
            throw ReadingProblem("'\(id)' cannot be the id of a body of kind \(kind)")
        }
        return Body(kind: kind, id: id)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("id")
        writer.string(id)
        writer.name("kind")
        writer.string(kind.rawValue)
        writer.endObject()
    }

    private static func isFitting(_ id: String, for kind: Kind) -> Bool {
        switch kind {
        case .la: LACode(id) != nil
        case .school: URN(id) != nil
        case .authority, .trust: Slug(id) != nil
        case .hub, .partner, .department: !id.isEmpty
        }
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
