import CanonicalJSON
import Events
import Ledger
import TallyTestSupport
import Testing

@testable import TallyCommands

/// Being asked what is to be recorded: questions and answers, without a terminal.
@Suite struct AddTests {
    @Test func anOptInIsAskedForAndRecorded() throws {
        let desk = try Asked(["1", "", "dale", "5/9/2023", "", "yes", "."])
        #expect(
            desk.recorded == [
                "SchoolOptedIn from 2023-09-05: {\"programme\":\"learning\",\"urn\":\"900002\"}"
            ])
        #expect(desk.talk.contains("programme: The programme it takes part in.\n"))
        #expect(desk.talk.contains("[learning] > "))
        #expect(desk.talk.contains("  = 900002  Dale School, LA 390\n"))
        #expect(desk.talk.contains("[2024-09-02] > "))
        #expect(desk.talk.contains("  2  urn: 900002  Dale School, LA 390\n"))
        #expect(desk.talk.contains("It would be event 17.\n"))
        #expect(desk.talk.hasSuffix("\n1 event recorded\n"))
        #expect(
            desk.output.hasPrefix("Recorded event 17: SchoolOptedIn, from 2023-09-05\nHead: 17 "))
    }

    @Test func anEmptyAnswerTakesWhatWasUsedLast() throws {
        let desk = try Asked([
            "1", "", "900002", "2023-09-01", "", "yes", "StrandEnrolled", "", "900002", "oracy", "",
            "", "", "yes", "", "", "900001", ".",
        ])
        #expect(desk.recorded.count == 2)
        #expect(desk.recorded.last?.hasPrefix("StrandEnrolled from 2023-09-01: ") == true)
        for offered in ["SchoolOptedIn", "StrandEnrolled", "2023-09-01", "learning"] {
            #expect(desk.talk.contains("[\(offered)] > "))
        }
        #expect(desk.talk.hasSuffix("\n2 events recorded\n"))
    }

    @Test func aPartOfANameOffersWhatHasIt() throws {
        let desk = try Asked(["1", "", "school", "2", "2023-09-01", "", "yes", "."])
        #expect(
            desk.talk.contains(
                "  which one?\n  1  900002  Dale School, LA 390\n  2  900001  Hill School, LA 391\n"
            ))
        // School 900001 is in already.
        #expect(desk.talk.contains("Nothing would be added: school 900001 is already in learning"))
        #expect(desk.recorded == [])
        let unknown = try Asked(["1", "", "zebra", "."])
        #expect(unknown.talk.contains("  nothing that is known has 'zebra' in its name\n"))
    }

    @Test func anOldURNIsKnownByWhatItBecame() throws {
        let desk = try Asked(
            ["SchoolClosed", "900001", "2024-09-01", "yes", "."],
            more: [
                #"{"type":"SchoolUrnSucceeded","validFrom":"2024-01-01","oldUrn":"900001","#
                    + #""newUrn":"910001","change":"conversion","name":"Hill Academy"}"#
            ])
        #expect(
            desk.talk.contains("  = 900001  Hill Academy, LA 391, now 910001\n"), "\(desk.talk)")
        #expect(desk.recorded.count == 1)
    }

    @Test func aNameFullOfEscapesIsShownAndRecordedAsItIs() throws {
        let desk = try Asked(
            ["SchoolRenamed", "900003", "Good School", "2024-01-01", "yes", "."],
            more: [
                #"{"type":"SchoolRegistered","validFrom":"2009-09-01","urn":"900003","la":"391","#
                    + #""name":"Bad\u001b[2J School","phase":"primary","schoolType":"Community school"}"#
            ])
        #expect(desk.talk.contains("  = 900003  Bad\\u{1b}[2J School, LA 391\n"), "\(desk.talk)")
        #expect(!desk.talk.contains("\u{1b}"))
        #expect(desk.recorded.count == 1)
    }

    @Test func oneGoesBackAndChangesAnAnswer() throws {
        let desk = try Asked([
            "1", "", "<", "<", "2", "", "900001", "<", "900001", "2024-01-05", "3", "2024-02-05",
            "yes", ".",
        ])
        #expect(
            desk.recorded == [
                "SchoolWithdrew from 2024-02-05: {\"programme\":\"learning\",\"urn\":\"900001\"}"
            ])
        let first = try Asked(["<", "."])
        #expect(first.talk.contains("There is no question before this one.\n"))
    }

    @Test func aRefusalIsToldAndTheAnswerMended() throws {
        let desk = try Asked([
            "StrandEnrolled", "", "900002", "oracy", "2023-10-01", "", "", "yes", "2", "900001",
            "4", "2022-01-01", "yes", ".",
        ])
        #expect(
            desk.talk.contains(
                "It would be refused: school 900002 is not in learning on 2023-10-01; record its"),
            "\(desk.talk)")
        #expect(desk.recorded == [])
        #expect(desk.talk.hasSuffix("\n0 events recorded\n"))
    }

    @Test func moneyIsInPoundsAndBodiesHaveNames() throws {
        let desk = try Asked([
            "5", "", "hall-1", "1,234.5", "2024-01-01", "2024-02-01", "newcastle", "ven", "", "",
            "", "", "yes", ".",
        ])
        #expect(desk.talk.contains("  = £1234.50\n"))
        #expect(desk.talk.contains("  = la:391  Newcastle\n"), "\(desk.talk)")
        let recorded = try #require(desk.recorded.first)
        #expect(recorded.contains(#""amountPence":123450"#))
        #expect(recorded.contains(#""bornBy":{"id":"391","kind":"la"}"#))
        #expect(recorded.contains(#""category":"venue""#))
    }

    @Test(arguments: [
        (["1", "", "900002", "soon"], "'soon' is not a date; write it as 2024-05-07"),
        (["1", "", ""], "it cannot be left out"),
        (["1", "No Such Thing"], "nothing that is known has 'No Such Thing' in its name"),
        (["5", "", "Hall 1"], "'Hall 1' is not "),
        (["5", "", "hall-1", "12.345"], "'12.345' has parts of a penny"),
        (
            ["5", "", "h", "1", "2024-01-01", "2024-02-01", "la:391", "x"],
            "'x' is none of the choices"
        ),
        (
            ["5", "", "h", "1", "2024-01-01", "2024-02-01", "zebra"],
            "'zebra' in its name; write it as kind:id, such as la:391"
        ),
        ([""], "type a number or a word"),
        (["zebra"], "no type of event has 'zebra' in its name or its meaning"),
        (["EventCorrected"], "EventCorrected has a command of its own: tally correct."),
        (["LedgerCreated"], "LedgerCreated has a command of its own: tally init."),
    ])
    func whatCannotBeTakenIsAskedAgain(_ lines: [String], _ sentence: String) throws {
        let desk = try Asked(lines)
        #expect(desk.talk.contains(sentence), "\(desk.talk)")
        #expect(desk.recorded == [])
        #expect(desk.status == .done)
    }

    /// Every type can be reached, and every one of its questions asked.
    @Test(arguments: vocabulary.keys.sorted())
    func everyTypeOfEventCanBeAskedFor(_ type: String) throws {
        let names = KnownNames(matching: { _, _ in [] }, named: { _, _ in nil })
        var conversation = try AddConversation(names, today: "2024-09-02")
        _ = try conversation.answer(type)
        guard let known = conversation.type else {
            #expect(
                [
                    "LedgerCreated", "EventCorrected", "EventRetracted", "QuarantineResolved",
                    "ReportPublished", "RegisterExtractImported", "PeriodClosed",
                ].contains(type))
            return
        }
        #expect(known.type == type)
        let example = try JSONValue(parsing: known.example)
        var asked = 0
        while !conversation.isComplete {
            let question = conversation.questions[asked]
            #expect(conversation.prompt[1].hasPrefix("\(question.name): "))
            let value = question.name == "validFrom" ? nil : example[question.name]
            _ = try conversation.answer(value.map { typed($0, question) } ?? "")
            asked += 1
            try #require(asked <= conversation.questions.count, "\(conversation.prompt)")
        }
        #expect(conversation.entry.members.count == example.members?.count)
        #expect(try conversation.entry.fact().canonical == example.canonical)
    }

    @Test(arguments: ["add --no-input", "add"])
    func asksNobodyWhoIsNotThere(_ line: String) throws {
        let desk = try Desk(facts: pageFacts)
        if line.hasSuffix("input") { desk.readTypedLine = { "." } }
        #expect(try desk.run(line) == .usage)
        #expect(desk.talk.hasPrefix("tally: 'add' asks questions, and there is nobody to answer"))
    }
}

/// A value as somebody would type it.
private func typed(_ value: JSONValue, _ question: AddQuestion) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number) where question.kind == "pence":
        "\(number / 100)." + (number % 100 < 10 ? "0" : "") + "\(number % 100)"
    case .integer(let number): "\(number)"
    default: value.compact
    }
}

/// What came of lines typed at the questions of `add`; the input ends after the last.
private struct Asked {
    let status: TallyCommands.ExitStatus
    let talk: String
    let output: String
    /// What was recorded, an event each.
    let recorded: [String]

    init(_ lines: [String], more: [String] = []) throws {
        let desk = try Desk(facts: pageFacts)
        for fact in more {
            try #require(try desk.run("import facts -", input: fact + "\n") == .done)
        }
        let before = 16 + more.count
        var rest = lines[...]
        desk.readTypedLine = { rest.popFirst() }
        status = try desk.run("add")
        (talk, output) = (desk.talk, desk.output)
        try #require(try desk.run("log --json") == .done)
        recorded = try (desk.json()["events"]?.elements ?? []).dropFirst(before).map { event in
            "\(event["type"]?.text ?? "") from \(event["validFrom"]?.text ?? ""): "
                + (event["data"]?.compact ?? "")
        }
    }
}
