import Events
import Programme
import TallyTestSupport
import Testing

private let programme = programmeOpened()
private let approved = [programme, fundingApproved(1_000_00)]
private let committed400 = approved + [committed("k1", 400_00)]
private let unknown =
    "there is no programme ei; record ProgrammeOpened first, or check its short name"

private func other(_ thing: String, _ since: String, _ seq: Int) -> String {
    "\(thing) is already recorded with other details (event \(seq), from \(since)); give this one "
        + "another short name, or correct event \(seq)"
}

@Suite struct ApprovalTests {
    @Test func fundingIsApprovedOnceForAKnownProgramme() {
        given(programme).when(fundingApproved(1_000_00)).then(.legal)
            .tells("approval", ["grant 100000 2021-03-01"])
        given(approved).when(fundingApproved(1_000_00, from: "2022-03-01"))
            .decidesNothing("funding grant is already approved (event 2, from 2021-03-01)")
        given(approved).when(fundingApproved(2_000_00))
            .refused(other("funding grant", "2021-03-01", 2))
        given(approved + [programmeOpened("ep")]).when(fundingApproved(1_000_00, for: "ep"))
            .refused(other("funding grant", "2021-03-01", 2))
        given().when(fundingApproved(1_000_00)).refused(unknown)
    }

    @Test func allocationsDoNotExceedWhatIsApproved() {
        given(approved).when(budgetAllocated(1_000_00)).then(.legal)
            .tells("allocation", ["oracy 100000 2021-04-01"])
        given(approved).when(budgetAllocated(1_000_01))
            .refused(
                "allocating £1,000.01 would bring the allocations to £1,000.01, over the £1,000 "
                    + "approved by 2021-04-01; record FundingApproved first, or allocate less")
        given(approved + [budgetAllocated(600_00)]).when(budgetAllocated(500_00, to: "maths"))
            .refused(
                "allocating £500 would bring the allocations to £1,100, over the £1,000 approved "
                    + "by 2021-04-01; record FundingApproved first, or allocate less")
        given(approved + [budgetAllocated(600_00)]).when(budgetAllocated(600_00))
            .decidesNothing("this allocation is already recorded (event 3, from 2021-04-01)")
        given(approved).when(budgetAllocated(1_00, from: "2021-02-28"))
            .refused(
                "allocating £1 would bring the allocations to £1, over the £0 approved by "
                    + "2021-02-28; record FundingApproved first, or allocate less")
        given().when(budgetAllocated(1_00)).refused(unknown)
    }

    @Test func whatIsAllocatedOrCommittedKeepsItsApproval() {
        given(approved + [budgetAllocated(600_00)]).when(retract: 2)
            .refused(
                "event 3 (BudgetAllocated from 2021-04-01) would not be legal: allocating £600 "
                    + "would bring the allocations to £600, over the £0 approved by 2021-04-01; "
                    + "correct or retract event 3 first, or choose another date")
        given(committed400).when(correct: 2, to: fundingApproved(300_00))
            .refused(
                "event 3 (SpendCommitted from 2022-04-01) would not be legal: committing £400 more "
                    + "would bring the commitments of ei to £400, over the £300 approved by "
                    + "2022-04-01; correct or retract event 3 first, or choose another date")
        given(committed400 + [varied("k1", to: 900_00)])
            .when(correct: 2, to: fundingApproved(500_00))
            .refused(
                "event 4 (CommitmentVaried from 2022-10-01) would not be legal: committing £500 "
                    + "more would bring the commitments of ei to £900, over the £500 approved by "
                    + "2022-10-01; correct or retract event 4 first, or choose another date")
    }
}

@Suite struct CommitmentTests {
    @Test func isWithinTheApprovalOrHasADecisionOfItsOwn() {
        given(approved).when(committed("k1", 1_000_00)).then(.legal)
            .tells("commitment", ["k1 100000 2022-04-01"])
        given(committed400).when(committed("k2", 600_01))
            .refused(
                "committing £600.01 more would bring the commitments of ei to £1,000.01, over the "
                    + "£1,000 approved by 2022-04-01; give the decisionRef that allows it, or "
                    + "record FundingApproved first")
        given(committed400).when(committed("k2", 600_01, decisionRef: "CAB-9")).then(.legal)
        given(committed400).when(committed("k1", 400_00, from: "2023-01-01"))
            .decidesNothing("commitment k1 is already recorded (event 3, from 2022-04-01)")
        given(committed400).when(committed("k1", 500_00))
            .refused(other("commitment k1", "2022-04-01", 3))
        given().when(committed("k1", 1_00)).refused(unknown)
    }

    @Test func isVariedWithinTheApprovalAndNeverBelowWhatIsSpent() {
        given(committed400).when(varied("k1", to: 1_000_00)).then(.legal)
            .tells("commitment", ["k1 40000 2022-04-01, 100000 2022-10-01"])
        given(committed400).when(varied("k1", to: 400_00))
            .decidesNothing("CommitmentVaried would change nothing")
        given(committed400).when(varied("k1", to: 1_000_01))
            .refused(
                "committing £600.01 more would bring the commitments of ei to £1,000.01, over the "
                    + "£1,000 approved by 2022-10-01; give the decisionRef that allows it, or "
                    + "record FundingApproved first")
        given(approved + [committed("k1", 400_00, decisionRef: "CAB-9")])
            .when(varied("k1", to: 5_000_00)).then(.legal)
        let spentSome = committed400 + [spent("v1", 300_00, against: "k1")]
        given(spentSome).when(varied("k1", to: 300_00, from: "2023-01-01")).then(.legal)
        given(spentSome).when(varied("k1", to: 299_99, from: "2023-01-01"))
            .refused(
                "£300 is already spent against commitment k1 by 2023-01-01, more than £299.99; "
                    + "vary it to no less than what is spent, or reverse the spend first")
        given(spentSome + [reversed("v1")])
            .when(varied("k1", to: 1_00, from: "2023-03-01")).then(.legal)
        given(approved).when(varied("k1", to: 1_00))
            .refused(
                "there is no commitment k1 by 2022-10-01; record SpendCommitted first, or check "
                    + "its short name and the date")
    }

    @Test func isReleasedOnceAndGivesBackWhatIsNotSpent() {
        given(committed400).when(released("k1")).then(.legal)
            .tells("commitment", ["k1 40000 2022-04-01, 0 2023-04-01 released 2023-04-01"])
        given(committed400 + [released("k1")]).when(released("k1", from: "2024-01-01"))
            .decidesNothing("commitment k1 is already released (event 4, from 2023-04-01)")
        given(approved).when(released("k1"))
            .refused(
                "there is no commitment k1 by 2023-04-01; record SpendCommitted first, or check "
                    + "its short name and the date")
        given(committed400 + [released("k1")]).when(varied("k1", to: 1_00, from: "2024-01-01"))
            .refused(
                "commitment k1 is released (event 4, from 2023-04-01); record a new commitment, or "
                    + "use an earlier date")
        given(committed400 + [released("k1")])
            .when(committed("k2", 1_000_00, from: "2023-05-01")).then(.legal)
        given(committed400 + [spent("v1", 100_00, against: "k1"), released("k1")])
            .when(committed("k2", 900_01, from: "2023-05-01"))
            .refused(
                "committing £900.01 more would bring the commitments of ei to £1,000.01, over the "
                    + "£1,000 approved by 2023-05-01; give the decisionRef that allows it, or "
                    + "record FundingApproved first")
    }

    @Test func takesSpendAlthoughAnotherWasReleasedBefore() {
        given(
            committed400 + [released("k1"), committed("k2", 1_000_00, from: "2023-05-01")]
        )
        .when(spent("v1", 50_00, against: "k2", from: "2023-06-01")).then(.legal)
    }
}

@Suite struct SpendTests {
    @Test func coversAtLeastADay() {
        given(programme).when(spent("v1", 10_00, days: ("2022-09-01", "2022-09-02"))).then(.legal)
            .tells("spend", ["v1 1000 2022-12-01"])
        given(programme).when(spent("v1", 10_00, days: ("2022-09-01", "2022-09-01")))
            .refused(
                "the spend covers no day: it is from 2022-09-01 to before 2022-09-01; give as 'to' "
                    + "the first day after the period")
        given(programme, spent("v1", 10_00)).when(spent("v1", 10_00, from: "2023-01-01"))
            .decidesNothing("spend v1 is already recorded (event 2, from 2022-12-01)")
        given(programme, spent("v1", 10_00)).when(spent("v1", 10_01))
            .refused(other("spend v1", "2022-12-01", 2))
        given().when(spent("v1", 10_00)).refused(unknown)
    }

    @Test func isNotOverTheOpenCommitment() {
        given(committed400).when(spent("v1", 400_00, against: "k1")).then(.legal)
        let some = committed400 + [spent("v1", 300_00, against: "k1")]
        given(some).when(spent("v2", 100_01, against: "k1"))
            .refused(
                "£100.01 is more than the £100 still open of commitment k1 (event 3, from "
                    + "2022-04-01); vary the commitment first, or record a smaller amount")
        given(some + [reversed("v1")])
            .when(spent("v2", 400_00, against: "k1", from: "2023-02-01")).then(.legal)
        given(some + [varied("k1", to: 500_00)])
            .when(spent("v2", 200_00, against: "k1")).then(.legal)
        given(approved).when(spent("v1", 1_00, against: "k1"))
            .refused(
                "there is no commitment k1 by 2022-12-01; record SpendCommitted first, or check "
                    + "its short name and the date")
        given(committed400 + [released("k1")])
            .when(spent("v1", 1_00, against: "k1", from: "2023-05-01"))
            .refused(
                "commitment k1 is released (event 4, from 2023-04-01); record a new commitment, or "
                    + "use an earlier date")
    }

    @Test func isReversedOnce() {
        given(programme, spent("v1", 10_00)).when(reversed("v1")).then(.legal)
            .tells("spend", ["v1 1000 2022-12-01 reversed 2023-02-01"])
        given(programme, spent("v1", 10_00), reversed("v1"))
            .when(reversed("v1", from: "2024-01-01"))
            .decidesNothing("spend v1 is already reversed (event 3, from 2023-02-01)")
        given(programme).when(reversed("v1"))
            .refused("there is no spend v1 by 2023-02-01; check its short name and the date")
    }

    @Test func backdatedNeverExceedsWhatWasOpenThen() {
        given(committed400 + [spent("v1", 300_00, against: "k1")])
            .when(spent("v0", 200_00, against: "k1", from: "2022-06-01"))
            .refused(
                "event 4 (SpendRecorded from 2022-12-01) would not be legal: £300 is more than the "
                    + "£200 still open of commitment k1 (event 3, from 2022-04-01); correct or "
                    + "retract event 4 first, or choose another date")
    }

    @Test func againstACommitmentOfAnotherProgrammeDoesNotHinderThatProgramme() {
        given(
            committed400 + [programmeOpened("ep"), spent("v1", 10_00, against: "k1", for: "ep")]
        )
        .when(strandOpened("art", in: "ep", from: "2023-01-01")).then(.legal)
    }
}

@Suite struct OtherMoneyTests {
    @Test func theNewestForecastWins() {
        given(programme).when(forecast(10_00)).then(.legal)
        given(programme, forecast(10_00)).when(forecast(20_00)).then(.legal)
            .tells("forecast", ["- 1000 2023-04-01", "- 2000 2023-04-01"])
        given(programme, forecast(10_00)).when(forecast(10_00, strand: "oracy")).then(.legal)
        given(programme, forecast(10_00)).when(forecast(10_00, from: "2023-05-01"))
            .decidesNothing("ForecastRevised would change nothing")
        given().when(forecast(10_00)).refused(unknown)
    }

    @Test func aContributionInKindSaysHowItIsValued() {
        given(programme).when(contributed(.cash)).then(.legal)
        given(programme).when(contributed(.inKind, halfDays: 10, ratePence: 250_00)).then(.legal)
        given(programme).when(contributed(.inKind, method: "Estimate")).then(.legal)
        let valued =
            "an in-kind contribution needs half-days and a rate, or a method; give halfDays and "
            + "ratePence, or say in method how it was valued"
        given(programme).when(contributed(.inKind)).refused(valued)
        given(programme).when(contributed(.inKind, halfDays: 10)).refused(valued)
        given(programme).when(contributed(.inKind, ratePence: 250_00)).refused(valued)
        given(programme).when(contributed(days: ("2023-09-01", "2022-09-01")))
            .refused(
                "the contribution covers no day: it is from 2023-09-01 to before 2022-09-01; give "
                    + "as 'to' the first day after the period")
        given().when(contributed()).refused(unknown)
    }

    @Test func aBaselineIsAlwaysLegal() { given().when(baselineCost()).then(.legal) }

    @Test func aSharedCostRuleIsForAKnownProgramme() {
        given(programme).when(sharedCostRule(.fixed, weights: ["oracy": 3])).then(.legal)
        given().when(sharedCostRule()).refused(unknown)
    }

    @Test func aPublishedPriceSeriesIsNeverReplaced() {
        given().when(seriesPublished()).then(.legal)
        given(seriesPublished()).when(seriesPublished(from: "2024-05-01"))
            .decidesNothing("series gdp is already recorded (event 1, from 2024-03-28)")
        given(seriesPublished()).when(seriesPublished(index: ["2022-23": 99_000]))
            .refused(
                "series gdp of 2024-03-28 is recorded with other figures (event 1, from "
                    + "2024-03-28); a published series is never replaced; give the new publication "
                    + "date")
        given(seriesPublished()).when(seriesPublished(on: "2024-06-28")).then(.legal)
    }

    @Test(arguments: [
        (0, "£0"), (5, "£0.05"), (123_450, "£1,234.50"), (100_000_000, "£1,000,000"),
        (-150, "-£1.50"),
        (99_999, "£999.99"),
    ])
    func penceAreWrittenAsPounds(_ pence: Int, _ text: String) { #expect(pounds(pence) == text) }
}
