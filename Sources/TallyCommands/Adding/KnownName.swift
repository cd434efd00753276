/// Something that has a short name in the ledger, and what people call it.
struct KnownName: Equatable, Sendable {
    /// What is recorded: a URN, a code, a slug, or a body as `kind:id`.
    let id: String
    let name: String
    /// What else tells it from others, such as the URN it has now.
    var note = ""

    var words: String {
        id + (name.isEmpty ? "" : "  \(name)") + (note.isEmpty ? "" : ", \(note)")
    }
}

/// What the ledger knows by name, to be asked while somebody types.
struct KnownNames {
    enum Kind: String, Sendable {
        case school, localAuthority, authority, trust, programme, strand
    }

    /// Those of a kind whose identifier or name has `fragment` in it, by name.
    let matching: (_ kind: Kind, _ fragment: String) throws -> [KnownName]
    /// The one with this identifier, current or old; `nil` when there is none.
    let named: (_ kind: Kind, _ id: String) throws -> KnownName?
}
