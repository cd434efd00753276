import CanonicalJSON
import EventLog
import Foundation
import Testing

/// The read model that OwnReadModel.md shows, taken from the page itself, on the sample ledger.
@Suite struct OwnReadModelTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        #expect(try scratch.tally(["demo", scratch.ledger]).status == 0)
        try scratch.writeOwnReadModel()
    }

    @Test func thePageShowsWhatTheToolPrints() throws {
        let session = try #require(page.block(under: "On the sample ledger"))
        var printed: [String] = []
        for line in session.split(separator: "\n") where line.hasPrefix("$ ") {
            let words = line.dropFirst(2).split(separator: " ").map(String.init)
            try #require(words.first == "tally")
            let end = words.firstIndex(of: "|") ?? words.count
            let run = try scratch.expect(Array(words[1..<end]))
            var lines = run.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if end < words.count { lines = lines.suffix(try #require(Int(words[end + 3]))) }
            printed += [String(line)] + lines.filter { !$0.isEmpty }.map { $0.withoutTime }
        }
        #expect(session.split(separator: "\n").map { $0.withoutTime } == printed)
    }

    @Test func itIsLookedAfterLikeTheOthers() throws {
        try scratch.expect(["projections", "add", "late-opt-ins"])
        try scratch.expect(["opt-in", "900700", "--from", "2024-01-01"])
        try scratch.expect(["projections", "run"])
        try scratch.expect(["retract", "5376", "--reason", "mistaken"])
        let run = try scratch.expect(["projections", "run", "late-opt-ins"])
        #expect(run.text.hasPrefix("late-opt-ins: events 1 to 5377, caught up from 5376, "))
        for options in [[], ["--as-of", "2024-05-15"], ["--known-at", "3000"]] {
            let audit = try scratch.expect(["projections", "audit", "late-opt-ins"] + options)
            #expect(audit.text.hasSuffix("audit agrees\n"))
        }
        let rebuilt = try scratch.expect(["projections", "rebuild", "late-opt-ins"])
        #expect(rebuilt.text == "late-opt-ins: events 1 to 5377, same rows as before\n")
        #expect(try scratch.expect(["verify"]).text.contains("late-opt-ins: as the events tell"))

        try scratch.expect(["projections", "rollback", "late-opt-ins"])
        try scratch.expect(["projections", "remove", "late-opt-ins"])
        #expect(try scratch.tally(["report", "late-opt-ins"]).status == 2)
        #expect(try !scratch.expect(["projections", "status"]).text.contains("late-opt-ins"))
    }

    @Test func itsReportComesInEveryForm() throws {
        try scratch.expect(["projections", "add", "late-opt-ins"])
        let options = ["report", "late-opt-ins", "--as-of", "2025-03-31", "--known-at", "4000"]
        let text = try scratch.expect(options).text
        let json = try scratch.expect(options + ["--json"]).json()
        let csv = try scratch.expect(options + ["--csv"]).text.split(separator: "\r\n")
        #expect(json["head"]?["seq"]?.integer == 4000)
        #expect(json["complete"] == .bool(true))
        let rows = try #require(json["rows"]?.elements)
        #expect(rows.count > 20)
        #expect(csv.count == rows.count + 1)
        #expect(text.contains("How late are opt-ins recorded?\n"))
        #expect(text.contains("Known: events 1 to 4000 recorded by "))
        #expect(text.contains("\n  2024-"))
        #expect(text.hasSuffix("--as-of 2025-03-31 --known-at 4000\n"))
        let later = try scratch.expect(options.dropLast(2) + ["--json"]).json()["rows"]?.elements
        #expect(try #require(later).count > rows.count)
    }

    @Test func anEventThatCannotBeReadMakesItIncomplete() throws {
        try scratch.expect(["projections", "add", "late-opt-ins"])
        let log = try EventLog(folder: scratch.ledger)
        let recordedAt = try #require(Instant("2025-04-01T09:00:00.000Z"))
        _ = try log.write { writer in
            try writer.append(
                Draft(
                    key: "poison", type: "SchoolTwinned", version: 1, validFrom: "2025-04-01",
                    recordedAt: recordedAt, recordedBy: "test:another-program",
                    data: Array("{}".utf8)))
        }
        let report = try scratch.expect(["report", "late-opt-ins"]).text
        #expect(
            report.hasPrefix("INCOMPLETE: 1 event could not be taken in; nothing from event 5376"))
        #expect(try scratch.tally(["report", "late-opt-ins", "--strict"]).status == 1)
        let json = try scratch.expect(["report", "late-opt-ins", "--json"]).json()
        #expect(json["complete"] == .bool(false))
        let list = try scratch.expect(["quarantine", "list"]).text
        #expect(
            list.contains(
                "stopped: register, engagement, value-for-money, evidence, late-opt-ins\n"))
    }

    @Test func aBrokenDefinitionIsRefusedAndNothingIsLeft() throws {
        _ = try scratch.write("late-opt-ins/refresh.sql", "INSERT INTO opt_in VALUES (1;")
        let run = try scratch.tally(["projections", "add", "late-opt-ins"])
        #expect(run.status == 3)
        #expect(
            run.talk == """
                tally: refresh.sql of late-opt-ins: near ";": syntax error
                  change it, then add the folder again

                """)
        #expect(!FileManager.default.fileExists(atPath: scratch.ledger + "/read-models"))
        #expect(try !scratch.expect(["projections", "status"]).text.contains("late-opt-ins"))
    }
}

/// The page, as it stands in the repository.
private let page = String(
    decoding: bytes(
        packageFolder + "/Sources/ProjectionEngine/ProjectionEngine.docc/OwnReadModel.md")
        ?? Data(), as: UTF8.self)

extension Scratch {
    /// Writes the folder that the page shows.
    func writeOwnReadModel() throws {
        try FileManager.default.createDirectory(
            atPath: path("late-opt-ins"), withIntermediateDirectories: true)
        for file in ["README.md", "table.sql", "refresh.sql", "report.sql", "audit.sql"] {
            _ = try write("late-opt-ins/\(file)", try #require(page.block(under: file)))
        }
    }
}

extension Substring {
    /// The line without how long something took.
    fileprivate var withoutTime: String {
        guard hasSuffix(" ms"), let comma = lastIndex(of: ",") else { return String(self) }
        return String(self[..<comma])
    }
}
