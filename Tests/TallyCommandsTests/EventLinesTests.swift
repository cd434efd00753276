import CanonicalJSON
import Testing

@testable import TallyCommands

/// The log tells in words what each event records.
@Suite struct EventLinesTests {
    private let desk: Desk

    init() throws {
        desk = try Desk(facts: pageFacts)
        for line in [
            "correct 13 --valid-from 2023-11-01 --reason mistyped",
            "correct 10 name=Hilltop --reason mistyped", "retract 15 --reason mistaken",
            "projections run",
        ] {
            try #require(try desk.run(line) == .done, "\(desk.talk)")
        }
    }

    private func lines(_ line: String) throws -> [String] {
        try #require(try desk.run(line) == .done, "\(desk.talk)")
        return desk.output.split(separator: "\n").map(String.init)
    }

    @Test func anEventIsTheSentenceThatItsStoryHas() throws {
        let told = try lines("log --last 7")
        #expect(told[0].hasSuffix("StrandEnrolled   Hilltop (900001) joined Oracy (oracy)"))
        #expect(told[1].contains("FundingApproved  £10,000 "))
        try desk.run("show school 900001 --as-of 2024-01-01")
        #expect(desk.output.contains("The school joined Oracy (oracy)"))
    }

    @Test func whatWasCorrectedOrTakenBackIsSaid() throws {
        let told = try lines("log --last 3")
        #expect(
            told[0].hasSuffix(
                "Event 13 was corrected: Hilltop (900001) joined Oracy (oracy), from 1 November "
                    + "2023; reason: mistyped"))
        #expect(told[1].contains("Event 10 was corrected: Hilltop"))
        let back = "Event 15 was taken back: £1,000 was committed as delivery"
        #expect(told[2].contains(back), "\(told[2])")
        #expect(told[2].hasSuffix("; reason: mistaken"))
    }

    @Test func noLineHoldsDataAsItIsStored() throws {
        for line in ["log", "log --urn 900001", "log --type StrandEnrolled", "log --events"] {
            let told = try lines(line)
            #expect(told.count > 0 && told.allSatisfy { !$0.contains("{") && !$0.contains("\"") })
        }
        try desk.run("log --json")
        let data = try desk.json()["events"]?.elements?.last?["data"]
        #expect(data == .object([JSONMember("target", .integer(15))]))
    }

    /// The names are those of the read models as they stand; without them there are the codes.
    @Test func whereThereAreNoReadModelsTheCodesAreTold() throws {
        let other = try Desk(facts: pageFacts)
        try #require(try other.run("log --urn 900001") == .done)
        #expect(other.output.contains("School 900001 joined oracy\n"), "\(other.output)")
    }
}
