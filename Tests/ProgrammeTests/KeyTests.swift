import CanonicalJSON
import EventLog
import Events
import Ledger
import TallyTestSupport
import Testing

/// The same key with the same content is recorded once; with other content it is refused.
@Suite struct KeyTests {
    @Test func theSameKeyWithTheSameContentIsRecordedOnce() throws {
        let test = try TestLedger(laRegistered("391"))
        #expect(try test.record(registered("900001"), key: "row-1") == .recorded(3))
        #expect(try test.record(registered("900001"), key: "row-1") == .alreadyRecorded(3))
    }

    @Test func theSameKeyWithOtherContentIsRefusedWithTheDifference() throws {
        let test = try TestLedger(laRegistered("391"))
        try test.record(registered("900001", name: "Oak", pupils: 200), key: "row-1")
        #expect(
            try test.record(registered("900001", name: "Ash", from: "2021-09-01"), key: "row-1")
                == .refused(
                    "the key 'row-1' was used for event 3, which is different: name is \"Oak\", "
                        + "not \"Ash\", pupils is 200, not absent, validFrom is 2020-09-01, not "
                        + "2021-09-01; give this fact another key, or correct event 3"))
        #expect(
            try test.record(closed("900001"), key: "row-1")
                == .refused(
                    "the key 'row-1' was used for event 3, which is different: type is "
                        + "SchoolRegistered, not SchoolClosed, validFrom is 2020-09-01, not "
                        + "2023-09-01; give this fact another key, or correct event 3"))
    }

    @Test func theReasonIsPartOfTheContent() throws {
        let test = try TestLedger(laRegistered("391"))
        var entry = test.entry(registered("900001"), key: "row-1")
        entry.reason = "from the list"
        #expect(try test.record(entry) == .recorded(3))
        entry.reason = nil
        #expect(
            try test.record(entry)
                == .refused(
                    "the key 'row-1' was used for event 3, which is different: reason is from the "
                        + "list, not absent; give this fact another key, or correct event 3"))
    }

    @Test func aNewKeyForAnEffectThatHoldsDecidesNothing() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        #expect(
            try test.record(registered("900001"), key: "row-2")
                == .alreadyHolds(
                    "school 900001 is already registered (event 3, from 2020-09-01)"))
    }

    @Test func aCorrectionIsRepeatedByItsKeyEvenAfterAnother() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        let name = [("name", JSONValue.string("Oak"))]
        #expect(try test.correct(3, name, key: "fix") == .recorded(4))
        #expect(try test.correct(3, [("name", .string("Ash"))]) == .recorded(5))
        #expect(try test.correct(3, name, key: "fix") == .alreadyRecorded(4))
        #expect(
            try test.correct(3, [("name", .string("Elm"))], key: "fix")
                == .refused(
                    "the key 'fix' was used for event 4, which is different: name is \"Oak\", not "
                        + "\"Elm\"; give this fact another key, or correct event 4"))
    }

    @Test func aRetractionIsRepeatedByItsKey() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        #expect(try test.retract(3, key: "undo") == .recorded(4))
        #expect(try test.retract(3, key: "undo") == .alreadyRecorded(4))
        #expect(
            try test.retract(2, key: "undo")
                == .refused(
                    "the key 'undo' was used for event 4, which is different: target is 3, not 2; "
                        + "give this fact another key, or correct event 4"))
        #expect(try test.retract(3) == .alreadyHolds("event 3 is already retracted"))
    }

    @Test func oneBatchKnowsItsOwnKeys() throws {
        let test = try TestLedger(laRegistered("391"))
        let entry = test.entry(registered("900001"), key: "row-1")
        let (outcomes, receipt) = try test.ledger.record([entry, entry], testAct)
        #expect(receipt.appended == 1)
        guard case .alreadyRecorded(let event) = outcomes[1] else {
            Issue.record("\(outcomes[1])")
            return
        }
        #expect(event.seq == 3)
    }

    @Test func aBatchIsRecordedWholeOrNotAtAll() throws {
        let test = try TestLedger(laRegistered("391"))
        let entries = [registered("900001"), closed("900008"), registered("900002")]
            .map { test.entry($0) }
        #expect {
            try test.ledger.record(entries, testAct)
        } throws: { error in
            guard let problems = error as? EntryProblems else { return false }
            return problems.problems.map(\.index) == [1] && problems.problems[0].isRefusal
        }
        #expect(try test.facts().count == 2)
    }
}
