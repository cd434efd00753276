import CanonicalJSON

/// Cases of money worked by hand, the first of them of the kinds in the shared file.
let ownMoneyCases: [MoneyCase] =
    likeShared + [
        sharedByFixedParts, sharedByDays, sharedBySchools, sharedByPoints, realTerms,
        baselineSaving,
        grantPassedThrough, grantOfWhichLittleIsSpent, participants, yearSplit, reversed,
        equalLargest, outcomeBeyondComparator,
    ]

private let likeShared = ownScenarios.compactMap(moneyCase)

private let ownScenarios: [JSONValue] = [
    // 100 schools for 249 days, 150 for 117: 24,900 + 17,550 school-days over 366; 36600p / 366 days.
    #"{"id":"V01","inputs":{"spendPence":36600,"period":["2023-09-01","2024-09-01"],"#
        + #""mergerEffective":"2024-05-07","engagedBefore":10,"engagedAfter":15},"#
        + #""expect":{"daysBefore":249,"daysAfter":117,"ntcaSharePence":24900,"#
        + #""necaSharePence":11700,"schoolDays":4245,"schoolYears4dp":11.5984,"#
        + #""costPerSchoolYearPence":3156}}"#,
    #"{"id":"V03","inputs":{"committedPence":5000,"actualToDatePence":2100,"#
        + #""forecastRemainingPence":3300},"expect":{"forecastOutturnPence":5400,"#
        + #""uncommittedActual":0,"underspendAgainstCommitmentPence":-400,"#
        + #""committedNotYetSpentPence":2900}}"#,
    #"{"id":"V04","inputs":{"authorityPence":900,"laCashPence":50,"schoolCashPence":30,"#
        + #""trustInKindPence":20,"engaged":3},"expect":{"authorityCostPerSchoolPence":300,"#
        + #""totalResourceCostPerSchoolPence":333,"leverageRatio":0.11,"#
        + #""inKindShareOfTotalPercent":2.0}}"#,
    #"{"id":"V06","inputs":{"costBeforePence":1000,"schoolsBefore":4,"costAfterPence":1500,"#
        + #""schoolsAfter":8},"expect":{"averageBeforePence":250,"averageAfterPence":188,"#
        + #""marginalPerAddedSchoolPence":125,"costElasticity4dp":0.5850}}"#,
    #"{"id":"V08","inputs":{"rows":[["a",1000,3],["b",1000,7]]},"expect":{"unitPence":[333,143]}}"#,
].compactMap { try? JSONValue(parsing: $0) }

private let strandReport = "costs-by-strand --financial-year 2023-24"

private func rule(_ basis: String, _ more: String = "") -> String {
    fact(
        "SharedCostRuleSet", from: "2022-04-01",
        #""programme":"learning","basis":"\#(basis)""# + more)
}

/// £10 for three strands of 1, 1 and 1 parts: 333.33 each, and the penny over to the first by name.
private let sharedByFixedParts = MoneyCase(
    name: "shared by fixed parts",
    facts: moneyPlaces
        + rule("fixed", #","weights":{"oracy":1,"maths":1,"wellbeing":1}"#)
        + paid("s", 1_000, "2023-04-01", "2024-04-01", by: "authority:north")
        + paid(
            "o", 50, "2023-04-01", "2024-04-01", by: "authority:north", #","strand":"oracy""#),
    checks: [
        .init(strandReport, "strands/learning:maths/allocatedCostPence", 334),
        .init(strandReport, "strands/learning:oracy/allocatedCostPence", 333),
        .init(strandReport, "strands/learning:wellbeing/allocatedCostPence", 333),
        .init(strandReport, "strands/learning:oracy/strandCostPence", 383),
        .init(strandReport, "figures/strandCostPence", 1_050),
        .init(strandReport, "figures/unallocatedCostPence", 0),
    ])

/// From 1 March 2024 one school in maths (31 days); two in oracy all the year (732 days): of 763p.
private let sharedByDays = MoneyCase(
    name: "shared by days",
    facts: moneyPlaces + rule("days") + twoStrands
        + paid("s", 763, "2023-04-01", "2024-04-01", by: "authority:north"),
    checks: [
        .init(strandReport, "strands/learning:oracy/allocatedCostPence", 732),
        .init(strandReport, "strands/learning:maths/allocatedCostPence", 31),
    ])

/// The same two strands had two schools and one, whenever they came: 2 to 1 of 1,000p.
private let sharedBySchools = MoneyCase(
    name: "shared by schools",
    facts: moneyPlaces + rule("schools") + twoStrands
        + paid("s", 1_000, "2023-04-01", "2024-04-01", by: "authority:north"),
    checks: [
        .init(strandReport, "strands/learning:oracy/allocatedCostPence", 667),
        .init(strandReport, "strands/learning:maths/allocatedCostPence", 333),
    ])

/// One of the two schools in oracy left in 2023: 1 point to 1 at the end.
private let sharedByPoints = MoneyCase(
    name: "shared by points",
    facts: moneyPlaces + rule("points") + twoStrands
        + fact(
            "StrandEnrolmentEnded", from: "2023-10-01",
            #""programme":"learning","strand":"oracy","urn":"100001""#)
        + paid("s", 1_001, "2023-04-01", "2024-04-01", by: "authority:north"),
    checks: [
        .init(strandReport, "strands/learning:maths/allocatedCostPence", 501),
        .init(strandReport, "strands/learning:oracy/allocatedCostPence", 500),
    ])

private let twoStrands =
    schools(1...2, la: "391", from: "2023-04-01")
    + schools(3...3, la: "391", from: "2024-03-01", strand: "maths")

private func published(_ day: String, _ index: String) -> String {
    fact(
        "PriceSeriesPublished", from: day,
        #""series":"gdp","publishedOn":"\#(day)","baseYear":"2022-23","index":{\#(index)}"#)
}

private let series =
    published("2024-03-28", #""2021-22":94300,"2022-23":100000,"2023-24":105000"#)
    + published("2024-06-28", #""2021-22":94300,"2022-23":100000,"2023-24":106100"#)

/// 14,600p over 365 days, 40p a day: 30 days in 2022-23 at 100, 335 in 2023-24 at 106.1 or 105.
private let realTerms = MoneyCase(
    name: "real terms",
    facts: moneyPlaces + series
        + paid("s", 14_600, "2023-03-02", "2024-03-01", by: "authority:north"),
    checks: [
        .init(
            "value-for-money --from 2023-03-02 --as-of 2024-03-31",
            "figures/realNetAuthorityCostPence", 13_830),
        .init(
            "value-for-money --from 2023-03-02 --as-of 2024-03-31 --prices gdp@2024-03-28",
            "figures/realNetAuthorityCostPence", 13_962),
        .init(
            "costs-by-payer --from 2023-03-02 --as-of 2024-03-31",
            "payers/authority:north/realNetCostPence", 13_830),
        .init(
            "value-for-money --from 2023-03-02 --as-of 2024-03-31 --prices cpi",
            "figures/realNetAuthorityCostPence", "null"),
        .init(
            "value-for-money --from 2023-03-02 --as-of 2024-03-31",
            "years/2022-23/netAuthorityCostPence", 1_200),
    ])

/// £45,000 of 2021-22 in the prices of 2023-24: 4,500,000 x 106100 / 94300 = 5,063,096.5, half up.
private let baselineSaving = MoneyCase(
    name: "saving against a baseline",
    facts: moneyPlaces + series
        + fact(
            "BaselineCostRecorded", from: "2023-04-01",
            #""body":{"kind":"la","id":"391"},"activity":"Advisers","amountPence":4500000,"#
                + #""financialYear":"2021-22","method":"Outturn","confidence":"medium""#)
        + paid("s", 3_800_000, "2023-04-01", "2024-04-01", by: "la:391")
        + paid("t", 100, "2023-04-01", "2024-04-01", by: "la:390"),
    checks: [
        .init(payerReport, "payers/la:391/baselineCostPence", 5_063_097),
        .init(payerReport, "payers/la:391/savingPence", 1_263_097),
        .init(payerReport, "payers/la:390/savingPence", "null"),
        .init(payerReport, "figures/savingPence", 1_263_097),
    ])

private let payerReport = "costs-by-payer --financial-year 2023-24"

private let toLA = #","passedTo":{"kind":"la","id":"391"}"#

/// The authority spends 300p itself and passes 200p on, which the local authority spends: 500p.
private let grantPassedThrough = MoneyCase(
    name: "a grant passed through",
    facts: moneyPlaces + paid("a", 300, "2023-04-01", "2024-04-01", by: "authority:north")
        + paid("b", 200, "2023-04-01", "2024-04-01", by: "authority:north", toLA)
        + paid("c", 200, "2023-04-01", "2024-04-01", by: "la:391"),
    checks: [
        .init(payerReport, "payers/la:391/netCostPence", 0),
        .init(payerReport, "payers/authority:north/netCostPence", 500),
        .init(payerReport, "figures/netCostPence", 500),
        .init(payerReport, "figures/countedOncePence", 500),
        .init(payerReport, "figures/bornePence", 700),
    ])

/// Of 200p passed on the ledger knows 50p spent: nobody's cost is more than the 200p.
private let grantOfWhichLittleIsSpent = MoneyCase(
    name: "a grant of which little is spent",
    facts: moneyPlaces + paid("b", 200, "2023-04-01", "2024-04-01", by: "authority:north", toLA)
        + paid("c", 50, "2023-04-01", "2024-04-01", by: "la:391"),
    checks: [
        .init(payerReport, "payers/la:391/netCostPence", -150),
        .init(payerReport, "figures/countedOncePence", 200),
    ])

/// £1,200 for 36 leads, 7 teachers and no pupils.
private let participants = MoneyCase(
    name: "cost per participant",
    facts: moneyPlaces
        + paid(
            "s", 120_000, "2023-04-01", "2024-04-01", by: "authority:north",
            #","strand":"oracy""#)
        + fact(
            "ParticipationRecorded", from: "2023-05-01",
            #""programme":"learning","strand":"oracy","from":"2023-05-01","to":"2023-05-02","#
                + #""leads":30,"teachers":7"#)
        + fact(
            "ParticipationRecorded", from: "2024-03-31",
            #""programme":"learning","strand":"oracy","from":"2024-03-31","to":"2024-04-02","#
                + #""leads":6"#)
        + fact(
            "ParticipationRecorded", from: "2024-04-01",
            #""programme":"learning","strand":"oracy","from":"2024-04-01","to":"2024-04-02","#
                + #""leads":99"#),
    checks: [
        .init(strandReport, "figures/leads", 36),
        .init(strandReport, "figures/costPerLeadPence", 3_333),
        .init(strandReport, "strands/learning:oracy/costPerTeacherPence", 17_143),
        .init(strandReport, "figures/costPerPupilPence", "null"),
    ])

/// 182p over 1 January to 30 June 2024: 91 days in each financial year.
private let yearSplit = MoneyCase(
    name: "a payment across two financial years",
    facts: moneyPlaces + paid("s", 182, "2024-01-01", "2024-07-01", by: "authority:north"),
    checks: [
        .init(
            "value-for-money --financial-year 2023-24", "figures/netAuthorityCostPence", 91),
        .init(
            "value-for-money --financial-year 2024-25", "figures/netAuthorityCostPence", 91),
        .init(
            "value-for-money --academic-year 2023-24", "figures/netAuthorityCostPence", 182),
        .init("value-for-money --academic-year 2023-24", "years/2023-24/days", 213),
        .init("value-for-money --academic-year 2023-24", "years/2024-25/days", 153),
    ])

/// A spend that was reversed later, and one taken back, count nowhere.
private let reversed = MoneyCase(
    name: "a reversal and a retraction",
    facts: moneyPlaces + paid("a", 100, "2023-04-01", "2024-04-01", by: "authority:north")
        + paid("b", 70, "2023-04-01", "2024-04-01", by: "la:391")
        + fact("SpendReversed", from: "2023-12-01", #""spend":"b""#)
        + paid("c", 40, "2023-04-01", "2024-04-01", by: "trust:oak", #","key":"c""#)
        + fact("EventRetracted", from: "2023-12-01", #""target":"c","reason":"twice""#),
    checks: [
        .init(payerReport, "figures/bornePence", 100), .init(payerReport, "figures/payers", 1),
        .init("costs-by-payer --from 2023-04-01 --as-of 2023-11-30", "figures/payers", 2),
    ])

/// Thirds of a penny: 100p of three bodies over 3 days, of which one day counts, is 33.33 each.
private let equalLargest = MoneyCase(
    name: "equal remainders",
    facts: moneyPlaces + paid("a", 100, "2023-04-01", "2023-04-04", by: "trust:oak")
        + paid("b", 100, "2023-04-01", "2023-04-04", by: "la:390")
        + paid("c", 100, "2023-04-01", "2023-04-04", by: "la:391"),
    checks: [
        .init("costs-by-payer --from 2023-04-01 --as-of 2023-04-01", "figures/bornePence", 100),
        .init(
            "costs-by-payer --from 2023-04-01 --as-of 2023-04-01", "payers/la:390/netCostPence",
            34),
        .init(
            "costs-by-payer --from 2023-04-01 --as-of 2023-04-01", "payers/trust:oak/netCostPence",
            33),
    ])

/// 180 of 200 participants against 80 of 100 elsewhere: 20 more than at the other rate, 50p each.
private let outcomeBeyondComparator = MoneyCase(
    name: "an outcome beyond that of a comparator",
    facts: moneyPlaces + paid("a", 1_000, "2023-04-01", "2024-04-01", by: "authority:north")
        + fact(
            "IndicatorDefined", from: "2023-04-01",
            #""indicator":"reading","title":"Reading","unit":"pupils","better":"up","#
                + #""owner":{"kind":"la","id":"391"}"#)
        + observed(180, of: 200) + observed(80, of: 100, #","comparator":"similar-areas""#),
    checks: [
        .init(
            "value-for-money --financial-year 2023-24",
            "effectiveness/reading:event-13/additionality",
            "20"),
        .init(
            "value-for-money --financial-year 2023-24",
            "effectiveness/reading:event-13/costPerOutcomePence", 50),
    ])

private func observed(_ count: Int, of size: Int, _ more: String = "") -> String {
    fact(
        "IndicatorObserved", from: "2024-03-01",
        #""indicator":"reading","numerator":\#(count),"denominator":\#(size),"#
            + #""from":"2023-09-01","to":"2024-03-01""# + more)
}
