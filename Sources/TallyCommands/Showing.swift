internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import SQLite
internal import Reports

extension Session {
    func showSchool(_ urn: URN, _ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(.register, knownAt: last)
        guard let school = try SchoolView(urn, on: day, open) else {
            throw Failure(
                .nothingFound, "no school has the URN \(urn)",
                hint: "check the number; 'tally report engagement --by la' shows what is registered"
            )
        }
        let subjects = school.urns.map { Subject("school", $0) }
        let story = try story(of: subjects, ledger, through: last)
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("schema", .string("tally/school/1")), ("asOf", .string(day.text)),
                    ("knownAt", .object([("seq", .integer(last))])), ("school", .string(school.id)),
                    ("urn", .string(school.urn)),
                    ("urns", .array(school.urns.map(JSONValue.string))),
                    ("name", .string(school.name)), ("la", .string(school.la)),
                    ("authority", school.authority.map { .string($0) } ?? .null),
                    ("isOpen", .bool(school.isOpen)), ("phase", .string(school.phase)),
                    ("schoolType", .string(school.schoolType)),
                    ("trust", school.trust.map { .string($0) } ?? .null),
                    ("story", .array(story.map { json($0) })),
                ]).compact)
            return
        }
        print("\(school.urn) \(printable(school.name)), on \(day.words)")
        let others = school.urns.filter { $0 != school.urn }
        if !others.isEmpty { print("Also known as: \(others.joined(separator: ", "))") }
        print(
            "\(school.isOpen ? "Open" : "Not open"); \(school.schoolType), \(school.phase); LA "
                + "\(school.la), authority \(school.authority ?? "none"), trust \(school.trust ?? "none")"
        )
        tell(story)
    }

    func showStrand(_ strand: Slug, _ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let programme = try programme(arguments)
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(.engagement, knownAt: last)
        let sql = """
            SELECT title, from_day, to_day, from_day <= :day AND :day < to_day FROM strand
            WHERE programme = :programme AND strand = :strand ORDER BY from_day
            """
        let lives = try open.rows(
            sql,
            [
                "programme": .text(programme), "strand": .text(strand.text),
                "day": .integer(day.number),
            ]
        ) { ($0.text(0), $0.integer(1), $0.integer(2), $0.integer(3) == 1) }
        guard let latest = lives.last else {
            throw Failure(.nothingFound, "\(programme) has no strand \(strand)")
        }
        let story = try story(
            of: [Subject("programme", programme)], ledger, through: last
        ).filter { $0.mentions(strand) }
        let isOpen = lives.contains { $0.3 }
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("schema", .string("tally/strand/1")), ("asOf", .string(day.text)),
                    ("programme", .string(programme)), ("strand", .string(strand.text)),
                    ("title", .string(latest.0)), ("isOpen", .bool(isOpen)),
                    ("story", .array(story.map { json($0) })),
                ]).compact)
            return
        }
        print("\(strand): \(printable(latest.0)), \(isOpen ? "open" : "closed") on \(day.words)")
        for life in lives {
            let end =
                life.2 == Day.endOfTime.number ? "" : " to before \(Day(number: life.2).words)"
            print("  from \(Day(number: life.1).words)\(end)")
        }
        tell(story.filter { !$0.isEnrolment })
    }

    func showAuthority(_ authority: Slug, _ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(.register, knownAt: last)
        let bindings: [String: Value] = [
            "authority": .text(authority.text), "day": .integer(day.number),
        ]
        let names = try open.rows(
            "SELECT name, ons_code FROM authority WHERE authority = :authority ORDER BY from_day",
            bindings
        ) { ($0.text(0), $0.text(1)) }
        guard let latest = names.last else {
            throw Failure(.nothingFound, "there is no authority \(authority)")
        }
        let members = try open.rows(
            """
            SELECT la FROM membership
            WHERE authority = :authority AND from_day <= :day AND :day < to_day ORDER BY la
            """, bindings
        ) { $0.text(0) }
        let story = try story(of: [Subject("areas", "*")], ledger, through: last)
            .filter { $0.mentions(authority) }
        if arguments[jsonFlag] {
            print(
                JSONValue.object([
                    ("schema", .string("tally/authority/1")), ("asOf", .string(day.text)),
                    ("authority", .string(authority.text)), ("name", .string(latest.0)),
                    ("onsCode", .string(latest.1)),
                    ("members", .array(members.map(JSONValue.string))),
                    ("story", .array(story.map { json($0) })),
                ]).compact)
            return
        }
        print("\(authority): \(printable(latest.0)) (\(latest.1))")
        let listed = members.isEmpty ? "none" : members.joined(separator: ", ")
        print("Members on \(day.words): \(listed)")
        tell(story)
    }
}

// MARK: - Stories

extension Session {
    /// The facts of some subjects as they read at event `last`, in the order of the story.
    private func story(
        of subjects: [Subject], _ ledger: Ledger, through last: Int
    ) throws -> [Told] {
        let stories = LogStories(ledger.log)
        var events: [Int: RecordedEvent] = [:]
        for subject in subjects {
            for event in try ledger.log.story(subject.text, changesOnly: false) {
                events[event.seq] = event
            }
        }
        let known = events.values.filter { $0.seq <= last }
        let all = try stories.readings(of: known, through: last)
        return all.facts.sorted().compactMap { reading in
            let event = try? ledger.log.event(at: reading.seq)
            return event.map { Told(reading: reading, event: $0) }
        }
    }

    private func tell(_ story: [Told]) {
        print("")
        aligned(story.map(\.line), left: [0, 1, 2, 3]).forEach { print($0) }
    }

    private func json(_ told: Told) -> JSONValue {
        .object([
            ("seq", .integer(told.reading.seq)), ("readAt", .integer(told.reading.readAt)),
            ("type", .string(told.reading.fact.type)),
            ("validFrom", .string(told.reading.validFrom.text)),
            ("recordedAt", .string(told.event.recordedAt.text)),
            ("recordedBy", .string(told.event.recordedBy)), ("data", told.data),
        ])
    }
}

/// A fact as a story tells it.
private struct Told {
    let reading: Reading
    let event: RecordedEvent

    var data: JSONValue { (try? JSONValue(parsing: reading.fact.canonical)) ?? .null }

    var isEnrolment: Bool {
        switch reading.fact {
        case .programme(.strandEnrolled), .programme(.strandEnrolmentEnded): true
        default: false
        }
    }

    /// Whether the fact names `slug` anywhere.
    func mentions(_ slug: Slug) -> Bool {
        (data.members ?? []).contains { member in
            member.value.text == slug.text
                || (member.value.elements ?? []).contains { $0.text == slug.text }
        }
    }

    var line: [String] {
        let corrected = reading.readAt == reading.seq ? "" : " (as corrected by \(reading.readAt))"
        let text = printable(data.compact)
        let short = text.count > 90 ? text.prefix(89) + "…" : text[...]
        return [
            "  " + reading.validFrom.text, "event \(reading.seq)\(corrected)", reading.fact.type,
            String(short),
        ]
    }
}

/// A school as the register has it on a day.
private struct SchoolView {
    let id, urn, name, la, phase, schoolType: String
    let authority, trust: String?
    let urns: [String]
    let isOpen: Bool

    /// Finds the school that `urn` means on `day`; `nil` when no school ever had that URN.
    init?(_ wanted: URN, on day: Day, _ open: OpenModel) throws {
        let bindings: [String: Value] = [
            "urn": .text(wanted.text), "day": .integer(day.number),
        ]
        let schools = try open.rows(
            """
            SELECT school FROM school_urn WHERE urn = :urn
            ORDER BY from_day <= :day DESC, from_day DESC, from_seq DESC LIMIT 1
            """, bindings
        ) { $0.text(0) }
        guard let id = schools.first else { return nil }
        self.id = id
        let key: [String: Value] = ["school": .text(id), "day": .integer(day.number)]
        let states = try open.rows(
            """
            SELECT state.urn, name, state.la, phase, school_type, trust, membership.authority,
                state.from_day <= :day AND :day < state.to_day
            FROM state LEFT JOIN membership ON membership.la = state.la
                AND membership.from_day <= :day AND :day < membership.to_day
            WHERE school = :school
            ORDER BY state.from_day <= :day DESC,
                CASE WHEN state.from_day <= :day THEN -state.from_day ELSE state.from_day END
            LIMIT 1
            """, key
        ) { row in (0..<8).map { row.isNull($0) ? nil : row.text($0) } }
        guard let state = states.first else { return nil }
        urn = state[0] ?? ""
        name = state[1] ?? ""
        la = state[2] ?? ""
        phase = state[3] ?? ""
        schoolType = state[4] ?? ""
        trust = state[5]
        authority = state[6]
        isOpen = state[7] == "1"
        urns = try open.rows(
            "SELECT DISTINCT urn FROM school_urn WHERE school = :school ORDER BY from_day", key
        ) { $0.text(0) }
    }
}
