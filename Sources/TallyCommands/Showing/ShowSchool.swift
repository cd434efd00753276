internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import Reports
internal import SQLite

extension Session {
    func showSchool(_ named: String, _ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(.engagement, knownAt: last)
        let urn = try URN(named) ?? onlySchool(named, SchoolSearch(open, on: day))
        guard let school = try SchoolView(urn, on: day, open) else {
            throw Failure(
                .nothingFound, "no school has the URN \(urn)",
                hint: "check the number; 'tally find TEXT' looks for a name")
        }
        let story = try ToldStory(
            of: school.urns.map { Subject("school", $0) }, ledger.log, through: last)
        // What carried its enrolments over belongs to other stories, and explains this one.
        let around = try ToldStory(
            ofEvents: school.causes.subtracting(story.seqs), ledger.log, through: last)
        let whole = story.joined(with: around)
        var naming = try Naming(open)
        naming.subject = Set(school.urns)
        try naming.add(schools: whole.urns.subtracting(school.urns), open)
        if arguments[jsonFlag] {
            print(school.json(day, last, story, around, naming).compact)
        } else {
            open.banner.map { print(printable($0)) }
            school.lines(day, naming, palette(.data)).forEach { print($0) }
            StoryPage(naming: naming, palette: palette(.data)).lines(whole, on: day)
                .forEach { print($0) }
        }
    }

    /// The only school that fits a name.
    private func onlySchool(_ text: String, _ search: SchoolSearch) throws -> URN {
        if let only = search.only(fitting: text), let urn = URN(only.urn) { return urn }
        let found = search.schools(fitting: text)
        guard !found.isEmpty else {
            throw Failure(
                .nothingFound, "no school fits '\(text)'",
                hint: "give fewer words of the name, or a URN")
        }
        let shown = found.prefix(ambiguousMaximum).map { school in
            "  \(school.urn)  \(school.name), \(school.laName) (\(school.la)), \(school.phase)"
                + (school.isOpen ? "" : ", not open")
        }
        let more = found.count > shown.count ? ["  and \(found.count - shown.count) more"] : []
        throw Failure(
            .usage,
            (["\(found.count) schools fit '\(text)'"] + shown + more).joined(separator: "\n"),
            hint: "give one of the URNs, or more words; 'tally find' lists them all")
    }
}

private let ambiguousMaximum = 10

/// A school as the ledger has it on a day.
struct SchoolView {
    let id, urn, name, la, phase, schoolType: String
    let authority, trust: String?
    let isOpen: Bool
    /// Its URNs, each with the days on which it was in use.
    let urnDays: [(urn: String, from: Int, to: Int)]
    /// Its names, the first first.
    let names: [String]
    /// The programmes and strands it is in, and since when.
    let optIns, enrolments: [(slug: String, from: Int)]
    /// The events that began and ended its enrolments.
    let causes: Set<Int>

    var urns: [String] {
        var seen: Set<String> = []
        return urnDays.map(\.urn).filter { seen.insert($0).inserted }
    }

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
        let states = try open.rows(stateOfSchool, key) { row in
            (0..<8).map { row.isNull($0) ? nil : row.text($0) }
        }
        guard let state = states.first else { return nil }
        urn = state[0] ?? ""
        name = state[1] ?? ""
        la = state[2] ?? ""
        phase = state[3] ?? ""
        schoolType = state[4] ?? ""
        trust = state[5]
        authority = state[6]
        isOpen = state[7] == "1"
        urnDays = try open.rows(
            "SELECT urn, from_day, to_day FROM school_urn WHERE school = :school ORDER BY from_day",
            key
        ) { ($0.text(0), $0.integer(1), $0.integer(2)) }
        names = try open.rows(
            "SELECT name FROM state WHERE school = :school ORDER BY from_day", key
        ) { $0.text(0) }
        func since(_ column: String, _ table: String) throws -> [(slug: String, from: Int)] {
            try open.rows(
                """
                SELECT \(column), from_day FROM \(table)
                WHERE school = :school AND from_day <= :day AND :day < to_day ORDER BY \(column)
                """, key
            ) { ($0.text(0), $0.integer(1)) }
        }
        optIns = try since("programme", "opt_in")
        enrolments = try since("strand", "enrolment")
        let ends = try open.rows(
            "SELECT from_seq, to_seq, origin_seq FROM enrolment WHERE school = :school", key
        ) { row in (0..<3).compactMap { row.isNull($0) ? nil : row.integer($0) } }
        causes = Set(ends.joined())
    }
}

extension SchoolView {
    /// What holds on the day, for people.
    func lines(_ day: Day, _ naming: Naming, _ palette: Palette) -> [String] {
        var rows = [
            ["  Kind", "\(isOpen ? "open" : "not open"); \(schoolType), \(phase)"],
            ["  Local authority", naming.called(.la, la)],
            ["  Authority", authority.map { naming.called(.authority, $0) } ?? "none"],
            ["  Trust", trust.map { naming.called(.trust, $0) } ?? "none"],
            ["  Opted in", since(optIns, .programme, naming)],
            ["  Strands", since(enrolments, .strand, naming)],
        ]
        if urnDays.count > 1 {
            let urns = urnDays.map { stretch in
                stretch.to >= Day.endOfTime.number
                    ? "\(stretch.urn) from \(Day(number: stretch.from).words)"
                    : "\(stretch.urn) until \(Day(number: stretch.to - 1).words)"
            }
            rows.append(["  URNs", urns.joined(separator: "; ")])
        }
        let others = Set(names).subtracting([name]).sorted()
        if !others.isEmpty { rows.append(["  Also called", others.joined(separator: "; ")]) }
        return [palette.bold(printable("\(urn) \(name)")) + ", at the end of \(day.words)"]
            + aligned(rows.map { $0.map(printable) }, left: [0, 1])
    }

    private func since(
        _ list: [(slug: String, from: Int)], _ kind: Naming.Kind, _ naming: Naming
    ) -> String {
        let parts = list.map {
            "\(naming.called(kind, $0.slug)) since \(Day(number: $0.from).words)"
        }
        return parts.isEmpty ? "none" : parts.joined(separator: "; ")
    }

    /// - Parameter around: What explains its story and belongs to others.
    func json(
        _ day: Day, _ last: Int, _ story: ToldStory, _ around: ToldStory, _ naming: Naming
    ) -> JSONValue {
        let since = { (list: [(slug: String, from: Int)], name: String) in
            JSONValue.array(
                list.map {
                    .object([
                        (name, .string($0.slug)), ("since", .string(Day(number: $0.from).text)),
                    ])
                })
        }
        return .object([
            ("schema", .string("tally/school/1")), ("asOf", .string(day.text)),
            ("knownAt", .object([("seq", .integer(last))])), ("school", .string(id)),
            ("urn", .string(urn)), ("urns", .array(urns.map(JSONValue.string))),
            ("name", .string(name)), ("la", .string(la)),
            ("authority", authority.map { .string($0) } ?? .null), ("isOpen", .bool(isOpen)),
            ("phase", .string(phase)), ("schoolType", .string(schoolType)),
            ("trust", trust.map { .string($0) } ?? .null),
            ("programmes", since(optIns, "programme")), ("strands", since(enrolments, "strand")),
            ("story", story.json(naming)), ("takenBack", story.takenBack(naming)),
            ("around", around.json(naming)),
        ])
    }
}

/// The state on :day, or the last before it, or else the first after it.
private let stateOfSchool = """
    SELECT state.urn, name, state.la, phase, school_type, trust, membership.authority,
        state.from_day <= :day AND :day < state.to_day
    FROM state LEFT JOIN membership ON membership.la = state.la
        AND membership.from_day <= :day AND :day < membership.to_day
    WHERE school = :school
    ORDER BY state.from_day <= :day DESC,
        CASE WHEN state.from_day <= :day THEN -state.from_day ELSE state.from_day END
    LIMIT 1
    """
