import Events
import Programme
import TallyTestSupport
import Testing

@Suite struct EvidenceTests {
    @Test func anIndicatorIsDefinedOnce() {
        given().when(indicatorDefined()).then(.legal).tells("indicator", ["absence 2021-09-01"])
        given(indicatorDefined()).when(indicatorDefined(from: "2022-01-01"))
            .decidesNothing("indicator absence is already defined (event 1, from 2021-09-01)")
        given(indicatorDefined()).when(indicatorDefined(better: .up))
            .refused(
                "indicator absence is already defined with other details (event 1, from "
                    + "2021-09-01); give this one a name or reference of its own, or correct "
                    + "event 1")
    }

    @Test func anObservationNeedsItsIndicatorDefinedByThen() {
        given(indicatorDefined()).when(observed(126, of: 4200)).then(.legal)
            .tells("observation", ["absence 126 2023-10-01"])
        let unknown = "; record IndicatorDefined first, or check its short name and the date"
        given().when(observed(126))
            .refused("indicator absence is not defined by 2023-10-01" + unknown)
        given(indicatorDefined()).when(observed(126, from: "2021-08-31"))
            .refused("indicator absence is not defined by 2021-08-31" + unknown)
        given(indicatorDefined(), observed(126)).when(retract: 1)
            .refused(
                "event 2 (IndicatorObserved from 2023-10-01) would not be legal: indicator absence "
                    + "is not defined by 2023-10-01; correct or retract event 2 first, or choose "
                    + "another date")
    }

    @Test func anObservationIsOfAPeriodThatHasADay() {
        given(indicatorDefined())
            .when(observed(1, days: ("2023-09-01", "2023-09-01")))
            .refused(
                "the observation ends on 2023-09-01, which is not after its first day 2023-09-01; "
                    + "check the two dates; 'to' is the first day after the period")
        given(indicatorDefined()).when(observed(1, days: ("2023-09-01", "2023-09-02")))
            .then(.legal)
    }

    @Test func onePeriodIsObservedOnceOfEverybodyAndOnceOfEachCohort() {
        let one = [indicatorDefined(), observed(126, of: 4200)]
        given(one).when(observed(126, of: 4200, from: "2023-11-01"))
            .decidesNothing(
                "absence from 2022-09-01 to 2023-09-01 is already observed (event 2, from "
                    + "2023-10-01)")
        given(one).when(observed(127, of: 4200))
            .refused(
                "absence from 2022-09-01 to 2023-09-01 is already observed with other details "
                    + "(event 2, from 2023-10-01); give this one a name or reference of its own, "
                    + "or correct event 2")
        given(one).when(observed(9, of: 300, cohort: "year-7")).then(.legal)
        given(one).when(observed(9, of: 300, comparator: "similar-areas")).then(.legal)
        given(one).when(observed(127, days: ("2023-09-01", "2024-09-01"))).then(.legal)
    }

    @Test func aRatingMayBeGivenAgain() {
        given(rated()).when(rated()).then(.legal)
            .tells(
                "rating", ["clarity-focus 3 2023-10-01", "clarity-focus 3 2023-10-01"])
    }

    @Test func aDocumentIsFiledOnceUnderEachCriterion() {
        given(filed()).when(filed(from: "2024-01-01"))
            .decidesNothing(
                "the document aaaaaaaaaaaa… under clarity-focus is already filed (event 1, from "
                    + "2023-10-01)")
        given(filed()).when(filed(title: "Another"))
            .refused(
                "the document aaaaaaaaaaaa… under clarity-focus is already filed with other "
                    + "details (event 1, from 2023-10-01); give this one a name or reference of "
                    + "its own, or correct event 1")
        given(filed()).when(filed(under: "voice")).then(.legal)
    }

    @Test func aReferenceOfAViewIsToldOnce() {
        given().when(viewed(la: "391")).then(.legal).tells("view", ["survey-1 for 2023-10-01"])
        given(viewed()).when(viewed(from: "2024-01-01"))
            .decidesNothing("view survey-1 is already recorded (event 1, from 2023-10-01)")
        given(viewed()).when(viewed(position: .against))
            .refused(
                "view survey-1 is already recorded with other details (event 1, from 2023-10-01); "
                    + "give this one a name or reference of its own, or correct event 1")
    }

    @Test func aReferenceOfADecisionIsToldOnce() {
        given().when(decided("CAB 7: revised")).then(.legal)
            .tells("decision", ["CAB 7: revised 2021-03-01"])
        given(decided()).when(decided(from: "2022-03-01"))
            .decidesNothing("decision CAB-1 is already recorded (event 1, from 2021-03-01)")
        given(decided()).when(decided(by: "mayor"))
            .refused(
                "decision CAB-1 is already recorded with other details (event 1, from 2021-03-01); "
                    + "give this one a name or reference of its own, or correct event 1")
    }

    @Test func aVersionOfAPlanIsAgreedOnceInEachLocality() {
        given(planAgreed()).when(planAgreed(from: "2022-01-01"))
            .decidesNothing(
                "version 1 of the plan of authority:ntca is already agreed (event 1, from "
                    + "2021-09-01)")
        given(planAgreed()).when(planAgreed(criteria: ["Another"]))
            .refused(
                "version 1 of the plan of authority:ntca is already agreed with other details "
                    + "(event 1, from 2021-09-01); give this one a name or reference of its own, "
                    + "or correct event 1")
        given(planAgreed()).when(planAgreed(.word("v2"))).then(.legal)
        given(planAgreed()).when(planAgreed(for: "la:391")).then(.legal)
    }

    @Test func aMilestoneNeedsAPlanAndIsMetOnce() {
        given(planAgreed()).when(milestoneMet()).then(.legal)
            .tells("milestone", ["authority:ntca 100 schools 2022-09-01"])
        given(planAgreed()).when(milestoneMet(of: "la:391"))
            .refused(
                "no plan of la:391 is agreed by 2022-09-01; record ActionPlanAgreed first, or check "
                    + "the locality and the date")
        given(planAgreed(), milestoneMet()).when(milestoneMet(from: "2023-01-01"))
            .decidesNothing(
                "the milestone '100 schools' of authority:ntca is already met (event 2, from "
                    + "2022-09-01)")
        given(planAgreed(), milestoneMet()).when(correct: 1, to: planAgreed(from: "2023-01-01"))
            .refused(
                "event 2 (MilestoneMet from 2022-09-01) would not be legal: no plan of "
                    + "authority:ntca is agreed by 2022-09-01; correct or retract event 2 first, "
                    + "or choose another date")
    }
}
