import Events
import Programme
import TallyTestSupport
import Testing

private let places = [
    laRegistered("391"), programmeOpened(), strandOpened("oracy"), strandOpened("maths"),
]
private let three =
    places + [registered("900001"), registered("900002"), registered("900003")]
private let takingPart = [
    optedIn("900001"), optedIn("900002"), enrolled("900001", "oracy"),
    enrolled("900002", "oracy"), enrolled("900002", "maths"),
]
private let merged = schoolsMerged(["900002"], into: "900001")

@Suite struct SchoolMergerTests {
    @Test func unitesEnrolmentsOnTheSurvivorAndDoesNotAddThemUp() {
        given(three + takingPart).when(merged).then(.legal)
            .tells(
                "enrolment",
                [
                    "900001 ei/maths 2023-09-01", "900001 ei/oracy 2022-09-12",
                    "900002 ei/maths 2022-09-12 to 2023-09-01",
                    "900002 ei/oracy 2022-09-12 to 2023-09-01",
                ]
            )
            .tells("optIn", ["900001 ei 2022-09-01", "900002 ei 2022-09-01 to 2023-09-01"])
            .tells("union", ["900002 900001 2023-09-01"])
    }

    @Test func optsTheSurvivorInWhenOnlyTheAbsorbedSchoolWas() {
        given(three + [optedIn("900002"), enrolled("900002", "oracy"), merged])
            .when(enrolled("900001", "maths", from: "2023-10-01")).then(.legal)
            .tells("optIn", ["900001 ei 2023-09-01", "900002 ei 2022-09-01 to 2023-09-01"])
    }

    @Test func decidesNothingAgain() {
        given(three + [merged]).when(merged.from("2023-10-01"))
            .decidesNothing("the merger into 900001 is already recorded (event 8, from 2023-09-01)")
    }

    @Test func needsSchoolsThatWereOpenTheDayBefore() {
        given(three + [closed("900002", from: "2023-08-31")]).when(merged)
            .refused(
                "school 900002 was not open the day before 2023-09-01: it closed (event 8, from "
                    + "2023-08-31); check the URN and the date")
        given(three + [closed("900001", from: "2023-08-31")]).when(merged)
            .refused(
                "school 900001 was not open the day before 2023-09-01: it closed (event 8, from "
                    + "2023-08-31); check the URN and the date")
        given(places + [registered("900001", from: "2023-09-01"), registered("900002")])
            .when(merged)
            .refused(
                "school 900001 was not open the day before 2023-09-01: it opened (event 5, from "
                    + "2023-09-01); check the URN and the date")
        given(places + [registered("900001")]).when(merged)
            .refused(
                "no school with URN 900002 is registered by 2023-09-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func takesWhatAClosingOfTheSameDayEnded() {
        given(three + takingPart + [closed("900002")]).when(merged).then(.legal)
            .tells(
                "enrolment",
                [
                    "900001 ei/maths 2023-09-01", "900001 ei/oracy 2022-09-12",
                    "900002 ei/maths 2022-09-12 to 2023-09-01",
                    "900002 ei/oracy 2022-09-12 to 2023-09-01",
                ])
    }

    @Test func takesWhatAClosingOfTheSameDayEndedIntoTheStrandItIsInByThen() {
        given(
            three + [optedIn("900002"), enrolled("900002", "oracy"), closed("900002")]
                + [strandSucceeded(["oracy"], by: "maths", from: "2023-09-01")]
        )
        .when(merged).then(.legal)
        .tells(
            "enrolment",
            ["900001 ei/maths 2023-09-01", "900002 ei/oracy 2022-09-12 to 2023-09-01"])
    }

    @Test func takesNothingThatEndedByItselfAfterAClosingOfTheSameDay() {
        for ending in [
            strandClosed("oracy", from: "2023-09-01"), withdrew("900002", on: "2023-09-01"),
        ] {
            given(
                three + [optedIn("900002"), enrolled("900002", "oracy"), closed("900002"), ending]
            )
            .when(merged).then(.legal)
            .tells("enrolment", ["900002 ei/oracy 2022-09-12 to 2023-09-01"])
        }
    }

    @Test func takesEnrolmentsOnceWhenASchoolIsAbsorbedTwiceOnADay() {
        given(three + [optedIn("900002"), enrolled("900002", "oracy"), merged])
            .when(schoolsMerged(["900002"], into: "900003")).then(.legal)
            .tells(
                "enrolment",
                ["900001 ei/oracy 2023-09-01", "900002 ei/oracy 2022-09-12 to 2023-09-01"])
    }

    @Test func needsSchoolsThatAreAllDifferent() {
        let twice =
            "the schools to be merged are not all different schools; check the URNs; two of them "
            + "belong to one school"
        given(three).when(schoolsMerged(["900001"], into: "900001")).refused(twice)
        given(three + [succeeded("900002", by: "900009", from: "2022-09-01")])
            .when(schoolsMerged(["900002", "900009"], into: "900001")).refused(twice)
    }

    @Test func twoSchoolsNeverTakeOverEachOther() {
        given(three + [merged]).when(schoolsMerged(["900001"], into: "900002"))
            .refused(
                "school 900002 became part of 900001 (event 8, from 2023-09-01), so 900001 cannot "
                    + "become part of it; check which school survives, or correct or retract event 8"
            )
        given(three + [merged, schoolsMerged(["900001"], into: "900003")])
            .when(schoolsMerged(["900003"], into: "900002"))
            .refused(
                "school 900002 became part of 900003 (event 8, from 2023-09-01), so 900003 cannot "
                    + "become part of it; check which school survives, or correct or retract event 8"
            )
    }

    @Test func followsTheURNsOfTheSchoolsItNames() {
        given(three + [succeeded("900002", by: "900009", from: "2022-09-01")])
            .when(merged).then(.legal)
            .tells("union", ["900002 900001 2023-09-01"])
    }

    @Test func leavesTheAbsorbedSchoolClosed() {
        given(three + [merged]).when(renamed("900002", to: "Oak", from: "2023-10-01"))
            .refused(
                "school 900002 is closed on 2023-10-01 (event 8, from 2023-09-01); 900001 took it "
                    + "over; use a date before it closed, or the school that took it over")
        given(three + [merged]).when(schoolsMerged(["900002"], into: "900003", from: "2024-01-01"))
            .refused(
                "school 900002 was not open the day before 2024-01-01: it closed (event 8, from "
                    + "2023-09-01); check the URN and the date")
    }

    @Test func chainsOfMergersCarryEnrolmentsOn() {
        given(three + takingPart + [merged])
            .when(schoolsMerged(["900001"], into: "900003", from: "2024-01-01")).then(.legal)
            .tells(
                "enrolment",
                [
                    "900001 ei/maths 2023-09-01 to 2024-01-01",
                    "900001 ei/oracy 2022-09-12 to 2024-01-01",
                    "900002 ei/maths 2022-09-12 to 2023-09-01",
                    "900002 ei/oracy 2022-09-12 to 2023-09-01", "900003 ei/maths 2024-01-01",
                    "900003 ei/oracy 2024-01-01",
                ])
    }
}

@Suite struct SchoolSplitTests {
    @Test func enrolmentsStayWithTheContinuingSchoolOnly() {
        given(three + takingPart)
            .when(split("900002", into: ["900003"], continuing: "900009")).then(.legal)
            .tells(
                "urn",
                [
                    "900001 900001 2020-09-01", "900002 900002 2020-09-01 to 2023-09-01",
                    "900002 900009 2023-09-01", "900003 900003 2020-09-01",
                ]
            )
            .tells(
                "enrolment",
                [
                    "900001 ei/oracy 2022-09-12", "900002 ei/maths 2022-09-12",
                    "900002 ei/oracy 2022-09-12",
                ])
    }

    @Test func theParentMayContinueAsItIs() {
        given(three + takingPart)
            .when(split("900002", into: ["900003"], continuing: "900002")).then(.legal)
            .tells("union", [])
            .tells(
                "enrolment",
                [
                    "900001 ei/oracy 2022-09-12", "900002 ei/maths 2022-09-12",
                    "900002 ei/oracy 2022-09-12",
                ])
    }

    @Test func enrolmentsEndWhenNoSchoolContinues() {
        given(three + takingPart).when(split("900002", into: ["900003"])).then(.legal)
            .tells(
                "enrolment",
                [
                    "900001 ei/oracy 2022-09-12", "900002 ei/maths 2022-09-12 to 2023-09-01",
                    "900002 ei/oracy 2022-09-12 to 2023-09-01",
                ])
    }

    @Test func theContinuingSchoolMayBeRegisteredSeparately() {
        given(three + takingPart)
            .when(split("900002", into: ["900003"], continuing: "900003")).then(.legal)
            .tells("union", ["900003 900002 2023-09-01"])
    }

    @Test func decidesNothingAgain() {
        let why = "the split of 900002 is already recorded (event 8, from 2023-09-01)"
        for continuing: URN? in [nil, "900002", "900009"] {
            let parting = split("900002", into: ["900003"], continuing: continuing)
            given(three + [parting]).when(parting.from("2023-10-01")).decidesNothing(why)
        }
    }

    @Test func needsRegisteredChildrenAndAParentThatWasOpen() {
        given(three).when(split("900002", into: ["900008"]))
            .refused(
                "no school with URN 900008 is registered by 2023-09-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
        given(three + [closed("900002", from: "2023-08-31")])
            .when(split("900002", into: ["900003"]))
            .refused(
                "school 900002 was not open the day before 2023-09-01: it closed (event 8, from "
                    + "2023-08-31); check the URN and the date")
        given(three + [succeeded("900001", by: "900007", from: "2021-09-01")])
            .when(split("900002", into: ["900003"], continuing: "900007"))
            .refused(
                "URN 900007 is already in use by School 900001 (event 8, from 2021-09-01); if the "
                    + "two schools became one, record SchoolsMerged")
        given(three + [succeeded("900002", by: "900007", from: "2021-09-01")])
            .when(split("900002", into: ["900003"], continuing: "900002"))
            .refused(
                "900002 is a URN the same school has had (event 6, from 2020-09-01); a succession "
                    + "cannot lead back; check the two URNs")
    }
}
