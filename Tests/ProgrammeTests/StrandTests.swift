import Events
import Programme
import TallyTestSupport
import Testing

private let programme = programmeOpened()
private let oracy = strandOpened("oracy")
private let maths = strandOpened("maths")
private let open = [programme, oracy, maths]
private let enrolment = [
    laRegistered("391"), registered("900001"), optedIn("900001"), enrolled("900001", "oracy"),
]
private let unknown =
    "there is no programme ei; record ProgrammeOpened first, or check its short name"
private let over =
    "programme ei has closed (event 2, from 2025-09-01); use an earlier date, or another programme"

@Suite struct ProgrammeLifeTests {
    @Test func aProgrammeIsOpenedOnce() {
        given().when(programme).then(.legal).tells("programme", ["ei authority:ntca 2021-01-01"])
        given(programme).when(programme.from("2022-01-01"))
            .decidesNothing("ei is already open (event 1, from 2021-01-01)")
        given(programme).when(programmeOpened(name: "Another"))
            .refused(
                "programme ei is already open as Programme ei, led by authority:ntca (event 1, "
                    + "from 2021-01-01); choose another short name, or correct event 1")
        given(programme).when(programmeOpened(lead: "la:391"))
            .refused(
                "programme ei is already open as Programme ei, led by authority:ntca (event 1, "
                    + "from 2021-01-01); choose another short name, or correct event 1")
        given(programme, programmeClosed()).when(programme.from("2026-01-01"))
            .refused(
                "programme ei has closed (event 2, from 2025-09-01); choose another short name")
    }

    @Test func anOpenProgrammeMovesToAnotherLead() {
        given(programme).when(programmeMoved(to: "la:391")).then(.legal)
            .tells(
                "programme", ["ei authority:ntca 2021-01-01 to 2023-01-01", "ei la:391 2023-01-01"])
        given(programme).when(programmeMoved(to: "authority:ntca"))
            .decidesNothing("ProgrammeMoved would change nothing")
        given().when(programmeMoved(to: "la:391"))
            .refused(
                "there is no programme ei yet; record ProgrammeOpened first, or check its short "
                    + "name and the date")
        given(programme, programmeClosed()).when(programmeMoved(to: "la:391", from: "2026-01-01"))
            .refused(over)
    }

    @Test func closingItEndsItsStrandsOptInsAndEnrolments() {
        given(open + enrolment).when(programmeClosed()).then(.legal)
            // Its money has a lead even after it closed.
            .tells("programme", ["ei authority:ntca 2021-01-01"])
            .tells(
                "strand",
                [
                    "ei/maths 'Strand maths' 2021-01-01 to 2025-09-01",
                    "ei/oracy 'Strand oracy' 2021-01-01 to 2025-09-01",
                ]
            )
            .tells("optIn", ["900001 ei 2022-09-01 to 2025-09-01"])
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2025-09-01"])
        given(programme, programmeClosed()).when(programmeClosed(from: "2026-01-01"))
            .decidesNothing("programme ei has already closed (event 2, from 2025-09-01)")
        given().when(programmeClosed())
            .refused(
                "there is no programme ei yet; record ProgrammeOpened first, or check its short "
                    + "name and the date")
    }

    @Test func everyRuleIsKeptForItsDays() {
        given(programme).when(ruleSet(phases: [.primary])).then(.legal)
        given(programme, ruleSet(phases: [.primary]))
            .when(ruleSet(phases: [.secondary], from: "2023-09-01")).then(.legal)
            .tells(
                "rule",
                [
                    "ei [primary] 2021-01-01 to 2023-09-01", "ei [secondary] 2023-09-01",
                ])
        given(programme, ruleSet(phases: [.primary]))
            .when(ruleSet(phases: [.primary], from: "2023-09-01"))
            .decidesNothing("EligibilityRuleSet would change nothing")
        given().when(ruleSet()).refused(unknown)
        given(programme, programmeClosed()).when(ruleSet(from: "2026-01-01")).refused(over)
    }
}

@Suite struct StrandTests {
    @Test func isOpenedOnceAndMayOpenAgain() {
        given(programme).when(oracy).then(.legal)
            .tells("strand", ["ei/oracy 'Strand oracy' 2021-01-01"])
        given(programme, oracy).when(oracy.from("2022-01-01"))
            .decidesNothing("strand oracy is already open (event 2, from 2021-01-01)")
        given().when(oracy).refused(unknown)
        given(programme, oracy, strandClosed("oracy"))
            .when(oracy.from("2025-01-01")).then(.legal)
            .tells(
                "strand",
                [
                    "ei/oracy 'Strand oracy' 2021-01-01 to 2024-09-01",
                    "ei/oracy 'Strand oracy' 2025-01-01",
                ])
    }

    @Test func closesOnceAndEndsItsEnrolments() {
        given(open + enrolment).when(strandClosed("oracy")).then(.legal)
            .tells("enrolment", ["900001 ei/oracy 2022-09-12 to 2024-09-01"])
        given(open + [strandClosed("oracy")]).when(strandClosed("oracy", from: "2025-01-01"))
            .decidesNothing("strand oracy is already closed (event 4, from 2024-09-01)")
        given(open).when(strandClosed("art"))
            .refused(
                "there is no strand art in ei by that date; use one of its strands (maths, oracy), "
                    + "or record StrandOpened first")
    }

    @Test func thatSucceedsOthersTakesTheirEnrolmentsOverOnceEach() {
        let both = enrolment + [enrolled("900001", "maths")]
        given(open + both).when(strandSucceeded(["oracy", "maths"], by: "craft")).then(.legal)
            .tells(
                "strand",
                [
                    "ei/craft 'craft' 2024-01-01",
                    "ei/maths 'Strand maths' 2021-01-01 to 2024-01-01",
                    "ei/oracy 'Strand oracy' 2021-01-01 to 2024-01-01",
                ]
            )
            .tells(
                "enrolment",
                [
                    "900001 ei/craft 2024-01-01", "900001 ei/maths 2022-09-12 to 2024-01-01",
                    "900001 ei/oracy 2022-09-12 to 2024-01-01",
                ])
    }

    @Test func aPairAlreadyActiveInTheNewStrandGoesOn() {
        given(open + enrolment + [enrolled("900001", "maths")])
            .when(strandSucceeded(["oracy"], by: "maths")).then(.legal)
            .tells(
                "enrolment",
                ["900001 ei/maths 2022-09-12", "900001 ei/oracy 2022-09-12 to 2024-01-01"])
    }

    @Test func isSucceededOnlyWhileItIsOpen() {
        given(open + [strandSucceeded(["oracy"], by: "maths")])
            .when(strandSucceeded(["oracy"], by: "maths", from: "2024-02-01"))
            .decidesNothing(
                "maths has already taken over from those strands (event 4, from 2024-01-01)")
        given(open + [strandClosed("oracy")])
            .when(strandSucceeded(["oracy"], by: "maths", from: "2025-01-01"))
            .decidesNothing("strand oracy is already closed (event 4, from 2024-09-01)")
        given(open).when(strandSucceeded(["art"], by: "maths"))
            .refused(
                "there is no strand art in ei by that date; use one of its strands (maths, oracy), "
                    + "or record StrandOpened first")
        given(open).when(strandSucceeded(["oracy", "maths"], by: "maths"))
            .refused("strand maths cannot succeed itself; check the strands")
        given().when(strandSucceeded(["oracy"], by: "maths")).refused(unknown)
    }
}
