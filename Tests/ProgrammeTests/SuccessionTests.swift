import Events
import Programme
import TallyTestSupport
import Testing

private let places = [laRegistered("391"), laRegistered("390"), programmeOpened()]
private let strands = [strandOpened("oracy"), strandOpened("maths")]
private let one = places + strands + [registered("900001")]
private let two = one + [registered("900002", la: "390", name: "Ash", type: "Academy converter")]
private let became = succeeded("900001", by: "900009")
private let inOracy = [optedIn("900001"), enrolled("900001", "oracy")]

@Suite struct SuccessionTests {
    @Test func aSchoolGoesOnUnderItsNewURN() {
        given(one + inOracy)
            .when(succeeded("900001", by: "900009", name: "Oak", type: "Academy converter"))
            .then(.legal)
            .tells("urn", ["900001 900001 2020-09-01 to 2023-09-01", "900001 900009 2023-09-01"])
            .tells("enrolment", ["900001 ei/oracy 2022-09-12"])
            .tells(
                "state",
                [
                    "900001 900001 391 primary Community school - 'School 900001' 2020-09-01 to "
                        + "2023-09-01",
                    "900001 900009 391 primary Academy converter - 'Oak' 2023-09-01",
                ])
        given(one + [became]).when(became.from("2023-10-01"))
            .decidesNothing("900001 is already succeeded by 900009 (event 7, from 2023-09-01)")
    }

    @Test func eitherURNMayBeQuotedOnEitherSideOfTheDay() {
        let after = one + [became]
        for urn: URN in ["900001", "900009"] {
            given(after).when(optedIn(urn, from: "2022-09-01")).then(.legal)
                .tells("optIn", ["900001 ei 2022-09-01"])
            given(after).when(optedIn(urn, from: "2024-09-01")).then(.legal)
                .tells("optIn", ["900001 ei 2024-09-01"])
        }
        given(after + [optedIn("900009", from: "2022-09-01"), enrolled("900001", "oracy")])
            .when(enrolled("900009", "oracy", from: "2024-01-01"))
            .decidesNothing(
                "school 900009 is already enrolled in oracy (event 9, from 2022-09-12)")
    }

    @Test func aNewURNQuotedBeforeTheSuccessionIsKnownIsRefused() {
        given(one).when(optedIn("900009"))
            .refused(
                "no school with URN 900009 is registered by 2022-09-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func successionsFormChainsFromTheCurrentURN() {
        let chain = one + [became, succeeded("900009", by: "900010", from: "2024-09-01")]
        given(chain).tells(
            "urn",
            [
                "900001 900001 2020-09-01 to 2023-09-01", "900001 900009 2023-09-01 to 2024-09-01",
                "900001 900010 2024-09-01",
            ])
        given(chain).when(optedIn("900010")).then(.legal).tells("optIn", ["900001 ei 2022-09-01"])
        given(one + [became]).when(succeeded("900001", by: "900010", from: "2024-09-01"))
            .refused(
                "900001 is not the school's current URN on 2024-09-01: it is 900009 (event 7, from "
                    + "2023-09-01); record the succession from 900009, or correct event 7")
        given(one).when(succeeded("900008", by: "900009"))
            .refused(
                "no school with URN 900008 is registered by 2023-09-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func aSuccessionNeverLeadsBack() {
        given(one + [became])
            .when(succeeded("900009", by: "900001", from: "2024-09-01"))
            .refused(
                "900001 is a URN the same school has had (event 6, from 2020-09-01); a succession "
                    + "cannot lead back; check the two URNs")
        given(one).when(succeeded("900001", by: "900001"))
            .refused(
                "900001 is a URN the same school has had (event 6, from 2020-09-01); a succession "
                    + "cannot lead back; check the two URNs")
    }

    @Test func aSeparatelyRegisteredSchoolIsOneWithItFromThenOn() {
        let both = [
            optedIn("900002", from: "2022-10-01"), enrolled("900002", "oracy", from: "2022-10-01"),
            enrolled("900002", "maths", from: "2022-10-01"),
        ]
        given(two + inOracy + both).when(succeeded("900001", by: "900002")).then(.legal)
            .tells("union", ["900002 900001 2023-09-01"])
            .tells("optIn", ["900001 ei 2022-09-01", "900002 ei 2022-10-01 to 2023-09-01"])
            .tells(
                "enrolment",
                [
                    "900001 ei/maths 2023-09-01", "900001 ei/oracy 2022-09-12",
                    "900002 ei/maths 2022-10-01 to 2023-09-01",
                    "900002 ei/oracy 2022-10-01 to 2023-09-01",
                ]
            )
            .tells(
                "state",
                [
                    "900001 900001 391 primary Community school - 'School 900001' 2020-09-01 to "
                        + "2023-09-01",
                    "900001 900002 390 primary Academy converter - 'Ash' 2023-09-01",
                    "900002 900002 390 primary Academy converter - 'Ash' 2020-09-01 to 2023-09-01",
                ])
    }

    @Test func membersGivenOnTheSuccessionOverrideTheJoinedSchoolsOwn() {
        given(two).when(succeeded("900001", by: "900002", name: "Elm", phase: .allThrough))
            .then(.legal)
            .tells(
                "state",
                [
                    "900001 900001 391 primary Community school - 'School 900001' 2020-09-01 to "
                        + "2023-09-01",
                    "900001 900002 390 all-through Academy converter - 'Elm' 2023-09-01",
                    "900002 900002 390 primary Academy converter - 'Ash' 2020-09-01 to 2023-09-01",
                ])
    }

    @Test func aJoinedSchoolsURNMeansTheOtherBeforeAndTheOneAfter() {
        let joined = two + [succeeded("900001", by: "900002")]
        given(joined).when(optedIn("900002", from: "2022-09-01")).then(.legal)
            .tells("optIn", ["900001 ei 2023-09-01", "900002 ei 2022-09-01 to 2023-09-01"])
        given(joined).when(optedIn("900002", from: "2023-09-01")).then(.legal)
            .tells("optIn", ["900001 ei 2023-09-01"])
        given(joined).when(optedIn("900001", from: "2023-09-01")).then(.legal)
            .tells("optIn", ["900001 ei 2023-09-01"])
    }

    @Test func everyEarlierURNOfAJoinedSchoolMeansTheOneAfter() {
        given(
            two + [
                registered("900003"), succeeded("900003", by: "900002", from: "2021-09-01"),
                succeeded("900001", by: "900002"),
            ]
        )
        .when(optedIn("900003", from: "2023-10-01")).then(.legal)
        .tells("optIn", ["900001 ei 2023-10-01"])
        .tells("union", ["900002 900003 2021-09-01", "900003 900001 2023-09-01"])
        .tells(
            "urn",
            [
                "900001 900001 2020-09-01 to 2023-09-01", "900001 900002 2023-09-01",
                "900001 900003 2023-09-01 to 2023-09-01",
                "900002 900002 2020-09-01 to 2021-09-01", "900003 900002 2021-09-01 to 2023-09-01",
                "900003 900003 2020-09-01 to 2021-09-01",
            ])
    }

    @Test func aSchoolAbsorbedAndContinuedOnOneDayTakesItsEnrolmentsToTheSurvivorOnly() {
        let three = two + [registered("900003")] + inOracy
        given(three + [schoolsMerged(["900001"], into: "900002")])
            .when(succeeded("900003", by: "900001")).then(.legal)
            .tells(
                "enrolment",
                ["900001 ei/oracy 2022-09-12 to 2023-09-01", "900002 ei/oracy 2023-09-01"])
    }

    @Test func anotherSchoolsLaterURNIsNotTakenOver() {
        given(two + [succeeded("900002", by: "900008", from: "2021-09-01")])
            .when(succeeded("900001", by: "900008"))
            .refused(
                "URN 900008 is already in use by Ash (event 8, from 2021-09-01); if the two "
                    + "schools became one, record SchoolsMerged")
        given(two + [succeeded("900002", by: "900008", from: "2021-09-01")])
            .when(succeeded("900001", by: "900002"))
            .refused(
                "URN 900002 is already in use by Ash (event 8, from 2021-09-01); if the two "
                    + "schools became one, record SchoolsMerged")
    }

    @Test func aClosedSchoolOpensUnderItsNewURN() {
        given(one + inOracy + [closed("900001", from: "2023-07-31")]).when(became).then(.legal)
            .tells(
                "state",
                [
                    "900001 900001 391 primary Community school - 'School 900001' 2020-09-01 to "
                        + "2023-07-31",
                    "900001 900009 391 primary Community school - 'School 900001' 2023-09-01",
                ]
            )
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2023-07-31"])
    }

    @Test func twoSuccessionsToOneNewURNCollide() {
        given(two + [became]).when(succeeded("900002", by: "900009", from: "2022-09-01"))
            .refused(
                "event 8 (SchoolUrnSucceeded from 2023-09-01) would not be legal: URN 900009 is "
                    + "already in use by Ash (the fact proposed, from 2022-09-01); correct or "
                    + "retract event 8 first, or choose another date")
    }
}
