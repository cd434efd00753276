import CanonicalJSON
import Foundation
import Testing

@testable import TallyCommands

/// Whole imports: how the log shows them, and how they are taken back.
@Suite struct UndoTests {
    private let desk: Desk

    init() throws {
        desk = try Desk(facts: pageFacts)
        try desk.write("spring.ndjson", spring)
        try #require(try desk.run("import facts spring.ndjson") == .done, "\(desk.talk)")
    }

    private func head() throws -> Int? {
        try desk.run("log --json --last 1")
        return try desk.json()["events"]?.elements?.last?["seq"]?.integer
    }

    private func engaged() throws -> Int? {
        try desk.run("report engagement --as-of 2024-09-02 --json")
        return try desk.json()["figures"]?["engagedSchools"]?.integer
    }

    // MARK: - The log

    @Test func anImportIsOneLineOfTheLog() throws {
        try desk.run("leave 900002 oracy --from 2024-02-01")
        try desk.run("log --last 2")
        let lines = desk.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("17–19"))
        #expect(lines[0].contains("import facts"))
        #expect(lines[0].contains("spring.ndjson: 3 events, id "))
        #expect(lines[1].hasPrefix("   20") && lines[1].contains("StrandEnrolmentEnded"))
        try desk.run("log --last 3 --events")
        #expect(desk.output.split(separator: "\n").count == 3)
        #expect(!desk.output.contains("import facts"))
    }

    @Test func whatALedgerWasMadeWithIsNoImport() throws {
        try desk.run("log")
        #expect(desk.output.split(separator: "\n").count == 17)
        #expect(try desk.run("undo 1") == .nothingFound)
        #expect(desk.talk.contains("'1' is not a value for IMPORT"))
    }

    @Test func theLogIsAskedFromAnEventOrADayOn() throws {
        try desk.run("log --from-seq 16")
        #expect(desk.output.split(separator: "\n").count == 2)
        try desk.run("log --recorded-from 2024-09-02")
        #expect(desk.output.split(separator: "\n").count == 1)
        try desk.run("log --recorded-from 2024-09-02 --json")
        #expect(try desk.json()["events"]?.elements?.count == 3)
        #expect(try desk.run("log --recorded-from 2024-09-03") == .nothingFound)
    }

    @Test func anImportIsShownWithEveryEvent() throws {
        try desk.run("show import spring.ndjson --json")
        let shown = try desk.json()
        #expect(shown["events"]?.elements?.map { $0["seq"]?.integer } == [17, 18, 19])
        #expect(shown["import"]?["kind"] == .string("facts"))
        let id = try #require(shown["import"]?["id"]?.text)
        #expect(shown["import"]?["sha256"]?.text?.hasPrefix(id) == true)
        try desk.run("show import \(id)")
        #expect(desk.output.split(separator: "\n").count == 4)
        let source = shown["events"]?.elements?.first?["source"]
        #expect(source?["reference"] == .string("spring.ndjson"))
        #expect(source?["row"] == .integer(1))
    }

    @Test func aFactKeepsASourceOfItsOwn() throws {
        let line = measure("own", #","source":{"reference":"minutes of 3 May"}"#)
        try desk.run("import facts -", input: line + measure("other"))
        try desk.run("show import 20 --json")
        let sources = try desk.json()["events"]?.elements?.map { $0["source"]?["reference"]?.text }
        #expect(sources == ["minutes of 3 May", "standard input"])
    }

    @Test func aMomentToStartFromIsADayOrAnInstant() throws {
        #expect(try desk.run("log --recorded-from yesterday") == .usage)
        #expect(
            desk.talk.contains(
                "'yesterday' is neither a day nor an instant; write it as 2024-05-07 or "
                    + "2024-05-20T12:00:00Z"))
    }

    @Test func whereNothingWasImportedNothingCanBeUndone() throws {
        let other = try Desk()
        #expect(try other.run("undo spring.ndjson") == .nothingFound)
        #expect(
            other.talk == """
                tally: nothing was imported into this ledger
                  'tally retract SEQ' takes back one event

                """)
    }

    @Test func everyImportIsListedWithWhetherItIsUndone() throws {
        try #require(try desk.run("undo spring.ndjson") == .done)
        try desk.run("list imports --json")
        let listed = try #require(try desk.json()["imports"]?.elements)
        #expect(listed.map { $0["first"]?.integer } == [17, 20])
        #expect(listed.map { $0["last"]?.integer } == [19, 22])
        #expect(listed.map { $0["events"]?.integer } == [3, 3])
        #expect(listed.map { $0["kind"]?.text } == ["facts", "undo"])
        #expect(listed.map { $0["reference"]?.text } == ["spring.ndjson", "spring.ndjson"])
        #expect(listed.map { $0["recordedBy"]?.text } == ["officer:jd", "officer:jd"])
        #expect(listed.map { $0["undoneBy"]?.integer } == [20, nil])
        #expect(listed.map { $0["undoes"]?.integer } == [nil, 17])
        try desk.run("list imports")
        let lines = desk.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "Imports: 2, at the end of 2 September 2024")
        #expect(lines[2].contains("17    19       3  facts  spring.ndjson"), "\(lines[2])")
        try desk.run("list imports --known-at 19 --json")
        #expect(try desk.json()["imports"]?.elements?.map { $0["undoneBy"] } == [.null])
        try desk.run("list imports --csv")
        #expect(desk.output.split(separator: "\r\n").count == 3)
        #expect(try desk.run("list imports --known-at 16") == .nothingFound)
    }

    // MARK: - Undo

    @Test func anUndoTakesEveryFactBack() throws {
        try #require(try engaged() == 2)
        #expect(try desk.run("undo spring.ndjson") == .done, "\(desk.talk)")
        #expect(
            desk.output.hasPrefix(
                "Took back 3 facts of the import of spring.ndjson, events 17–19\nHead: 22 "))
        #expect(try engaged() == 1)
        try desk.run("log --last 2")
        #expect(desk.output.contains("UNDONE by events 20–22"))
        #expect(desk.output.contains("undo from event 17 on"))
        try desk.run("show event 22 --json")
        #expect(
            try desk.json()["event"]?["reason"]
                == .string("undo of the import of spring.ndjson, events 17–19"))
        #expect(try desk.run("verify --quick") == .done, "\(desk.talk)")
    }

    @Test func anUndoDoneTwiceDecidesNothing() throws {
        for name in ["spring.ndjson", "17"] { #expect(try desk.run("undo \(name)") == .done) }
        #expect(
            desk.output.hasPrefix("Nothing to take back: the import of spring.ndjson is undone"))
        #expect(try head() == 22)
    }

    @Test func anUndoIsNoImportThatCanBeUndone() throws {
        try desk.run("undo spring.ndjson")
        #expect(try desk.run("undo 20") == .refused)
        #expect(
            desk.talk == """
                tally: events 20–22 undid an import
                  import the file again if its facts are true after all

                """)
    }

    @Test func theSameFileGoesInAgainAfterAnUndoAndOnce() throws {
        try desk.run("undo spring.ndjson")
        #expect(try desk.run("import facts spring.ndjson") == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Recorded 3 facts; 0 were there already"))
        #expect(try engaged() == 2)
        try desk.run("import facts spring.ndjson")
        #expect(desk.output.hasPrefix("Recorded 0 facts; 3 were there already"))
        #expect(try head() == 25)
        // The name now means the import that stands.
        #expect(try desk.run("undo spring.ndjson") == .done, "\(desk.talk)")
        #expect(desk.output.contains("events 23–25"))
        try desk.run("import facts spring.ndjson")
        #expect(desk.output.hasPrefix("Recorded 3 facts; 0 were there already"))
        try desk.run("log --events --last 1 --json")
        #expect(try desk.json()["events"]?.elements?.last?["key"] == .string("s3~3"))
    }

    @Test func aFactRetractedByItselfDoesNotComeBackWithItsFile() throws {
        try desk.run("retract 19 --reason mistaken")
        try desk.run("import facts spring.ndjson")
        #expect(desk.output.hasPrefix("Recorded 0 facts; 3 were there already"))
        try desk.run("undo spring.ndjson")
        #expect(desk.output.hasPrefix("Took back 2 facts"))
    }

    @Test func anUndoIsRefusedWithTheListOfWhatDependsOnIt() throws {
        try desk.run(
            "record StrandOpened programme=learning strand=maths title=Maths --from 2021-09-01")
        try desk.run("enrol 900002 maths --from 2024-02-01")
        try desk.run("record SchoolRenamed urn=900002 name=Dell --from 2024-02-01")
        try desk.run("leave 900002 maths --from 2024-03-01")
        let before = try desk.files()
        #expect(try desk.run("undo spring.ndjson") == .refused)
        #expect(desk.talk.contains("2 facts depend on it and would not be legal without it"))
        #expect(desk.talk.contains("  event 21: StrandEnrolled from 2024-02-01: "))
        #expect(desk.talk.contains("  event 23: StrandEnrolmentEnded from 2024-03-01: "))
        #expect(
            desk.talk.contains(
                "next: retract or correct them first, the newest first: 'tally retract 23 --reason "
                    + "WHY'; or choose another date"))
        #expect(!desk.talk.contains("event 18"), "its own facts are not in its way")
        #expect(try desk.files() == before)
        for seq in [23, 21] { try desk.run("retract \(seq) --reason wrong") }
        #expect(try desk.run("undo spring.ndjson") == .done, "\(desk.talk)")
    }

    @Test func aCorrectionMadeByAnImportIsTakenBackAndARetractionIsNamed() throws {
        let lines = """
            {"type":"EventCorrected","target":13,"replacement":{"validFrom":"2023-12-01"},"reason":"form"}
            {"type":"EventRetracted","target":16,"reason":"double"}

            """
        try desk.run("import facts -", input: lines)
        #expect(try desk.run("undo 20") == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Took back 1 fact of the import of standard input"))
        #expect(desk.output.contains("Not undone: event 21 took back event 16"))
        try desk.run("show school 900001 --json")
        let story = try desk.json()["story"]?.elements ?? []
        let enrolment = story.first { $0["seq"] == .integer(13) }
        #expect(enrolment?["validFrom"] == .string("2023-10-01"))
        // What it says to import puts it right.
        try desk.run("undo 20 --json")
        let fact = try desk.json()["notUndone"]?.elements?.first?["fact"]
        let line = try #require(fact?.compact)
        #expect(try desk.run("import facts -", input: line) == .done, "\(desk.talk)")
        #expect(desk.output.hasPrefix("Recorded 1 fact;"))
    }

    @Test func aMistypedImportIsSuggested() throws {
        #expect(try desk.run("undo sprin.ndjson") == .nothingFound)
        #expect(desk.talk.contains("did you mean 'spring.ndjson'?"))
        #expect(desk.talk.contains("'tally log' shows every import on a line of its own"))
        #expect(try desk.run("undo 18") == .nothingFound)
        #expect(desk.talk.contains("event 18 is in the midst of the import of spring.ndjson"))
        #expect(desk.talk.contains("name the import by its first event, 17"))
    }

    @Test func oneNameOfSeveralImportsIsAsked() throws {
        try desk.write("spring.ndjson", measure("p") + measure("q"))
        try desk.run("import facts spring.ndjson")
        #expect(try desk.run("undo spring.ndjson") == .usage)
        #expect(
            desk.talk == """
                tally: 'spring.ndjson' is the name of 2 imports: events 17–19, events 20–21
                  name one by its first event, as 'tally undo 17'

                """)
    }
}

private let spring = """
    {"type":"SchoolOptedIn","validFrom":"2024-01-08","programme":"learning","urn":"900002","key":"s1"}
    {"type":"StrandEnrolled","validFrom":"2024-01-08","programme":"learning","strand":"oracy","urn":"900002","key":"s2"}
    {"type":"SchoolRenamed","validFrom":"2024-01-08","urn":"900002","name":"Vale School","key":"s3"}

    """

private func measure(_ name: String, _ more: String = "") -> String {
    #"{"type":"MeasureDefined","validFrom":"2024-01-08","measure":"\#(name)","definition":"x"\#(more)}"#
        + "\n"
}
