import CanonicalJSON
import Foundation
import Testing

@testable import TallyCommands

/// What is answered when something was recorded.
@Suite struct ReceiptTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test func aReceiptNamesTheEventAndTheHead() throws {
        try #require(try desk.run(definition + " --json") == .done)
        let receipt = try desk.json()
        #expect(receipt["schema"] == .string("tally/receipt/1"))
        #expect(receipt["dryRun"] == nil)
        #expect(receipt["alreadyRecorded"] == .array([]))
        #expect(receipt["alreadyHolds"] == .array([]))
        let event = try #require(receipt["recorded"]?.elements?.first)
        #expect(event["seq"] == .integer(2))
        #expect(event["key"] == .string("k"))
        #expect(event["type"] == .string("MeasureDefined"))
        #expect(event["validFrom"] == .string("2024-09-02"))
        #expect(event["recordedAt"] == .string("2024-09-02T08:30:00.000Z"))
        #expect(receipt["head"]?["seq"] == .integer(2))
        #expect(receipt["head"]?["root"]?.text?.count == 44)
    }

    @Test func theSameAgainNamesTheFirst() throws {
        try desk.run(definition)
        try #require(try desk.run(definition + " --json") == .done)
        let receipt = try desk.json()
        #expect(receipt["recorded"] == .array([]))
        #expect(receipt["alreadyRecorded"]?.elements?.first?["seq"] == .integer(2))
        #expect(receipt["head"]?["seq"] == .integer(2))
    }

    @Test func anEffectThatHoldsSaysWhy() throws {
        try desk.run(registration)
        try #require(try desk.run(registration + " --json") == .done)
        let receipt = try desk.json()
        #expect(receipt["recorded"] == .array([]))
        #expect(receipt["alreadyHolds"]?.elements?.count == 1)
    }

    @Test func aTrialSaysSo() throws {
        try #require(try desk.run(definition + " --dry-run --json") == .done)
        let receipt = try desk.json()
        #expect(receipt["dryRun"] == .bool(true))
        #expect(receipt["recorded"]?.elements?.first?["seq"] == .integer(2))
        #expect(receipt["head"]?["seq"] == .integer(1))
        try desk.run(definition + " --dry-run")
        let answer =
            "Would record event 2: MeasureDefined, from 2024-09-02\n"
            + "No headline figure would change\nHead: 1 "
        #expect(desk.output.hasPrefix(answer))
    }

    @Test func anImportFromStandardInputCounts() throws {
        let lines = (1...3).map { number in
            #"{"type":"MeasureDefined","validFrom":"2024-09-01","measure":"m-\#(number)","#
                + #""definition":"x","key":"k-\#(number)","recordedAt":"1999-01-01T00:00:00Z"}"#
        }.joined(separator: "\n\n")
        try #require(try desk.run("import facts -", input: lines) == .done)
        #expect(desk.output.hasPrefix("Recorded 3 facts; 0 were there already\nHead: 4 "))
        try #require(try desk.run("import facts - --json", input: lines) == .done)
        #expect(try desk.json()["alreadyRecorded"]?.elements?.count == 3)
        try desk.run("log --json")
        let times = try desk.json()["events"]?.elements?.compactMap { $0["recordedAt"]?.text }
        #expect(times.map(Set.init) == ["2024-09-02T08:30:00.000Z"])
    }

    @Test func everyBadLineOfAnImportIsNamed() throws {
        let lines = """
            {"type":"MeasureDefined","validFrom":"2024-09-01","measure":"m","definition":"x"}
            {"type":"SchoolOptedIn","validFrom":"2024-09-01","programme":"p","urn":"900001"}

            {"type":"Nonsense"}
            not JSON
            """
        try #require(try desk.run("import facts -", input: lines) == .refused)
        #expect(desk.talk.contains("line 4: type: 'Nonsense' is not a type of event"))
        #expect(desk.talk.contains("line 5: "))
        #expect(desk.output == "")
        try desk.run("log --json")
        #expect(try desk.json()["events"]?.elements?.count == 1)
    }
}

private let definition = "record MeasureDefined measure=m definition=x --key k"
private let registration =
    "record LocalAuthorityRegistered la=391 name=Newcastle onsCode=E08000021 --from 2009-04-01"
