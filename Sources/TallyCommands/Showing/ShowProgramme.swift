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
    func showStrand(_ strand: Slug, _ arguments: Arguments) throws {
        let programme = try programme(arguments)
        try show(.engagement, arguments) { open, ledger, _, day, last in
            let key: [String: Value] = [
                "programme": .text(programme), "strand": .text(strand.text),
                "day": .integer(day.number),
            ]
            let lives = try open.rows(
                """
                SELECT title, from_day, to_day FROM strand
                WHERE programme = :programme AND strand = :strand ORDER BY from_day
                """, key
            ) { (title: $0.text(0), from: $0.integer(1), to: $0.integer(2)) }
            guard let latest = lives.last else {
                throw Failure(
                    .nothingFound, "\(programme) has no strand \(strand)",
                    hint: "'tally list strands' names them")
            }
            let isOpen = lives.contains { $0.from <= day.number && day.number < $0.to }
            let schools = try open.count(
                "enrolment", "programme = :programme AND strand = :strand", key)
            let story = try ToldStory(
                of: [Subject("programme", programme)], ledger.log, through: last
            ) { !$0.isEnrolment && $0.mentions(strand) }
            return Page(
                schema: "strand", title: "\(strand): \(latest.title)",
                rows: [
                    ["Programme", programme],
                    [
                        "Open",
                        "\(isOpen ? "yes" : "no"); "
                            + lives.map { days($0.from, $0.to) }
                            .joined(separator: "; "),
                    ],
                    ["Schools", String(schools)],
                ],
                members: [
                    JSONMember("programme", .string(programme)),
                    JSONMember("strand", .string(strand.text)),
                    JSONMember("title", .string(latest.title)), JSONMember("isOpen", .bool(isOpen)),
                    JSONMember("schools", .integer(schools)),
                ], story: story)
        }
    }

    func showProgramme(_ programme: Slug, _ arguments: Arguments) throws {
        try show(.engagement, arguments) { open, ledger, naming, day, last in
            let key: [String: Value] = [
                "programme": .text(programme.text), "day": .integer(day.number),
            ]
            let lives = try open.rows(
                """
                SELECT name, lead_kind, lead_id, from_day, to_day FROM programme
                WHERE programme = :programme ORDER BY from_day <= :day, from_day
                """, key
            ) { row in
                (
                    name: row.text(0), kind: row.text(1), id: row.text(2), from: row.integer(3),
                    to: row.integer(4)
                )
            }
            guard let latest = lives.last else {
                throw Failure(
                    .nothingFound, "there is no programme \(programme)",
                    hint: "'tally list programmes' names them")
            }
            let strands = try open.rows(
                """
                SELECT strand FROM strand
                WHERE programme = :programme AND from_day <= :day AND :day < to_day ORDER BY strand
                """, key
            ) { $0.text(0) }
            let schools = try open.count("opt_in", "programme = :programme", key)
            let points = try open.count("enrolment", "programme = :programme", key)
            let story = try ToldStory(
                of: [Subject("programme", programme.text)], ledger.log, through: last
            ) { $0.isAboutProgrammes }
            let lead =
                latest.kind == "authority"
                ? naming.called(.authority, latest.id) : "\(latest.kind) \(latest.id)"
            let isOpen = latest.from <= day.number && day.number < latest.to
            return Page(
                schema: "programme", title: "\(programme): \(latest.name)",
                rows: [
                    ["Led by", lead], ["Runs", isOpen ? "yes" : "no"],
                    [
                        "Open strands",
                        strands.map { naming.called(.strand, $0) }
                            .joined(separator: ", "),
                    ],
                    ["Schools opted in", String(schools)], ["Enrolments", String(points)],
                ],
                members: [
                    JSONMember("programme", .string(programme.text)),
                    JSONMember("name", .string(latest.name)),
                    JSONMember("lead", .string("\(latest.kind):\(latest.id)")),
                    JSONMember("isOpen", .bool(isOpen)),
                    JSONMember("strands", .array(strands.map(JSONValue.string))),
                    JSONMember("optedIn", .integer(schools)),
                    JSONMember("enrolments", .integer(points)),
                ], story: story)
        }
    }
}

extension Fact {
    fileprivate var isEnrolment: Bool {
        switch self {
        case .programme(.strandEnrolled), .programme(.strandEnrolmentEnded),
            .programme(.participationRecorded):
            true
        default: false
        }
    }

    /// Whether it is about programmes and strands themselves, not about who takes part.
    fileprivate var isAboutProgrammes: Bool {
        switch self {
        case .programme(.programmeOpened), .programme(.programmeMoved),
            .programme(.programmeClosed), .programme(.strandOpened), .programme(.strandClosed),
            .programme(.strandSucceeded), .programme(.eligibilityRuleSet),
            .money(.fundingApproved), .money(.budgetAllocated):
            true
        default: false
        }
    }
}
