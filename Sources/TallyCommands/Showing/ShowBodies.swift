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
    func showAuthority(_ authority: Slug, _ arguments: Arguments) throws {
        try show(.register, arguments) { open, ledger, naming, day, last in
            let key: [String: Value] = [
                "authority": .text(authority.text), "day": .integer(day.number),
            ]
            let lives = try open.rows(
                "SELECT name, ons_code FROM authority WHERE authority = :authority ORDER BY from_day",
                key
            ) { (name: $0.text(0), code: $0.text(1)) }
            guard let latest = lives.last else {
                throw Failure(
                    .nothingFound, "there is no authority \(authority)",
                    hint: "'tally list authorities' names them")
            }
            let members = try open.rows(
                """
                SELECT la FROM membership
                WHERE authority = :authority AND from_day <= :day AND :day < to_day ORDER BY la
                """, key
            ) { $0.text(0) }
            let story = try ToldStory(
                of: [Subject("areas", "*")], ledger.log, through: last
            ) { $0.mentions(authority) }
            let listed = members.map { naming.called(.la, $0) }.joined(separator: ", ")
            return Page(
                schema: "authority", title: "\(authority): \(latest.name) (\(latest.code))",
                rows: [["Members", members.isEmpty ? "none" : listed]],
                members: [
                    JSONMember("authority", .string(authority.text)),
                    JSONMember("name", .string(latest.name)),
                    JSONMember("onsCode", .string(latest.code)),
                    JSONMember("members", .array(members.map(JSONValue.string))),
                ], story: story)
        }
    }

    func showTrust(_ trust: Slug, _ arguments: Arguments) throws {
        try show(.engagement, arguments) { open, ledger, _, day, last in
            let key: [String: Value] = ["trust": .text(trust.text), "day": .integer(day.number)]
            let lives = try open.rows(
                "SELECT name, from_day, to_day FROM trust WHERE trust = :trust ORDER BY from_day",
                key
            ) { (name: $0.text(0), from: $0.integer(1), to: $0.integer(2)) }
            guard let latest = lives.last else {
                throw Failure(
                    .nothingFound, "there is no trust \(trust)",
                    hint: "'tally list trusts' names them")
            }
            let schools = try open.rows(
                """
                SELECT urn, name FROM state
                WHERE trust = :trust AND from_day <= :day AND :day < to_day ORDER BY urn
                """, key
            ) { (urn: $0.text(0), name: $0.text(1)) }
            let programmes = try open.rows(
                """
                SELECT programme FROM trust_opt_in
                WHERE trust = :trust AND from_day <= :day AND :day < to_day ORDER BY programme
                """, key
            ) { $0.text(0) }
            let story = try ToldStory(
                of: [Subject("trust", trust.text)], ledger.log, through: last
            ) { $0.mentions(trust) }
            let named = schools.map { "\($0.urn) \($0.name)" }.joined(separator: "; ")
            return Page(
                schema: "trust", title: "\(trust): \(latest.name)",
                rows: [
                    ["Registered", lives.map { days($0.from, $0.to) }.joined(separator: "; ")],
                    ["Opted in", programmes.isEmpty ? "no" : programmes.joined(separator: ", ")],
                    ["Schools", schools.isEmpty ? "none" : "\(schools.count): \(named)"],
                ],
                members: [
                    JSONMember("trust", .string(trust.text)),
                    JSONMember("name", .string(latest.name)),
                    JSONMember(
                        "isOpen",
                        .bool(lives.contains { $0.from <= day.number && day.number < $0.to })),
                    JSONMember("schools", .array(schools.map { .string($0.urn) })),
                    JSONMember("programmes", .array(programmes.map(JSONValue.string))),
                ], story: story)
        }
    }
}
