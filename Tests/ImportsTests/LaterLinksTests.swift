import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import Testing

@testable import Imports

/// A later extract of the links, compared with the ones before.
struct LaterLinksTests {
    private let bench: ImportBench

    init() throws {
        bench = try ImportBench()
        _ = try bench.record(schools)
    }

    @discardableResult
    private func take(
        _ links: [String], on date: String, _ edit: (inout LinksImport) -> Void = { _ in }
    ) throws -> (plan: LinksPlan, tally: ImportBench.Tally) {
        try bench.importLinks(linkFile(links), fileName: "links.csv", on: date, edit)
    }

    /// The URN that `urn` means at the end of a day.
    private func current(_ text: String, on date: String = "2026-01-30") throws -> String {
        let known = try KnownSchools(bench.known(), on: day(date))
        switch known.standing(of: urn(text)) {
        case .current(let school): return school.urn.text
        case .former(let urn): return urn.text
        case .unknown, .later: return "-"
        }
    }

    private func planned(_ plan: LinksPlan) -> [String] {
        plan.entries.map { "\($0.entry.type) \($0.rows): \($0.entry.reason ?? "-")" }
    }

    private let conversion = "900001,900101,Successor,31-03-2025"

    @Test func aConversionThatIsGoneIsTakenBack() throws {
        try take([conversion, "900002,900102,Successor,31-12-2023"], on: "2025-01-09")
        #expect(try current("900001") == "900101")
        let (plan, tally) = try take(["900002,900102,Successor,31-12-2023"], on: "2025-04-22")
        #expect(
            planned(plan) == [
                "EventRetracted []: the GIAS links of 2025-04-22 no longer have 900001 giving way to "
                    + "900101"
            ])
        #expect(tally == ImportBench.Tally(recorded: 2))
        #expect(try current("900001") == "900001")
        #expect(try current("900002") == "900102")
        // It comes back in a third extract, and goes in again.
        let (third, again) = try take(
            ["900002,900102,Successor,31-12-2023", conversion], on: "2025-06-01")
        #expect(third.entries.map(\.entry.type) == ["SchoolUrnSucceeded"])
        #expect(again == ImportBench.Tally(recorded: 2))
        #expect(try current("900001") == "900101")
    }

    @Test func aConversionThatIsReDatedIsCorrected() throws {
        let both = { (old: String, new: String) in
            ["900001,900101,Successor,\(old)", "900101,900001,Predecessor,\(new)"]
        }
        try take(both("01-12-2022", "30-11-2022"), on: "2024-01-29")
        #expect(try current("900001", on: "2023-06-01") == "900101")
        let (plan, tally) = try take(both("31-03-2024", "01-04-2024"), on: "2024-03-12")
        #expect(
            planned(plan) == [
                "EventCorrected [2, 3]: the GIAS links of 2024-03-12 have 900001 giving way to 900101 "
                    + "from 2024-04-01, not 2022-12-01"
            ])
        #expect(plan.findings.isEmpty)
        #expect(tally == ImportBench.Tally(recorded: 2))
        #expect(try current("900001", on: "2024-03-31") == "900001")
        #expect(try current("900001", on: "2024-04-01") == "900101")
        // Both ends stay as evidence.
        let correction = try #require(try bench.ledger.log.events(ofTypes: ["EventCorrected"]).last)
        #expect(
            correction.source?["dates"]?.compact
                == #"{"900001":"2024-03-31","900101":"2024-04-01"}"#)
        // The same extract again, its rows in another order, says nothing new.
        let again = try take(both("31-03-2024", "01-04-2024").reversed(), on: "2024-03-12")
        #expect(again.plan.entries.isEmpty)
        #expect(again.plan.rowCounts == [.recorded: 2])
    }

    @Test func anAmalgamationThatIsTurnedRoundHasAnotherSurvivor() throws {
        try take(
            [
                "900001,900002,Successor - amalgamated,27-10-2023",
                "900002,900001,Predecessor - amalgamated,27-10-2023",
            ], on: "2024-07-17")
        #expect(try current("900001") == "900002")
        let (plan, tally) = try take(
            [
                "900002,900001,Successor - amalgamated,27-10-2023",
                "900001,900002,Predecessor - amalgamated,27-10-2023",
            ], on: "2025-01-09")
        #expect(
            planned(plan) == [
                "EventCorrected [2, 3]: the GIAS links of 2025-01-09 have 900002 giving way to 900001, "
                    + "not the other way round"
            ])
        #expect(tally == ImportBench.Tally(recorded: 2))
        #expect(try current("900002") == "900001")
        #expect(try bench.world().schools.states.contains { $0.urn == urn("900001") })
    }

    @Test func aSuccessionThatIsTurnedRoundToAnUnknownSchoolIsTakenBack() throws {
        try take(["900001,900101,Successor,31-12-2023"], on: "2024-01-29")
        let (plan, _) = try take(["900101,900001,Successor,31-12-2023"], on: "2024-03-12")
        #expect(plan.entries.map(\.entry.type) == ["EventRetracted"])
        #expect(plan.rowCounts == [.outside: 1])
        #expect(try current("900001") == "900001")
    }

    @Test func anotherSuccessorTakesThePlaceOfTheOneThatIsGone() throws {
        try take(["900001,900101,Successor,31-12-2023"], on: "2024-01-29")
        let (plan, tally) = try take(["900001,900102,Successor,31-12-2023"], on: "2024-03-12")
        #expect(plan.entries.map(\.entry.type) == ["EventRetracted", "SchoolUrnSucceeded"])
        #expect(tally.refusals.isEmpty)
        #expect(try current("900001") == "900102")
    }

    @Test func whatAPersonRecordedOrCorrectedStays() throws {
        let byHand = Entry(
            type: "SchoolUrnSucceeded", validFrom: day("2023-09-01"),
            members: [
                JSONMember("change", .string("conversion")),
                JSONMember("newUrn", .string("900102")),
                JSONMember("oldUrn", .string("900002")),
            ])
        _ = try bench.record([byHand])
        try take([conversion, "900003,900103,Successor,31-12-2023"], on: "2025-01-09")
        let link = try #require(
            try bench.ledger.log.events(ofTypes: ["SchoolUrnSucceeded"])
                .last { $0.dataValue["oldUrn"]?.text == "900003" })
        var correction = Entry(
            type: "EventCorrected",
            members: [
                JSONMember("target", .integer(link.seq)),
                JSONMember("replacement", .object([("validFrom", .string("2024-02-01"))])),
            ])
        correction.reason = "the governors' minutes say so"
        _ = try bench.record([correction])
        let (plan, _) = try take(
            [conversion, "900003,900103,Successor,31-12-2023"], on: "2025-04-22")
        #expect(plan.entries.isEmpty)
        #expect(plan.rowCounts == [.recorded: 1, .contradiction: 1])
        #expect(try current("900002") == "900102")
        #expect(try current("900003", on: "2024-01-31") == "900003")
    }

    @Test func whatAPersonTookBackIsNotRecordedAgain() throws {
        try take([conversion], on: "2025-01-09")
        let link = try #require(try bench.ledger.log.events(ofTypes: ["SchoolUrnSucceeded"]).last)
        var retraction = Entry(
            type: "EventRetracted", members: [JSONMember("target", .integer(link.seq))])
        retraction.reason = "the school did not convert"
        _ = try bench.record([retraction])
        let (plan, _) = try take([conversion], on: "2025-04-22")
        #expect(plan.entries.isEmpty)
        #expect(
            plan.findings.map(\.sentence) == [
                "900001 is said to give way to 900101, and event \(link.seq + 2) took that back; "
                    + "record it again by hand if the file is right"
            ])
    }

    @Test func anOlderExtractIsRefusedUnlessItIsMeant() throws {
        try take([conversion], on: "2025-01-09")
        try take(["900002,900102,Successor,31-12-2023"], on: "2025-04-22")
        let older = [conversion, "900003,900103,Successor,31-12-2022"]
        let problem = #expect(throws: ImportProblem.self) { try take(older, on: "2024-07-17") }
        #expect(
            problem?.description
                == "the file is of 17 July 2024, and the ledger has taken in the one "
                + "of 22 April 2025; give --older to take in what only this one has; nothing is "
                + "corrected or taken back then")
        let (plan, tally) = try take(older, on: "2024-07-17") { $0.isOlderMeant = true }
        #expect(plan.entries.map(\.entry.type) == ["SchoolUrnSucceeded"])
        #expect(plan.rowCounts == [.superseded: 1])
        #expect(tally == ImportBench.Tally(recorded: 2))
        #expect(try current("900001") == "900001")
        #expect(try current("900002") == "900102")
        #expect(try current("900003") == "900103")
    }

    @Test func aFileThatLacksMostLinksIsNotTakenForTheWholeExtract() throws {
        var readings: [Entry] = []
        for number in 1...30 {
            var school = schools[1]
            school.members = school.members.map {
                $0.name == "urn" ? JSONMember("urn", .string("91\(1000 + number)")) : $0
            }
            readings.append(school)
        }
        _ = try bench.record(readings)
        let links = (1...30).map { "91\(1000 + $0),92\(1000 + $0),Successor,31-12-2023" }
        try take(links, on: "2025-01-09")
        let problem = #expect(throws: ImportProblem.self) { try take([links[0]], on: "2025-04-22") }
        #expect(
            problem?.sentence == "the file lacks 29 of the 30 links that earlier extracts gave")
        #expect(
            problem?.remedy == "give --absent keep if it holds only some of the links, or --absent "
                + "retract if it holds them all")
        let kept = try take([links[0]], on: "2025-04-22") { $0.absence = .keep }
        #expect(kept.plan.entries.isEmpty)
        #expect(
            kept.plan.notices.contains { $0.hasPrefix("29 links no longer in the file, and kept") })
        let gone = try take([links[0]], on: "2025-04-23") { $0.absence = .retract }
        #expect(gone.plan.entries.count == 29)
    }

    @Test func aLinkInARowThatCannotBeReadIsNotTakenBack() throws {
        try take([conversion], on: "2025-01-09")
        let (plan, _) = try take(["900001,900101,Successor,31-02-2025"], on: "2025-04-22")
        #expect(plan.entries.isEmpty)
        #expect(plan.rowCounts == [.unreadable: 1])
    }
}
