import CanonicalJSON
import Foundation
import Testing

/// A school's story as a colleague reads it.
@Suite struct StoryTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    private func page(_ words: String...) throws -> [String] {
        try scratch.expect(["show", "school", "900001", "--as-of", "2024-03-31"] + words).text
            .split(separator: "\n").map(String.init)
    }

    @Test func saysWhatHoldsAndWhatHappenedInSentences() throws {
        let page = try page()
        #expect(page[0] == "900001 Hill School, at the end of 31 March 2024")
        let lines = page.map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.contains("Kind             open; Community school, primary"))
        #expect(lines.contains("Local authority  Newcastle (391)"))
        #expect(lines.contains("Opted in         Learning (learning) since 1 September 2023"))
        #expect(lines.contains("Strands          Oracy (oracy) since 1 October 2023"))
        #expect(lines.contains("1 October 2023     The school joined Oracy (oracy)"), "\(lines)")
        #expect(lines.contains("event 13, recorded 2 October 2023 by officer:test"), "\(lines)")
    }

    @Test func tellsACorrectionAtTheFactItChanges() throws {
        try scratch.expect([
            "correct", "13", "--valid-from", "2023-11-06", "--reason", "the form says November",
        ])
        let text = try page().joined(separator: "\n")
        #expect(text.contains("6 November 2023    The school joined Oracy (oracy)"))
        #expect(text.contains("corrected by event 16, recorded "))
        #expect(text.contains(" by officer:test: the form says November"))
        #expect(text.contains("before: from 1 October 2023, The school joined Oracy (oracy)"))
        let shown = try scratch.expect(["show", "school", "900001", "--json"]).json()
        let fact = shown["story"]?.elements?.first { $0["seq"]?.integer == 13 }
        #expect(fact?["validFrom"]?.text == "2023-11-06")
        #expect(fact?["readAt"]?.integer == 16)
        let amendment = fact?["amendments"]?.elements?.first
        #expect(amendment?["reason"]?.text == "the form says November")
        #expect(amendment?["before"]?["validFrom"]?.text == "2023-10-01")
    }

    @Test func tellsWhatWasTakenBackAndWhy() throws {
        try scratch.expect(["retract", "13", "--reason", "wrong school"])
        let text = try page().joined(separator: "\n")
        #expect(
            text.contains("1 October 2023     [taken back] The school joined Oracy (oracy)"),
            "\(text)")
        #expect(text.contains("taken back by event 16, recorded "))
        #expect(text.contains("by officer:test: wrong school"))
        let shown = try scratch.expect(["show", "school", "900001", "--json"]).json()
        #expect(shown["story"]?.elements?.contains { $0["seq"]?.integer == 13 } == false)
        #expect(shown["takenBack"]?.elements?.map { $0["seq"]?.integer } == [13])
        let before = try scratch.expect(["show", "school", "900001", "--known-at", "15", "--json"])
        #expect(try before.json()["takenBack"] == .array([]))
    }

    /// A correction that is itself taken back leaves the fact as it was, and both are told.
    @Test func tellsACorrectionThatWasTakenBack() throws {
        try scratch.expect(["correct", "13", "--valid-from", "2023-11-06", "--reason", "a"])
        try scratch.expect(["retract", "16", "--reason", "b"])
        let text = try page().joined(separator: "\n")
        #expect(text.contains("1 October 2023     The school joined Oracy (oracy)"))
        #expect(text.contains("corrected by event 16") && text.contains("taken back by event 17"))
        #expect(!text.contains("[taken back]"))
    }

    @Test func whatIsYetToComeHasAHeadingOfItsOwn() throws {
        try scratch.expect(["leave", "900001", "oracy", "--from", "2025-01-06"])
        let lines = try page()
        let heading = try #require(lines.firstIndex(of: "After 31 March 2024"))
        #expect(lines[heading + 1].contains("6 January 2025     The school left Oracy (oracy)"))
    }

    @Test(arguments: [
        (["show", "strand", "oracy"], "oracy: Oracy", "The strand Oracy (oracy) opened"),
        (["show", "authority", "north"], "north: north (E47000011)", "Newcastle (391)"),
        (["show", "programme", "learning"], "learning: Learning", "Schools opted in  1"),
        (["show", "commitment", "delivery"], "delivery", "£1,000 was committed as delivery"),
    ])
    func otherThingsHaveStoriesToo(_ words: [String], _ title: String, _ line: String) throws {
        let day = ["--as-of", "2024-03-31"]
        let text = try scratch.expect(words + day).text
        #expect(text.hasPrefix("\(title), at the end of 31 March 2024\n"), "\(text)")
        #expect(text.contains(line), "\(text)")
        let shown = try scratch.expect(words + day + ["--json"]).json()
        #expect(shown["schema"]?.text == "tally/\(words[1])/1")
        #expect((shown["story"]?.elements ?? []).allSatisfy { $0["words"]?.text?.isEmpty == false })
    }

    @Test func aTrustHasItsSchoolsAndStory() throws {
        try scratch.expect([
            "record", "TrustRegistered", "trust=harbour", "name=Harbour Trust", "--from",
            "2020-09-01",
        ])
        try scratch.expect([
            "record", "SchoolJoinedTrust", "trust=harbour", "urn=900001", "--from", "2022-09-01",
        ])
        let text = try scratch.expect(["show", "trust", "harbour", "--as-of", "2024-03-31"]).text
        #expect(text.contains("Schools     1: 900001 Hill School"), "\(text)")
        #expect(
            text.contains("Hill School (900001) joined the trust Harbour Trust (harbour)"),
            "\(text)")
    }
}
