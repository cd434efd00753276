internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events

// Names that no read model lists: bodies, and words that were used before.

extension LedgerNames {
    /// The kinds of bodies, as `la:`; behind a kind, what there is of it.
    func bodies(startingWith typed: String) -> [Candidate] {
        guard let colon = typed.firstIndex(of: ":") else {
            return Body.Kind.allCases.map { Candidate("\($0.rawValue):", meaning: $0.meaning) }
                .filter { $0.text.hasPrefix(typed) }
        }
        guard let kind = Body.Kind(rawValue: String(typed[..<colon])) else { return [] }
        let id = String(typed[typed.index(after: colon)...])
        let found =
            kind.nameKind.map { candidates($0, startingWith: id) }
            ?? used(id) { data in
                data.members?.compactMap { member in
                    member.value["kind"]?.text == kind.rawValue ? member.value["id"]?.text : nil
                } ?? []
            }
        return found.map { Candidate("\(kind.rawValue):\($0.text)", meaning: $0.meaning) }
    }

    /// The texts that events of a type gave in a member.
    func used(_ member: String, of type: String, startingWith typed: String) -> [Candidate] {
        used(typed, ofType: type) { [$0[member]?.text].compactMap(\.self) }
    }

    /// The texts that `find` takes from the newest events, each once.
    private func used(
        _ typed: String, ofType type: String? = nil, _ find: (JSONValue) -> [String]
    ) -> [Candidate] {
        var texts: Set<String> = []
        // To look through the whole of a long log would keep whoever types waiting.
        let first = max(1, ((try? log.size()) ?? 0) - eventsLookedThrough + 1)
        try? log.scan(from: first) { event in
            guard type.map({ $0 == event.type }) ?? true else { return true }
            texts.formUnion(find(event.dataValue).filter { $0.hasPrefix(typed) })
            return true
        }
        return texts.sorted().map { Candidate($0) }
    }
}

/// How many of the newest events are looked through for words that were used before.
private let eventsLookedThrough = 5_000

extension Body.Kind {
    /// The names by which the ledger knows bodies of this kind; `nil` where it knows none.
    var nameKind: NameKind? {
        switch self {
        case .authority: .authority
        case .la: .la
        case .school: .urn
        case .trust: .trust
        case .hub, .partnership, .partner, .department: nil
        }
    }

    fileprivate var meaning: String? {
        switch self {
        case .authority: "a combined or other authority"
        case .la: "a local authority, by its code"
        case .school: "a school, by its URN"
        case .trust: "a trust"
        case .partnership: "a partnership led by schools"
        case .hub: "a hub"
        case .partner: "a partner"
        case .department: "a government department"
        }
    }
}
