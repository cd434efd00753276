internal import Events

/// What tables call those that have a key, where programs keep the key.
extension Naming {
    /// A body by its name; one of a kind that the ledger keeps no names of by its short name, written
    /// as names are: "Upland Teaching School Hub", "Regional Employer Network (partner)".
    func inTable(_ body: Body) -> String {
        switch body.kind {
        case .hub, .partner, .department:
            let name = nameWritten(body.id)
            return body.id.hasSuffix(body.kind.text) ? name : "\(name) (\(body.kind.singular))"
        case .authority, .la, .school, .trust, .partnership:
            return self.body(body)
        }
    }

    /// A programme by its name.
    func programmeCell(_ programme: String) -> ReportTable.Cell {
        .named(key: programme, name(.programme, programme) ?? programme)
    }
}

/// A key whose words say what it is: `middle-deemed-primary` is "Middle deemed primary".
func spokenCell(_ key: String) -> ReportTable.Cell { .named(key: key, key.titled) }

/// `role:external-evaluator` is "External evaluator"; what is written as a role need not be a key.
func roleCell(_ role: String) -> ReportTable.Cell {
    let name = role.hasPrefix("role:") ? String(role.dropFirst("role:".count)) : role
    return .named(key: role, Slug(name) == nil ? name : name.titled)
}

/// `upland-teaching-school-hub` as names are written; a single word may be an abbreviation.
private func nameWritten(_ slug: String) -> String {
    let words = slug.split(separator: "-")
    guard words.count > 1 else { return slug }
    return words.map { smallWords.contains($0) ? String($0) : String($0).capitalisedFirst }
        .joined(separator: " ")
}

private let smallWords: Set<Substring> = ["and", "for", "in", "of", "on", "the", "upon"]
