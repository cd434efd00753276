import CanonicalJSON
import EventLog
import Events
import Ledger
import TallyTestSupport
import Testing

private func name(_ name: String) -> [(String, JSONValue?)] { [("name", .string(name))] }

@Suite struct CorrectionTests {
    @Test func givesTheRootANewReading() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        #expect(try test.correct(3, name("Oak")) == .recorded(4))
        #expect(
            try test.rows("state") == [
                "900001 900001 391 primary Community school - 'Oak' 2020-09-01"
            ])
        let stored = try #require(try test.ledger.log.event(at: 4)).dataValue
        #expect(
            stored.compact
                == #"{"replacement":{"la":"391","name":"Oak","phase":"primary","#
                + #""schoolType":"Community school","urn":"900001","validFrom":"2020-09-01"},"#
                + #""target":3}"#)
        #expect(try #require(try test.ledger.log.event(at: 4)).validFrom == "2020-09-01")
    }

    @Test func movesTheDayAndTakesMembersAway() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001", pupils: 200))
        #expect(
            try test.correct(3, [("validFrom", .string("2019-09-01")), ("pupils", .null)])
                == .recorded(4))
        #expect(try test.rows("roll") == [])
        #expect(
            try test.rows("state") == [
                "900001 900001 391 primary Community school - 'School 900001' 2019-09-01"
            ])
    }

    @Test func theLatestThatStandsIsTheReading() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.correct(3, name("Oak"))
        try test.correct(3, name("Ash"))
        let row = { (name: String) in
            ["900001 900001 391 primary Community school - '\(name)' 2020-09-01"]
        }
        #expect(try test.rows("state") == row("Ash"))
        #expect(try test.retract(5) == .recorded(6))
        #expect(try test.rows("state") == row("Oak"))
        #expect(try test.retract(4) == .recorded(7))
        #expect(try test.rows("state") == row("School 900001"))
        #expect(try test.correct(3, name("Elm")) == .recorded(8))
        #expect(try test.rows("state") == row("Elm"))
    }

    @Test func retractingAnEarlierOneLeavesTheLatestInForce() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.correct(3, name("Oak"))
        try test.correct(3, name("Ash"))
        #expect(try test.retract(4) == .recorded(6))
        #expect(
            try test.rows("state")
                == ["900001 900001 391 primary Community school - 'Ash' 2020-09-01"])
    }

    @Test func thatChangesNothingDecidesNothing() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        #expect(
            try test.correct(3, name("School 900001"))
                == .alreadyHolds("event 3 already reads so"))
    }

    @Test func ofACorrectionOrARetractionIsRefused() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.correct(3, name("Oak"))
        #expect(
            try test.correct(4, name("Ash"))
                == .refused(
                    "event 4 is itself a correction of event 3; correct event 3, or retract event 4"
                ))
        try test.retract(4)
        #expect(
            try test.correct(5, name("Ash"))
                == .refused(
                    "event 5 records no fact; record the fact again with what is true"))
        #expect(
            try test.retract(5)
                == .refused(
                    "event 5 is not a fact or a correction that stands; see 'tally show event 5'; "
                        + "record the fact again if it is true"))
    }

    @Test func ofWhatIsRetractedOrNotThereIsRefused() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.retract(3)
        #expect(
            try test.correct(3, name("Oak"))
                == .refused("event 3 is retracted; record the fact again with what is true"))
        #expect(
            try test.correct(99, name("Oak"))
                == .refused("there is no event 99; the last is event 4; see 'tally log'"))
        #expect(
            try test.retract(99)
                == .refused("there is no event 99; the last is event 4; see 'tally log'"))
        #expect(try test.record(registered("900001")) == .recorded(5))
    }

    @Test func namesItsTargetByKeyToo() throws {
        let test = try TestLedger(laRegistered("391"))
        try test.record(registered("900001"), key: "row-1")
        var entry = Entry(type: "EventRetracted", members: [JSONMember("target", .string("row-1"))])
        entry.reason = "did not happen"
        #expect(try test.record(entry) == .recorded(4))
        entry.members = [JSONMember("target", .string("row-2"))]
        #expect(
            try test.record(entry) == .refused("no event has the key 'row-2'; see 'tally log'"))
        entry.members = []
        #expect(
            try test.record(entry)
                == .unreadable("target: name an event by its number or its key"))
    }

    @Test func needsAReason() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        let why = Recorded.unreadable(
            "reason: say why: corrections and retractions give a reason")
        #expect(try test.correct(3, name("Oak"), reason: nil) == why)
        #expect(try test.retract(3, reason: nil) == why)
    }

    @Test func hasTheShapeOfItsRootsType() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        #expect(
            try test.correct(3, [("lead", .string("x"))])
                == .unreadable("'lead' is not one of its members"))
        #expect(try test.correct(3, [("urn", .null)]) == .unreadable("urn: it is missing"))
        #expect(
            try test.correct(3, [("validFrom", .string("2020-02-30"))])
                == .unreadable(
                    "validFrom: it is not a day that exists, written YYYY-MM-DD such as 2024-05-07")
        )
    }

    @Test func thatMakesLaterFactsIllegalIsRefusedWithTheList() throws {
        let test = try TestLedger(
            laRegistered("391"), programmeOpened(), strandOpened("oracy"), registered("900001"),
            optedIn("900001"), enrolled("900001", "oracy"), withdrew("900001"))
        #expect(
            try test.correct(6, [("validFrom", .string("2025-01-01"))])
                == .refused(
                    "event 7 (StrandEnrolled from 2022-09-12) would not be legal: school 900001 is "
                        + "not in ei on 2022-09-12; event 8 (SchoolWithdrew from 2024-07-01) would "
                        + "not be legal: school 900001 is not in ei on 2024-07-01; correct or "
                        + "retract those events first, or choose another date"))
        #expect(
            try test.retract(5)
                == .refused(
                    "event 6 (SchoolOptedIn from 2022-09-01) would not be legal: no school with "
                        + "URN 900001 is registered by 2022-09-01; event 7 (StrandEnrolled from "
                        + "2022-09-12) would not be legal: no school with URN 900001 is registered "
                        + "by 2022-09-12; event 8 (SchoolWithdrew from 2024-07-01) would not be "
                        + "legal: no school with URN 900001 is registered by 2024-07-01; correct "
                        + "or retract those events first, or choose another date"))
    }
}

@Suite struct RetractionTests {
    @Test func ofAMergerReturnsTheMemberships() throws {
        let test = try TestLedger(
            laRegistered("390"), laRegistered("391"), constituted("ntca", ["391"]),
            constituted("south", ["390"]), programmeOpened())
        let before = try test.rows("member")
        try test.record(authoritiesMerged(["ntca", "south"], into: "neca", ["390", "391"]))
        #expect(try test.rows("member") != before)
        #expect(try test.retract(7) == .recorded(8))
        #expect(try test.rows("member") == before)
        #expect(try test.rows("programme") == ["ei authority:ntca 2021-01-01"])
    }

    @Test func ofAMergerThatLaterFactsNeedIsRefused() throws {
        let test = try TestLedger(
            laRegistered("390"), laRegistered("391"), constituted("ntca", ["391"]),
            authoritiesMerged(["ntca"], into: "neca", ["391"]),
            laJoined("390", "neca", from: "2024-06-01"))
        #expect(
            try test.retract(5)
                == .refused(
                    "event 6 (LocalAuthorityJoinedAuthority from 2024-06-01) would not be legal: "
                        + "authority neca does not exist on 2024-06-01; correct or retract event 6 "
                        + "first, or choose another date"))
    }

    @Test func ofASuccessionPartsTheURNsAgain() throws {
        let test = try TestLedger(
            laRegistered("391"), programmeOpened(), registered("900001"), optedIn("900001"),
            registered("900002"), succeeded("900001", by: "900002"))
        #expect(try test.retract(7) == .recorded(8))
        #expect(try test.rows("union") == [])
        #expect(try test.rows("optIn") == ["900001 ei 2022-09-01"])
        #expect(
            try test.rows("urn") == ["900001 900001 2020-09-01", "900002 900002 2020-09-01"])
    }

    @Test func ofASchoolMergerGivesTheEnrolmentsBack() throws {
        let test = try TestLedger(
            laRegistered("391"), programmeOpened(), strandOpened("oracy"), registered("900001"),
            registered("900002"), optedIn("900002"), enrolled("900002", "oracy"),
            schoolsMerged(["900002"], into: "900001"))
        #expect(try test.rows("enrolment").count == 2)
        #expect(try test.retract(9) == .recorded(10))
        #expect(try test.rows("enrolment") == ["900002 ei/oracy 2022-09-12"])
    }

    @Test func ofACorrectionThatLaterFactsNeedIsRefused() throws {
        let test = try TestLedger(
            laRegistered("391"), programmeOpened(), strandOpened("oracy"), registered("900001"),
            optedIn("900001"))
        try test.correct(6, [("validFrom", .string("2022-01-01"))])
        try test.record(enrolled("900001", "oracy", from: "2022-02-01"))
        #expect(
            try test.retract(7)
                == .refused(
                    "event 8 (StrandEnrolled from 2022-02-01) would not be legal: school 900001 "
                        + "is not in ei on 2022-02-01; correct or retract event 8 first, or "
                        + "choose another date"))
    }

    @Test func ofARetractedFactOrItsCorrectionDecidesNothing() throws {
        let test = try TestLedger(laRegistered("391"), registered("900001"))
        try test.correct(3, [("name", .string("Oak"))])
        #expect(try test.retract(4) == .recorded(5))
        #expect(try test.retract(4) == .alreadyHolds("event 4 is already retracted"))
        #expect(try test.retract(3) == .recorded(6))
        #expect(try test.retract(3) == .alreadyHolds("event 3 is already retracted"))
    }
}
