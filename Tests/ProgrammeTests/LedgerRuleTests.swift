import CanonicalJSON
import EventLog
import Events
import Ledger
import Programme
import TallyTestSupport
import Testing

/// Rules about the ledger itself, which need its log.
@Suite struct LedgerRuleTests {
    @Test func itIsCreatedOnceAndFirst() throws {
        let test = try TestLedger()
        #expect(
            try test.record(ledgerCreated(from: "2021-01-01"))
                == .refused(
                    "this ledger was created already (event 1); make another ledger with 'tally "
                        + "init DIR'"))
    }

    @Test func aReportOrPeriodQuotesAHeadOfThisLedger() throws {
        let test = try TestLedger(programmeOpened())
        let head = try test.ledger.log.head()
        let root = Root(stringLiteral: head.root.base64)
        let never =
            "with the root \(root); take the size and root from this ledger's own reports or "
            + "receipts"
        #expect(
            try test.record(reportPublished(size: 3, root: root))
                == .refused("this ledger never had 3 events \(never)"))
        #expect(
            try test.record(periodClosed(size: 1, root: root))
                == .refused("this ledger never had 1 events \(never)"))
        #expect(try test.record(reportPublished(size: 2, root: root)) == .recorded(3))
        #expect(try test.record(periodClosed(size: 2, root: root)) == .recorded(4))
    }

    @Test func onlyAQuarantinedEventIsResolved() throws {
        let test = try TestLedger()
        let entry = Entry(
            type: "QuarantineResolved", validFrom: "2025-01-01",
            members: [
                JSONMember("resolution", .string("set-aside")), JSONMember("target", .integer(1)),
            ])
        #expect(
            try test.record(entry)
                == .refused(
                    "event 1 is not quarantined; 'tally quarantine list' lists the events that are")
        )
    }

    @Test func aFactNeedsADay() throws {
        let test = try TestLedger()
        var entry = test.entry(laRegistered("391"))
        entry.validFrom = nil
        #expect(try test.record(entry) == .unreadable("validFrom: it is missing"))
    }

    @Test func anEntryIsReadFromOneFlatObject() throws {
        let json = try JSONValue(
            parsing: #"""
                {"type":"SchoolOptedIn","validFrom":"2022-09-01","programme":"ei","urn":"900001",
                 "key":"row-1","source":"list 7","reason":"asked for"}
                """#)
        let entry = try Entry(flat: json)
        #expect(entry.validFrom?.text == "2022-09-01")
        #expect(entry.key == "row-1")
        #expect(entry.reason == "asked for")
        #expect(entry.source == .object([("reference", .string("list 7"))]))
        #expect(entry.members.map(\.name) == ["programme", "urn"])
    }

    // Each row: a line of a file, and what is wrong with it.
    @Test(arguments: [
        (#"[1]"#, "a line holds one JSON object"), (#"{"a":1}"#, "type: it is missing"),
        (
            #"{"type":"schoolOptedIn"}"#,
            "type: 'schoolOptedIn' is not a type of event; did you mean SchoolOptedIn?"
        ),
        (#"{"type":"Nonsense"}"#, "type: 'Nonsense' is not a type of event"),
        (
            #"{"type":"SchoolClosed","validFrom":"1 May"}"#,
            #"validFrom: "1 May" is not a day that exists, written YYYY-MM-DD such as 2024-05-07"#
        ),
        (#"{"type":"SchoolClosed","key":""}"#, "key: it is not a text"),
        (#"{"type":"SchoolClosed","reason":1}"#, "reason: it is not a text"),
        (#"{"type":"SchoolClosed","v":"1"}"#, "v: it is not a whole number"),
        (
            #"{"type":"SchoolClosed","recordedAt":"now"}"#,
            "recordedAt: it is not an instant such as 2024-05-07T09:00:00Z"
        ),
        (
            #"{"type":"SchoolClosed","source":{"row":1.5}}"#,
            "source: 1.5 is not a whole number"
        ),
        (#"{"type":"SchoolClosed","source":5}"#, "source: it is neither a text nor an object"),
    ])
    func aLineThatCannotBeReadSaysWhy(_ line: String, _ sentence: String) throws {
        let json = try JSONValue(parsing: line)
        do throws(ReadingProblem) {
            _ = try Entry(flat: json)
            Issue.record("\(line) was read")
        } catch {
            #expect(error.description == sentence)
        }
    }

    @Test(arguments: 0..<16)
    func aRandomHistoryIsRecordedAsItWasJudged(_ seed: Int) throws {
        let history = RandomHistory(seed: seed, proposals: 60)
        let test = try TestLedger()
        var entries: [Entry] = []
        var created = 0
        for act in history.acts {
            if act.type == "LedgerCreated" { created += 1 }
            entries.append(act.entry(afterFirst: test))
        }
        // A ledger made by a test is created already, so histories that create another are left
        // out, as are those that quote a root no such ledger has.
        // In a file of facts, what a correction does not name stays as it was.
        guard created == 0, !history.acts.contains(where: \.quotesTheTree), !history.dropsAMember
        else { return }
        _ = try test.ledger.record(entries, testAct)
        let expected = history.facts().map { reading in
            "\(reading.seq + 1) \(reading.validFrom) \(reading.fact)"
        }
        let found = try test.facts().filter { $0.seq > 1 }.map { reading in
            "\(reading.seq) \(reading.validFrom) \(reading.fact)"
        }
        #expect(found.sorted() == expected.sorted(), "seed \(seed)")
    }
}

extension RandomHistory {
    /// Whether a correction takes a member away that an earlier reading had.
    fileprivate var dropsAMember: Bool {
        var members: [Int: Set<String>] = [:]
        for (offset, act) in acts.enumerated() {
            switch act {
            case .fact(let told): members[offset + 1] = Set(told.names)
            case .correction(let root, let told):
                let names = Set(told.names)
                guard members[root, default: []].isSubset(of: names) else { return true }
                members[root] = names
            case .retraction: break
            }
        }
        return false
    }
}

extension Told {
    fileprivate var names: [String] { (data.members ?? []).map(\.name) }
}

extension RandomHistory.Act {
    fileprivate var quotesTheTree: Bool { type == "PeriodClosed" || type == "ReportPublished" }

    /// The act as it is recorded in a ledger whose first event came before all of them.
    fileprivate func entry(afterFirst test: TestLedger) -> Entry {
        var entry: Entry
        switch self {
        case .fact(let told): return test.entry(told)
        case .correction(let root, let told):
            entry = Entry(
                type: "EventCorrected",
                members: [
                    JSONMember("target", .integer(root + 1)),
                    JSONMember("replacement", told.replacement),
                ])
        case .retraction(let target):
            entry = Entry(
                type: "EventRetracted", members: [JSONMember("target", .integer(target + 1))])
        }
        entry.reason = "test"
        return entry
    }
}
