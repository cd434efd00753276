import Events
import Programme
import TallyTestSupport
import Testing

private let base = [
    laRegistered("391"), programmeOpened(), strandOpened("oracy"), registered("900001"),
    optedIn("900001"), enrolled("900001", "oracy"),
]
private let left = base + [enrolmentEnded("900001", "oracy")]

/// A fact inserted before others is judged with the whole story.
@Suite struct BackdatingTests {
    @Test func aFactMayStandBeforeOthersThatStayLegal() {
        given(base).when(renamed("900001", to: "Oak", from: "2021-01-01")).then(.legal)
        given(base).when(withdrew("900001", on: "2023-01-01")).then(.legal)
    }

    @Test func aWithdrawalBeforeAnEnrolmentIsRefusedWithTheEnrolment() {
        given(base).when(withdrew("900001", on: "2022-09-05"))
            .refused(
                "event 6 (StrandEnrolled from 2022-09-12) would not be legal: school 900001 left "
                    + "ei (the fact proposed, from 2022-09-05) and is not in it on 2022-09-12; "
                    + "correct or retract event 6 first, or choose another date")
    }

    @Test func anEarlierOptInCollidesWithTheLater() {
        given(base).when(optedIn("900001", from: "2021-09-01"))
            .refused(
                "event 5 (SchoolOptedIn from 2022-09-01) would not be legal: school 900001 is "
                    + "already in ei (the fact proposed, from 2021-09-01); correct or retract "
                    + "event 5 first, or choose another date")
    }

    @Test func aClosingBeforeOthersIsRefusedWithAllOfThem() {
        given(left).when(strandClosed("oracy", from: "2022-01-01"))
            .refused(
                "event 6 (StrandEnrolled from 2022-09-12) would not be legal: strand oracy is "
                    + "closed on 2022-09-12 (the fact proposed, from 2022-01-01); event 7 "
                    + "(StrandEnrolmentEnded from 2023-07-20) would not be legal: school 900001 is "
                    + "not enrolled in oracy on 2023-07-20; correct or retract those events first, "
                    + "or choose another date")
    }

    @Test func anOptInIsMovedEarlierByACorrection() {
        given(base).when(correct: 5, to: optedIn("900001", from: "2022-01-01")).then(.legal)
            .tells("optIn", ["900001 ei 2022-01-01"])
    }

    @Test func onOneDayTheOrderOfRecordingDecides() {
        given(base).when(withdrew("900001", on: "2022-09-12")).then(.legal)
            .tells("enrolment", [])
        given(Array(base.prefix(5)) + [withdrew("900001", on: "2022-09-12")])
            .when(enrolled("900001", "oracy", from: "2022-09-12"))
            .refused(
                "school 900001 left ei (event 6, from 2022-09-12) and is not in it on 2022-09-12; "
                    + "record its opt-in again first, or use an earlier date")
    }

    @Test func aSuccessionRecordedLateIsJudgedWithFactsUnderBothNumbers() {
        given(
            base + [
                registered("900009", from: "2023-09-01"), optedIn("900009", from: "2023-10-01"),
            ]
        )
        .when(succeeded("900001", by: "900009"))
        .refused(
            "event 8 (SchoolOptedIn from 2023-10-01) would not be legal: school 900009 is "
                + "already in ei (event 5, from 2022-09-01); correct or retract event 8 first, "
                + "or choose another date")
    }

    @Test func aProgrammeIsNotClosedBeforeWhatWasRecordedInIt() {
        given(base).when(programmeClosed(from: "2022-09-05"))
            .refused(
                "event 6 (StrandEnrolled from 2022-09-12) would not be legal: strand oracy is "
                    + "closed on 2022-09-12 (the fact proposed, from 2022-09-05); correct or "
                    + "retract event 6 first, or choose another date")
    }

    @Test func onlySoManyCollisionsAreSpeltOut() {
        let schools = (0..<25).map { registered(URN(stringLiteral: "9001\($0 + 10)")) }
        given([laRegistered("391")] + schools).when(retract: 1)
            .refused(
                (2...21).map { seq in
                    "event \(seq) (SchoolRegistered from 2020-09-01) would not be legal: local "
                        + "authority 391 is not registered; "
                }.joined()
                    + "and 5 more; correct or retract those events first, or choose another date")
    }
}
