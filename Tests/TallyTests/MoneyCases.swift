import CanonicalJSON
import Foundation
import Testing

/// A case of money: facts, and what reports of them must say.
struct MoneyCase: CustomTestStringConvertible, Sendable {
    let name: String
    let facts: String
    let checks: [Check]

    struct Check: Sendable {
        /// The words after `tally report`.
        let words: String
        /// Where the figure stands: `figures/netCostPence`, or `payers/la:391/netCostPence`.
        let place: String
        /// As digits; `null` for a figure that is missing.
        let digits: String

        init(_ words: String, _ place: String, _ digits: String) {
            (self.words, self.place, self.digits) = (words, place, digits)
        }

        init(_ words: String, _ place: String, _ number: Int) {
            self.init(words, place, String(number))
        }
    }

    var testDescription: String { name }
}

/// What a case that `../shared/data/vfm-scenarios.json` gives comes to; `nil` for one not known here.
func moneyCase(_ scenario: JSONValue) -> MoneyCase? {
    guard let id = scenario["id"]?.text, let inputs = scenario["inputs"],
        let expect = scenario["expect"]
    else { return nil }
    func input(_ name: String) -> Int { inputs[name]?.integer ?? 0 }
    func expected(_ name: String) -> String { digits(expect[name]) }
    let reading = MoneyCaseReading(inputs: inputs, input: input, expected: expected)
    switch id {
    case "V01": return reading.mergerYear
    case "V03": return reading.commitment
    case "V04": return reading.payers
    case "V06": return reading.scale
    case "V08": return reading.published(expect["unitPence"]?.elements ?? [])
    default: return nil
    }
}

private struct MoneyCaseReading {
    let inputs: JSONValue
    let input: (String) -> Int
    let expected: (String) -> String

    var mergerYear: MoneyCase {
        let days = inputs["period"]?.elements?.compactMap(\.text) ?? []
        let merged = inputs["mergerEffective"]?.text ?? ""
        let (before, after) = (input("engagedBefore"), input("engagedAfter"))
        let facts =
            moneyPlaces + merger(on: merged) + schools(1...before, la: "391", from: days[0])
            + schools(before + 1...after, la: "390", from: merged)
            + paid("year", input("spendPence"), days[0], days[1], by: "authority:north")
        let period = "value-for-money --from \(days[0]) --as-of \(dayBefore(days[1]))"
        return MoneyCase(
            name: "V01", facts: facts,
            checks: [
                .init(
                    period + " --authority north", "figures/netAuthorityCostPence",
                    expected("ntcaSharePence")),
                .init(
                    period + " --authority neca", "figures/netAuthorityCostPence",
                    expected("necaSharePence")),
                .init(period, "scale/before/days", expected("daysBefore")),
                .init(period, "scale/after/days", expected("daysAfter")),
                .init(period, "figures/schoolDays", expected("schoolDays")),
                .init(period, "figures/schoolYears", expected("schoolYears4dp")),
                .init(
                    period, "figures/costPerSchoolYearPence",
                    expected("costPerSchoolYearPence")),
            ])
    }

    var commitment: MoneyCase {
        let facts =
            moneyPlaces
            + fact(
                "SpendCommitted", from: "2023-04-01",
                #""commitment":"order","programme":"learning","decisionRef":"D-1","#
                    + #""amountPence":\#(input("committedPence"))"#)
            + paid(
                "bill", input("actualToDatePence"), "2023-04-01", "2024-04-01",
                by: "authority:north", #","commitment":"order""#)
            + fact(
                "ForecastRevised", from: "2024-01-01",
                #""programme":"learning","remainingPence":\#(input("forecastRemainingPence"))"#)
        let report = "value-for-money --financial-year 2023-24"
        return MoneyCase(
            name: "V03", facts: facts,
            checks: [
                .init(report, "figures/forecastOutturnPence", expected("forecastOutturnPence")),
                .init(report, "figures/uncommittedActualPence", expected("uncommittedActual")),
                .init(
                    report, "figures/commitmentUnderspendPence",
                    expected("underspendAgainstCommitmentPence")),
                .init(
                    report, "figures/openCommitmentPence",
                    expected("committedNotYetSpentPence")),
            ])
    }

    var payers: MoneyCase {
        let facts =
            moneyPlaces + schools(1...input("engaged"), la: "391", from: "2023-04-01")
            + paid(
                "a", input("authorityPence"), "2023-04-01", "2024-04-01", by: "authority:north")
            + gave(input("laCashPence"), "cash", by: "la:391")
            + gave(input("schoolCashPence"), "cash", by: "school:100001")
            + gave(input("trustInKindPence"), "in-kind", by: "trust:oak")
        let report = "value-for-money --financial-year 2023-24"
        let payers = "costs-by-payer --financial-year 2023-24"
        return MoneyCase(
            name: "V04", facts: facts,
            checks: [
                .init(
                    report, "figures/costPerEngagedSchoolPence",
                    expected("authorityCostPerSchoolPence")),
                .init(
                    report, "figures/totalCostPerEngagedSchoolPence",
                    expected("totalResourceCostPerSchoolPence")),
                .init(report, "figures/leverageRatio", expected("leverageRatio")),
                .init(
                    report, "figures/inKindSharePercent",
                    expected("inKindShareOfTotalPercent")),
                .init(
                    payers, "figures/inKindSharePercent",
                    expected("inKindShareOfTotalPercent")),
                .init(payers, "payers/la:391/netCostPence", input("laCashPence")),
                .init(payers, "payers/trust:oak/inKindPence", input("trustInKindPence")),
            ])
    }

    var scale: MoneyCase {
        let (before, after) = (input("schoolsBefore"), input("schoolsAfter"))
        let facts =
            moneyPlaces + schools(1...before, la: "391", from: "2022-09-01")
            + schools(before + 1...after, la: "390", from: "2023-09-01")
            + paid(
                "one", input("costBeforePence"), "2022-09-01", "2023-09-01",
                by: "authority:north")
            + paid(
                "two", input("costAfterPence"), "2023-09-01", "2024-09-01",
                by: "authority:north")
        let report =
            "value-for-money --academic-year 2023-24 --compared-with 2022-09-01..2023-08-31"
        return MoneyCase(
            name: "V06", facts: facts,
            checks: [
                .init(report, "scale/before/averageCostPence", expected("averageBeforePence")),
                .init(report, "scale/after/averageCostPence", expected("averageAfterPence")),
                .init(
                    report, "figures/marginalCostPence",
                    expected("marginalPerAddedSchoolPence")),
                .init(report, "figures/scaleElasticity", expected("costElasticity4dp")),
            ])
    }

    /// Three published figures of three scopes, which are three programmes here.
    func published(_ units: [JSONValue]) -> MoneyCase {
        var facts = moneyPlaces
        var checks: [MoneyCase.Check] = []
        for (index, row) in (inputs["rows"]?.elements ?? []).enumerated() {
            let (pence, count) = (
                row.elements?[1].integer ?? 0, row.elements?[2].integer ?? 0
            )
            let (programme, first) = ("scope-\(index)", 1 + index * 1_000)
            facts +=
                opened(programme)
                + schools(
                    first...first + count - 1, la: "391", from: "2023-09-01", in: programme)
                + paid(
                    "p\(index)", pence, "2023-09-01", "2024-09-01", by: "authority:north",
                    in: programme)
            checks.append(
                .init(
                    "value-for-money --academic-year 2023-24 --programme \(programme)",
                    "figures/costPerEngagedSchoolPence", digits(units[index])))
        }
        return MoneyCase(name: "V08", facts: facts, checks: checks)
    }
}

private func digits(_ value: JSONValue?) -> String {
    switch value {
    case .integer(let number): String(number)
    case .number(let digits): digits
    case .null, nil: "null"
    case let other?: other.compact
    }
}

// MARK: - Facts of money

/// Two authorities of one local authority each, a programme with three strands, a trust.
let moneyPlaces =
    [
        fact("LocalAuthorityRegistered", from: "2009-04-01", laMembers("390", "E08000037")),
        fact("LocalAuthorityRegistered", from: "2009-04-01", laMembers("391", "E08000021")),
        fact(
            "AuthorityConstituted", from: "2018-11-02",
            #""authority":"north","name":"North","onsCode":"E47000011","members":["391"],"#
                + #""instrument":"S.I. 1""#),
        fact(
            "AuthorityConstituted", from: "2018-11-02",
            #""authority":"south","name":"South","onsCode":"E47000010","members":["390"],"#
                + #""instrument":"S.I. 2""#),
        fact("TrustRegistered", from: "2015-09-01", #""trust":"oak","name":"Oak Trust""#),
    ].joined() + opened("learning")

func opened(_ programme: String) -> String {
    fact(
        "ProgrammeOpened", from: "2021-09-01",
        #""programme":"\#(programme)","name":"\#(programme)","#
            + #""lead":{"kind":"authority","id":"north"}"#)
        + ["oracy", "maths", "wellbeing"].map { strand in
            fact(
                "StrandOpened", from: "2021-09-01",
                #""programme":"\#(programme)","strand":"\#(strand)","title":"\#(strand)""#)
        }.joined()
}

func merger(on day: String) -> String {
    fact(
        "AuthoritiesMerged", from: day,
        #""predecessors":["north","south"],"successor":"neca","name":"North East","#
            + #""onsCode":"E47000014","members":["390","391"],"instrument":"S.I. 3""#)
}

/// Schools that take part in one strand from a day on; the first has URN 100001.
func schools(
    _ numbers: ClosedRange<Int>, la: String, from day: String, in programme: String = "learning",
    strand: String = "oracy"
) -> String {
    numbers.map { number in
        let urn = #""urn":"\#(100_000 + number)""#
        return fact(
            "SchoolRegistered", from: "2009-09-01",
            urn + #","name":"School \#(number)","la":"\#(la)","phase":"primary","#
                + #""schoolType":"Community school""#)
            + fact("SchoolOptedIn", from: day, #""programme":"\#(programme)",\#(urn)"#)
            + fact(
                "StrandEnrolled", from: day,
                #""programme":"\#(programme)","strand":"\#(strand)",\#(urn)"#)
    }.joined()
}

func paid(
    _ name: String, _ pence: Int, _ from: String, _ to: String, by body: String,
    in programme: String = "learning", _ more: String = ""
) -> String {
    fact(
        "SpendRecorded", from: from,
        #""spend":"\#(name)","programme":"\#(programme)","amountPence":\#(pence),"#
            + #""from":"\#(from)","to":"\#(to)","category":"delivery","bornBy":\#(bodyMember(body))"#
            + more)
}

func gave(_ pence: Int, _ kind: String, by body: String, _ more: String = "") -> String {
    fact(
        "ContributionRecorded", from: "2023-04-01",
        #""programme":"learning","kind":"\#(kind)","amountPence":\#(pence),"#
            + #""from":"2023-04-01","to":"2024-04-01","contributor":\#(bodyMember(body)),"#
            + #""method":"as agreed""# + more)
}

func bodyMember(_ body: String) -> String {
    let parts = body.split(separator: ":")
    return #"{"kind":"\#(parts[0])","id":"\#(parts[1])"}"#
}

private func laMembers(_ code: String, _ onsCode: String) -> String {
    #""la":"\#(code)","name":"LA \#(code)","onsCode":"\#(onsCode)""#
}

private func dayBefore(_ day: String) -> String {
    let form = DateFormatter()
    form.dateFormat = "yyyy-MM-dd"
    form.timeZone = TimeZone(identifier: "UTC")
    let date = form.date(from: day) ?? Date()
    return form.string(from: date.addingTimeInterval(-86_400))
}
