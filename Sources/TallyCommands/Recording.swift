internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension Session {
    /// Records a fact about one school.
    func recordForSchool(
        _ type: String, _ arguments: Arguments, strand: Slug? = nil
    ) throws {
        var entry = Entry(type: type)
        entry.members = [
            JSONMember("programme", .string(try programme(arguments))),
            JSONMember("urn", .string(arguments[urnWord].text)),
        ]
        if let strand { entry.members.append(JSONMember("strand", .string(strand.text))) }
        try record(entry, arguments)
    }

    /// Records an entry with the options that all recording commands have.
    func record(_ entry: Entry, _ arguments: Arguments) throws {
        var entry = entry
        entry.validFrom = arguments[fromDay] ?? today
        entry.key = arguments[keyOption]
        entry.reason = arguments[reasonOption]
        try recordWhole(entry, arguments)
    }

    /// Records an entry that lacks nothing, or tries it, and tells what came of it.
    func recordWhole(
        _ entry: Entry, in ledger: Ledger? = nil, as act: Act? = nil, _ arguments: Arguments
    ) throws {
        let recorded = try outcome(of: entry, in: ledger, as: act, arguments)
        Receipts(recorded).tell(asJSON: arguments[jsonFlag], self)
    }

    /// Records an entry that lacks nothing, or tries it.
    func outcome(
        of entry: Entry, in ledger: Ledger? = nil, as act: Act? = nil, _ arguments: Arguments
    ) throws -> Recorded<[Outcome]> {
        let ledger = try ledger ?? self.ledger(arguments[ledgerOption])
        return try recording(in: ledger, arguments, as: act) { record in
            var problems = EntryProblems()
            do { return [try record(entry)] } catch { try problems.add(error, 0) }
            throw problems
        }
    }

    /// The programme named, or the only one there is.
    func programme(_ arguments: Arguments) throws -> String {
        if let named = arguments[programmeOption]?.text ?? configuration[.programme] {
            return named
        }
        let ledger = try ledger(arguments[ledgerOption])
        let names = try ledger.log.stories(startingWith: "programme:")
            .map { String($0.dropFirst("programme:".utf8.count)) }
        guard names.count == 1 else {
            throw Failure(
                .usage,
                names.isEmpty
                    ? "the ledger has no programme"
                    : "the ledger has several programmes: \(names.joined(separator: ", "))",
                hint: names.isEmpty
                    ? "record ProgrammeOpened first" : "name one with --programme SLUG")
        }
        return names[0]
    }

    /// The local authorities that were members of any of `authorities` the day before.
    func members(
        of authorities: [Slug], before day: Day, _ arguments: Arguments
    ) throws -> [LACode] {
        // A trial of the merger may not bring any file up to date.
        let models = ReadModels(try ledger(arguments[ledgerOption]), use: .asTheyAre)
        let open = try models.open(.register)
        let sql = """
            SELECT DISTINCT la FROM membership
            WHERE authority = :authority AND from_day <= :day AND :day < to_day ORDER BY la
            """
        var members: [LACode] = []
        for authority in authorities {
            members += try open.rows(
                sql, ["authority": .text(authority.text), "day": .integer(day.number - 1)]
            ) { LACode($0.text(0)) }.compactMap(\.self)
        }
        return members
    }
}

extension Session {
    /// Corrects a fact by the members that change.
    func correct(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let target = arguments[eventWord]
        let event =
            switch target {
            case .integer(let seq): try ledger.log.event(at: seq)
            default: try ledger.log.event(withKey: target.text ?? "")
            }
        guard let event else {
            throw Failure(.nothingFound, "there is no such event", hint: "see 'tally log'")
        }
        let known = try descriptor(event.type)
        var changes: [JSONMember] = []
        for word in arguments[changeWords] { changes.append(try readMember(word, of: known)) }
        if let day = arguments[validFromOption] {
            changes.append(JSONMember("validFrom", .string(day.text)))
        }
        guard !changes.isEmpty else {
            throw Failure(
                .usage, "nothing is to be changed", hint: "give MEMBER=VALUE, or --valid-from DATE")
        }
        var entry = Entry(type: EventCorrected.descriptor.type)
        entry.members = [
            JSONMember("target", target), JSONMember("replacement", .object(changes)),
        ]
        entry.reason = arguments[neededReason]
        entry.key = arguments[keyOption]
        try recordWhole(entry, in: ledger, arguments)
    }
}

/// The type called `name`, which must be one this program knows.
func descriptor(_ name: String) throws -> FactDescriptor {
    guard let type = vocabulary[name] else {
        throw Failure(
            .usage, "'\(name)' is not a type of event" + suggestion(for: name),
            hint: "events/README.md lists them all")
    }
    return type.descriptor
}

/// Says which members are missing before anything is opened.
func expectMembers(_ entry: Entry, _ type: FactDescriptor) throws {
    let given = Set(entry.members.map(\.name))
    let missing = type.members.filter { $0.isRequired && !given.contains($0.name) }
    guard !missing.isEmpty else { return }
    let needs = missing.map { "\($0.name) (\($0.meaning))" }.joined(separator: "; ")
    throw Failure(
        .usage, "\(type.type) also needs \(needs)", hint: "add \(missing[0].name)=VALUE")
}

/// Reads an amount in pounds: `1234.5`, `£1,234.50`.
func readPence(_ text: String) throws(ArgumentError) -> Int {
    let plain = text.filter { $0 != "£" && $0 != "," }
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let pounds = Int(parts[0]), pounds >= 0,
        parts[0].utf8.count <= 13
    else { throw ArgumentError("'\(text)' is not an amount; write it in pounds, as 1234.50") }
    guard parts.count == 2 else { return pounds * 100 }
    guard parts[1].utf8.count <= 2 else {
        throw ArgumentError("'\(text)' has parts of a penny; write it with two decimals")
    }
    let digits = parts[1] + String(repeating: "0", count: 2 - parts[1].utf8.count)
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let pence = Int(digits) else {
        throw ArgumentError("'\(text)' is not an amount; write it in pounds, as 1234.50")
    }
    return pounds * 100 + pence
}

/// Reads `2025-01-01..2025-02-01`.
func readPeriod(_ text: String) throws(ArgumentError) -> (Day, Day) {
    guard let dots = text.firstRange(of: "..") else {
        throw ArgumentError("'\(text)' is not a period; write it as 2025-01-01..2025-02-01")
    }
    return (
        try readDay(String(text[..<dots.lowerBound])), try readDay(String(text[dots.upperBound...]))
    )
}
