package import CanonicalJSON
package import EventLog
package import Events

/// Something to be recorded, as it was given: on the command line, or as a line of a file.
package struct Entry: Sendable {
    package var type: String { didSet { known = nil } }
    package var version = 1 { didSet { known = nil } }
    /// The day the fact holds from; a correction takes it from its replacement.
    package var validFrom: Day?
    package var key: String?
    package var reason: String?
    package var source: JSONValue?
    /// The members of the type's data.
    package var members: [JSONMember] {
        get { data.members }
        set { data = .members(newValue) }
    }
    private var data: EntryData { didSet { known = nil } }
    /// The fact and its stories, where ``readFact()`` found them.
    private var known: (fact: Fact, stories: Stories, tags: [StoryTag])?
    /// Only when a ledger is made from a file: when it was recorded, and by whom.
    package var recordedAt: Instant?
    package var recordedBy: String?

    package init(type: String, validFrom: Day? = nil, members: [JSONMember] = []) {
        self.type = type
        self.validFrom = validFrom
        data = .members(members)
    }

    /// - Parameter data: Canonical JSON: the data of an entry of type `known`.
    init(_ known: FactType, canonical data: [UInt8]) {
        type = known.descriptor.type
        self.data = .canonical(data, known)
    }

    var isCorrection: Bool { type == EventCorrected.descriptor.type }
    var isRetraction: Bool { type == EventRetracted.descriptor.type }

    func member(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    /// Reads the fact and its stories beforehand, so that whoever decides on the entry need not; of
    /// a correction or a retraction, its members.
    package mutating func readFact() {
        // What is wrong with the entry is told by whoever asks for the fact.
        guard !isCorrection, !isRetraction else { return members = members }
        guard let fact = try? fact() else { return }
        let stories = fact.stories
        known = (fact, stories, stories.tags)
    }

    /// The stories of `fact`, which is what ``fact()`` gave.
    func stories(_ fact: Fact) -> Stories { known?.stories ?? fact.stories }

    /// What ``stories(_:)`` are called in the log.
    func tags(_ fact: Fact) -> [StoryTag] { known?.tags ?? fact.stories.tags }

    /// The fact that the members make.
    package func fact() throws(ReadingProblem) -> Fact {
        if let known { return known.fact }
        guard case .canonical(let bytes, let known) = data, version == known.descriptor.version
        else { return try Fact(type: type, version: version, data: .object(members)) }
        var cursor = JSONCursor()
        return try known.read(&cursor, bytes.span)
    }

    /// The data as canonical JSON, once ``fact()`` has read it as `fact`.
    package func canonical(_ fact: Fact) -> [UInt8] {
        if case .canonical(let bytes, _) = data { bytes } else { fact.canonical }
    }
}

/// The data of an entry in the form it came in.
private enum EntryData: Sendable {
    case members([JSONMember])
    case canonical([UInt8], FactType)

    var members: [JSONMember] {
        switch self {
        case .members(let members): members
        // What is canonical was found to be JSON when it was read.
        case .canonical(let bytes, _): (try? JSONValue(parsing: bytes))?.members ?? []
        }
    }
}

extension Entry {
    /// Reads a fact as files hold it: one flat JSON object.
    ///
    /// - Throws: ``ReadingProblem`` that names the member.
    package init(flat json: JSONValue) throws(ReadingProblem) {
        guard let all = json.members else {
            throw ReadingProblem("a line holds one JSON object")
        }
        guard let type = json["type"]?.text else {
            throw ReadingProblem("it is missing", member: "type")
        }
        guard let known = vocabulary[type]?.descriptor else {
            throw ReadingProblem(
                "'\(type)' is not a type of event" + suggestion(for: type), member: "type")
        }
        self.init(type: type)
        for member in all where member.name != "type" {
            try take(member, known)
        }
    }

    private mutating func take(
        _ member: JSONMember, _ known: FactDescriptor
    ) throws(ReadingProblem) {
        let text = member.value.text
        switch member.name {
        case "validFrom": validFrom = try Self.token(member)
        case "key": key = try Self.text(member)
        case "reason": reason = try Self.text(member)
        case "recordedBy": recordedBy = try Self.text(member)
        case "recordedAt":
            guard let text, let instant = Instant(text) else {
                throw ReadingProblem(
                    "it is not an instant such as 2024-05-07T09:00:00Z", member: "recordedAt")
            }
            recordedAt = instant
        case "v":
            guard let number = member.value.integer else {
                throw ReadingProblem("it is not a whole number", member: "v")
            }
            version = number
        // The funding a programme has also has a source, which is a text.
        case "source" where member.value.members != nil || known.member("source") == nil:
            source = try Self.source(member)
        default: members.append(member)
        }
    }

    private static func source(_ member: JSONMember) throws(ReadingProblem) -> JSONValue {
        if let text = member.value.text { return .object([("reference", .string(text))]) }
        guard member.value.members != nil else {
            throw ReadingProblem("it is neither a text nor an object", member: member.name)
        }
        if let digits = member.value.firstFraction {
            throw ReadingProblem("\(digits) is not a whole number", member: member.name)
        }
        return member.value
    }

    private static func text(_ member: JSONMember) throws(ReadingProblem) -> String {
        guard let text = member.value.text, !text.isEmpty else {
            throw ReadingProblem("it is not a text", member: member.name)
        }
        return text
    }

    private static func token<T: Token>(_ member: JSONMember) throws(ReadingProblem) -> T {
        guard let text = member.value.text, let value = T(text) else {
            throw ReadingProblem(
                "\(member.value.compact) is not \(T.form)", member: member.name)
        }
        return value
    }
}

/// ", did you mean X?" when a type of event is called nearly so.
package func suggestion(for type: String) -> String {
    let folded = { (name: String) in name.lowercased().filter { $0.isLetter } }
    let near = vocabulary.keys.sorted().first { folded($0) == folded(type) }
    return near.map { "; did you mean \($0)?" } ?? ""
}
