import CanonicalJSON
import Events
import Ledger
import Testing

@testable import Imports

/// What the ledger makes of imports that follow one another.
struct RecordingTests {
    private func list(_ rows: [String], named name: String = "a.csv") throws -> RegisterPlan {
        let header = "urn,name,la,la_name,lad_code,school_type,phase\n"
        return try RegisterImport(fileName: name, from: day("2019-09-01"))
            .plan(Array((header + rows.joined(separator: "\n")).utf8))
    }

    private let elm = "900001,Elm,391,Newcastle,E08000021,Community school,primary"
    private let oak = "900002,Oak,391,Newcastle,E08000021,Community school,primary"

    @Test func theSameListTwiceRecordsNothingNew() throws {
        let bench = try ImportBench()
        #expect(try bench.importRegister(list([elm, oak])) == ImportBench.Tally(recorded: 4))
        #expect(try bench.importRegister(list([elm, oak])) == ImportBench.Tally(repeated: 4))
    }

    @Test func theSameSchoolsInAnotherFileAreRecordedOnce() throws {
        let bench = try ImportBench()
        _ = try bench.importRegister(list([elm]))
        let tally = try bench.importRegister(list([oak, elm], named: "b.csv"))
        #expect(tally == ImportBench.Tally(recorded: 2, repeated: 2))
    }

    @Test func aSchoolThatIsRegisteredOtherwiseIsRefused() throws {
        let bench = try ImportBench()
        _ = try bench.importRegister(list([elm]))
        let other = elm.replacing("Elm", with: "Ash")
        let tally = try bench.importRegister(list([other], named: "b.csv"))
        #expect(tally.refusals.count == 1)
        #expect(tally.refusals.first?.contains("URN 900001 is already in use by Elm") == true)
    }

    @Test func aLinkTheLedgerHasOtherwiseIsReported() throws {
        let bench = try ImportBench()
        _ = try bench.record(schools)
        let first = linkFile(["900001,900101,Successor,31-12-2023"])
        _ = try bench.importLinks(first, fileName: "links.csv")
        let later = linkFile([
            "900001,900101,Successor,31-03-2024", "900002,900001,Successor,31-03-2024",
            "900001,900102,Successor,31-03-2024", "900101,900001,Successor,31-03-2024",
        ])
        let (plan, tally) = try bench.importLinks(later, fileName: "later.csv")
        #expect(
            plan.findings.map { "\($0.rows) \($0.class.rawValue): \($0.sentence)" } == [
                "[2, 5] contradiction: 900001 and 900101 are each said to have given way to the "
                    + "other; find out which went on, and record SchoolsMerged or "
                    + "SchoolUrnSucceeded",
                "[4] contradiction: 900001 is said to give way to 900102, and in the ledger it gave "
                    + "way to 900101 from 2024-01-01; correct that event if the file is right",
            ])
        #expect(tally.recorded == 1)
        #expect(tally.refusals.count == 1)
    }

    @Test func aLinkThatAPersonRecordedForAnotherDayIsReported() throws {
        let bench = try ImportBench()
        let byHand = Entry(
            type: "SchoolUrnSucceeded", validFrom: day("2024-01-01"),
            members: [
                JSONMember("change", .string("conversion")),
                JSONMember("newUrn", .string("900101")), JSONMember("oldUrn", .string("900001")),
            ])
        _ = try bench.record(schools + [byHand])
        let later = linkFile(["900001,900101,Successor,31-03-2024"])
        let (plan, _) = try bench.importLinks(later, fileName: "later.csv")
        #expect(
            plan.findings.map(\.sentence) == [
                "900001 is said to give way to 900101 from 2024-04-01, and in the ledger it did "
                    + "from 2024-01-01; correct that event if the file is right"
            ])
    }

    @Test func aNameIsTakenFromTheLinkWhenItIsAnother() throws {
        let bench = try ImportBench()
        _ = try bench.record(schools)
        let links = linkFile([
            "900001,900101,School 1,Successor,31-12-2023",
            "900002,900102,Elm Academy,Successor,31-12-2023",
        ])
        let (plan, _) = try bench.importLinks(links, fileName: "links.csv")
        let names = plan.entries.map { JSONValue.object($0.entry.members)["name"]?.text }
        #expect(names == [nil, "Elm Academy"])
    }

    @Test func anExtractHasADay() throws {
        let links = LinksImport(
            fileName: "links_edubasealldata20250422.csv", register: KnownRegister())
        #expect(try links.plan(linkFile([])).extract.date == day("2025-04-22"))
        let undated = LinksImport(fileName: "links.csv", register: KnownRegister())
        let problem = #expect(throws: ImportProblem.self) { try undated.plan(linkFile([])) }
        #expect(
            problem?.description == "the file does not say which day it was extracted on; give the "
                + "day with --extract-date")
    }

    @Test func bothFormsOfLinksAreRead() throws {
        let bench = try ImportBench()
        _ = try bench.record(schools)
        let text = """
            urn,name,link_urn,link_name,link_type,link_established_date,first_seen_extract,\
            last_seen_extract,superseded,dfe_la_code
            900001,School 1,900101,"Elm, Academy",Successor,2023-12-31,2024-01-29,2025-04-22,no,391
            900101,"Elm, Academy",900001,School 1,Predecessor,2024-01-01,2024-01-29,2025-04-22,no,391
            900002,School 2,900102,Oak,Successor,2023-12-31,2024-01-29,2024-07-17,removed,391
            """
        let plan = try LinksImport(fileName: "links.csv", register: bench.known())
            .plan(Array(text.utf8))
        #expect(plan.extract.date == day("2025-04-22"))
        #expect(plan.rowCounts == [.superseded: 1])
        let entry = try #require(plan.entries.first?.entry)
        #expect(entry.key == "link:900001:900101:2024-01-01")
        #expect(entry.members.contains(JSONMember("name", .string("Elm, Academy"))))
        #expect(
            entry.source?["dates"]?.compact == #"{"900001":"2023-12-31","900101":"2024-01-01"}"#)
    }

    @Test func theSummaryOfLinksSaysHowTheyWereRead() throws {
        let bench = try ImportBench()
        _ = try bench.record(schools)
        let links = linkFile([
            "900001,900101,Successor,31-12-2023", "900101,900001,Predecessor,01-01-2024",
            "900102,900002,Predecessor,01-01-2024", "900003,900103,Successor,31/12/2023",
            "900007,900107,Successor,01-09-2025", "900004,900005,Successor - merged,31-08-2022",
            "900901,900902,Successor,",
        ])
        let (plan, _) = try bench.importLinks(links, fileName: "links.csv")
        #expect(
            plan.notices == [
                "1 day written with slashes read with the day before the month",
                "1 link with both ends dated, at most one day apart: from the later day",
                "1 link with only the new URN dated: from that day",
                "2 links with only the old URN dated, on the last day of a month: from the day after",
                "1 link with only the old URN dated, on another day: from that day, as when GIAS "
                    + "dates both",
                "3 successions of a school that was no academy, read as a conversion",
                "1 succession of an academy, which cannot be a conversion, read as 'other'",
                "1 school merged into another",
                "Links do not tell the type and phase that go with a new URN; record "
                    + "SchoolReclassified where they changed",
                "Dated after the extract, so announced and not yet done: row 6; the next extract "
                    + "corrects what it has otherwise, and takes back what it has no more",
                "1 row outside the register without a date",
            ])
    }

    @Test func aSplitTheLedgerHasIsRecognised() throws {
        let bench = try ImportBench()
        _ = try bench.record(schools)
        var split = Entry(type: "SchoolSplit", validFrom: day("2023-09-01"))
        split.members = [
            JSONMember("children", .array([.string("900008"), .string("900009")])),
            JSONMember("continuing", .string("900008")), JSONMember("parent", .string("900001")),
        ]
        #expect(try bench.record([split]) == ImportBench.Tally(recorded: 1))
        let links = linkFile([
            "900001,900008,Successor - Split School,31-08-2023",
            "900001,900009,Successor - Split School,31-08-2023",
            "900008,900108,Successor,31-08-2024",
        ])
        let (plan, tally) = try bench.importLinks(links, fileName: "links.csv")
        #expect(plan.rowCounts == [.recorded: 2])
        #expect(tally == ImportBench.Tally(recorded: 2))
    }
}
