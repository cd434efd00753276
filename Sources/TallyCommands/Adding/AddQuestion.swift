internal import CommandTable
internal import Events
internal import CanonicalJSON

/// One thing that is asked about an event that is to be recorded.
struct AddQuestion: Equatable, Sendable {
    /// The member's name; `validFrom` for the day from which the fact holds.
    let name: String
    let kind: String
    let meaning: String
    let isList: Bool
    let isRequired: Bool
    let choices: [String]

    init(_ member: MemberDescriptor) {
        name = member.name
        kind = member.kind
        meaning = member.meaning
        isList = member.isList
        isRequired = member.isRequired
        choices =
            switch member.kind {
            case "schoolType": SchoolType.all
            case "typeGroup": TypeGroup.allCases.map(\.rawValue)
            default: member.choices
            }
    }

    private init(validFrom meaning: String) {
        (name, kind, self.meaning) = ("validFrom", "day", meaning)
        (isList, isRequired, choices) = (false, true, [])
    }

    /// What is asked about a type of event: what it is about, then the day, then what may be left
    /// out.
    static func all(about type: FactDescriptor) -> [AddQuestion] {
        let members = type.members.map { AddQuestion($0) }.enumerated().sorted { a, b in
            (a.element.rank, a.offset) < (b.element.rank, b.offset)
        }.map(\.element)
        let day = AddQuestion(validFrom: "The day from which this holds.")
        return members.filter(\.isRequired) + [day] + members.filter { !$0.isRequired }
    }

    /// Names come before sums, and sums before words.
    private var rank: Int {
        switch (name, kind) {
        case ("programme", _): 0
        case (_, "urn"): 1
        case (_, "la"): 2
        case (_, "slug"): 3
        case ("from", _): 5
        case ("to", _): 6
        case (_, "pence"), (_, "count"): 4
        default: 7
        }
    }

    /// What the ledger knows by name and this asks for.
    var known: KnownNames.Kind? {
        switch (kind, name) {
        case ("urn", _): .school
        case ("la", _): .localAuthority
        case ("slug", "programme"): .programme
        case ("slug", "strand"), ("slug", "old"), ("slug", "new"): .strand
        case ("slug", "trust"): .trust
        case ("slug", "authority"), ("slug", "predecessors"), ("slug", "successor"): .authority
        default: nil
        }
    }

    /// How an answer is to be written, where that is not plain.
    var form: String? {
        let one: String? =
            switch kind {
            case "urn": "a URN, or part of the school's name"
            case "la": "a code of three digits, or part of the name"
            case "slug":
                known == nil
                    ? "lower-case letters, digits and hyphens"
                    : "its short name, or part of its name"
            case "body": "kind:id, such as la:391, or part of its name"
            case "day": "a date, such as 2024-05-07 or 7/5/2024"
            case "pence": "in pounds, such as 1234.50"
            case "count": "a whole number"
            case "tenths": "tenths of a percent: 315 is 31.5%"
            case "financialYear": "such as 2023-24"
            case "onsCode": "such as E47000014"
            case "label": "a word or a whole number"
            case "parts", "priceIndex": "name:number,name:number"
            case "json", "scope": "as JSON"
            default: nil
            }
        guard isList else { return one }
        return (one.map { $0 + "; " } ?? "") + "several with commas between them"
    }
}

/// What was answered to a question.
struct AddAnswer: Equatable, Sendable {
    /// What is recorded; `nil` when it was left out.
    let value: JSONValue?
    /// The answer as it can be typed again.
    let text: String
    /// The answer as people read it.
    let words: String
}

/// An answer that cannot be taken, in a sentence, with what may have been meant.
struct AddProblem: Error, Equatable {
    let sentence: String
    var matches: [KnownName] = []
    /// How many more there are.
    var others = 0
}
