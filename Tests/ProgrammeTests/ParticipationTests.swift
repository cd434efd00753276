import Events
import Programme
import TallyTestSupport
import Testing

private let places = [
    laRegistered("391"), programmeOpened(), strandOpened("oracy"), strandOpened("maths"),
    registered("900001"),
]
private let inside = places + [optedIn("900001")]
private let active = inside + [enrolled("900001", "oracy")]
private let noSchool =
    "no school with URN 900008 is registered by 2022-09-01; check the URN and the date, or record "
    + "SchoolRegistered first"

@Suite struct OptInTests {
    @Test func aSchoolOptsInOnce() {
        given(places).when(optedIn("900001")).then(.legal).tells("optIn", ["900001 ei 2022-09-01"])
        given(inside).when(optedIn("900001", from: "2023-09-01"))
            .decidesNothing("school 900001 is already in ei (event 6, from 2022-09-01)")
        given(places).when(optedIn("900008")).refused(noSchool)
        given(places).when(optedIn("900001", to: "other"))
            .refused(
                "there is no programme other; record ProgrammeOpened first, or check its short name"
            )
        given(places + [programmeClosed(from: "2022-08-01")]).when(optedIn("900001"))
            .refused(
                "programme ei has closed (event 6, from 2022-08-01); use an earlier date, or "
                    + "another programme")
    }

    @Test func withdrawingEndsItsEnrolments() {
        given(active).when(withdrew("900001")).then(.legal)
            .tells("optIn", ["900001 ei 2022-09-01 to 2024-07-01"])
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2024-07-01"])
        given(inside + [withdrew("900001")]).when(withdrew("900001", on: "2025-01-01"))
            .decidesNothing("school 900001 has already left ei (event 7, from 2024-07-01)")
        given(places).when(withdrew("900001"))
            .refused(
                "school 900001 is not in ei on 2024-07-01; record SchoolOptedIn first, or check "
                    + "the URN and the date")
        given(inside + [withdrew("900001")])
            .when(optedIn("900001", from: "2025-01-01")).then(.legal)
            .tells("optIn", ["900001 ei 2022-09-01 to 2024-07-01", "900001 ei 2025-01-01"])
    }

    @Test func closingASchoolEndsItsEnrolmentsButNotItsOptIn() {
        given(active).when(closed("900001")).then(.legal)
            .tells("optIn", ["900001 ei 2022-09-01"])
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2023-09-01"])
        given(active + [closed("900001")]).when(reopened("900001")).then(.legal)
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2023-09-01"])
    }
}

@Suite struct EnrolmentTests {
    @Test func aSchoolThatIsInAndOpenEnrolsOnceInAnOpenStrand() {
        given(inside).when(enrolled("900001", "oracy")).then(.legal)
            .tells("enrolment", ["900001 ei/oracy 2022-09-12"])
        given(active).when(enrolled("900001", "oracy", from: "2023-01-01"))
            .decidesNothing("school 900001 is already enrolled in oracy (event 7, from 2022-09-12)")
        given(active).when(enrolled("900001", "maths")).then(.legal)
    }

    @Test func aSchoolThatIsNotInDoesNotEnrol() {
        given(places).when(enrolled("900001", "oracy"))
            .refused(
                "school 900001 is not in ei on 2022-09-12; record its opt-in first, or enrol it "
                    + "from the day it opted in")
        given(inside).when(enrolled("900001", "oracy", from: "2022-08-31"))
            .refused(
                "school 900001 is not in ei on 2022-08-31; record its opt-in first, or enrol it "
                    + "from the day it opted in")
        given(inside + [withdrew("900001")])
            .when(enrolled("900001", "oracy", from: "2024-09-01"))
            .refused(
                "school 900001 left ei (event 7, from 2024-07-01) and is not in it on 2024-09-01; "
                    + "record its opt-in again first, or use an earlier date")
    }

    @Test func aClosedSchoolDoesNotEnrol() {
        given(inside + [closed("900001")])
            .when(enrolled("900001", "oracy", from: "2023-10-01"))
            .refused(
                "school 900001 is closed on 2023-10-01 (event 7, from 2023-09-01); use a date "
                    + "before it closed, or the school that took it over")
    }

    @Test func nobodyEnrolsInAStrandThatIsNotOpen() {
        given(inside + [strandClosed("oracy")])
            .when(enrolled("900001", "oracy", from: "2024-09-01"))
            .refused(
                "strand oracy is closed on 2024-09-01 (event 7, from 2024-09-01); use an open "
                    + "strand: maths")
        given(inside).when(enrolled("900001", "art"))
            .refused(
                "there is no strand art in ei by that date; use one of its strands (maths, oracy), "
                    + "or record StrandOpened first")
    }

    @Test func anEnrolmentEndsOnce() {
        given(active).when(enrolmentEnded("900001", "oracy")).then(.legal)
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2023-07-20"])
        given(active + [enrolmentEnded("900001", "oracy")])
            .when(enrolmentEnded("900001", "oracy", from: "2024-01-01"))
            .decidesNothing(
                "the enrolment of school 900001 in oracy has already ended (event 8, from "
                    + "2023-07-20)")
        given(active).when(enrolmentEnded("900001", "maths"))
            .refused(
                "school 900001 is not enrolled in maths on 2023-07-20; check the URN, the strand "
                    + "and the date")
        given(active + [enrolmentEnded("900001", "oracy")])
            .when(enrolled("900001", "oracy", from: "2024-01-01")).then(.legal)
    }
}

@Suite struct ParticipationTests {
    @Test func isWithinTheStrandsLife() {
        given(places).when(participated("oracy", urn: "900001", teachers: 3)).then(.legal)
        given(places).when(
            participated("oracy", days: ("2020-12-01", "2021-02-01"), from: "2021-02-01")
        )
        .refused(
            "strand oracy ran from 2021-01-01 and still open, and the participation from "
                + "2020-12-01 to 2021-02-01 is not within that; check the strand and the dates")
        given(places + [strandClosed("oracy")])
            .when(participated("oracy", days: ("2024-08-01", "2024-09-02"), from: "2024-09-02"))
            .refused(
                "strand oracy ran from 2021-01-01 until 2024-09-01, and the participation from "
                    + "2024-08-01 to 2024-09-02 is not within that; check the strand and the dates")
        given(places + [strandClosed("oracy")])
            .when(participated("oracy", days: ("2024-08-01", "2024-09-01"))).then(.legal)
    }

    @Test func isOverWhenItsStrandClosesWhicheverIsRecordedFirst() {
        let late = participated("oracy", days: ("2024-08-01", "2024-10-01"))
        let why =
            "(StrandClosed from 2024-09-01) would not be legal: participation in oracy is recorded "
            + "until 2024-10-01 (the fact proposed, from 2024-08-01); correct or retract event 6 "
            + "first, or choose another date"
        given(places + [strandClosed("oracy")]).when(late).refused("event 6 " + why)
        given(places + [late]).when(strandClosed("oracy"))
            .refused(
                "participation in oracy is recorded until 2024-10-01 (event 6, from 2024-08-01); "
                    + "correct event 6, or close the strand later")
        given(places + [late]).when(strandSucceeded(["oracy"], by: "maths", from: "2024-09-01"))
            .refused(
                "participation in oracy is recorded until 2024-10-01 (event 6, from 2024-08-01); "
                    + "correct event 6, or close the strand later")
        given(places + [late]).when(programmeClosed(from: "2024-09-01"))
            .refused(
                "participation in oracy is recorded until 2024-10-01 (event 6, from 2024-08-01); "
                    + "correct event 6, or close the strand later")
    }

    @Test func goesOnInAStrandThatOpenedAgain() {
        given(places + [strandClosed("oracy"), strandOpened("oracy", from: "2025-01-01")])
            .when(participated("oracy", days: ("2025-02-01", "2025-03-01"))).then(.legal)
    }

    @Test func namesAStrandASchoolAndTwoDaysInOrder() {
        given(places).when(participated("art"))
            .refused(
                "there is no strand art in ei by that date; use one of its strands (maths, oracy), "
                    + "or record StrandOpened first")
        given(places).when(participated("oracy", urn: "900008", from: "2022-09-01"))
            .refused(noSchool)
        given(places).when(participated("oracy", days: ("2022-10-02", "2022-10-01")))
            .refused(
                "the participation ends on 2022-10-01, before it starts on 2022-10-02; check the "
                    + "two dates")
    }

    @Test func supportIsForAKnownProgrammeAndSchool() {
        given(places).when(supported("900001")).then(.legal)
        given(places).when(supported()).then(.legal)
        given(places).when(supported("900008", from: "2022-09-01")).refused(noSchool)
        given().when(supported())
            .refused(
                "there is no programme ei; record ProgrammeOpened first, or check its short name")
    }
}
