/// One line of a file of facts.
func fact(
    _ type: String, from day: String, recordedAt: String = "2023-10-02T09:00:00Z", _ members: String
) -> String {
    #"{"type":"\#(type)","validFrom":"\#(day)","recordedAt":"\#(recordedAt)",\#(members)}"# + "\n"
}

/// A ledger of fifteen events, the first of which `init` adds: two authorities of two LAs each, a
/// programme with a strand, a school that takes part, one that does not, and some money.
let smallFacts = [
    fact("LocalAuthorityRegistered", from: "2009-04-01", la("390", "Gateshead", "E08000037")),
    fact("LocalAuthorityRegistered", from: "2009-04-01", la("391", "Newcastle", "E08000021")),
    fact("LocalAuthorityRegistered", from: "2009-04-01", la("392", "North Tyneside", "E08000022")),
    fact("LocalAuthorityRegistered", from: "2009-04-01", la("393", "South Tyneside", "E08000023")),
    fact("AuthorityConstituted", from: "2018-11-02", authority("north", "E47000011", "391", "392")),
    fact("AuthorityConstituted", from: "2018-11-02", authority("south", "E47000010", "390", "393")),
    fact(
        "ProgrammeOpened", from: "2021-09-01",
        #""programme":"learning","name":"Learning","lead":{"kind":"authority","id":"north"}"#),
    fact(
        "StrandOpened", from: "2021-09-01",
        #""programme":"learning","strand":"oracy","title":"Oracy""#),
    fact("SchoolRegistered", from: "2009-09-01", school("900001", "Hill School", la: "391")),
    fact("SchoolRegistered", from: "2009-09-01", school("900002", "Dale School", la: "390")),
    fact(
        "SchoolOptedIn", from: "2023-09-01",
        #""programme":"learning","urn":"900001","key":"opt-in-900001""#),
    fact(
        "StrandEnrolled", from: "2023-10-01",
        #""programme":"learning","strand":"oracy","urn":"900001""#),
    fact(
        "FundingApproved", from: "2023-09-01",
        #""programme":"learning","funding":"grant","amountPence":1000000,"source":"Treasury","#
            + #""decisionRef":"CAB-1","from":"2023-09-01","to":"2024-09-01""#),
    fact(
        "SpendCommitted", from: "2023-09-01",
        #""programme":"learning","commitment":"delivery","amountPence":100000"#),
].joined()

private func la(_ code: String, _ name: String, _ onsCode: String) -> String {
    #""la":"\#(code)","name":"\#(name)","onsCode":"\#(onsCode)""#
}

private func authority(_ slug: String, _ onsCode: String, _ las: String...) -> String {
    let members = las.map { "\"\($0)\"" }.joined(separator: ",")
    return #""authority":"\#(slug)","name":"\#(slug)","onsCode":"\#(onsCode)","#
        + #""members":[\#(members)],"instrument":"S.I. 1""#
}

private func school(_ urn: String, _ name: String, la: String) -> String {
    #""urn":"\#(urn)","name":"\#(name)","la":"\#(la)","phase":"primary","#
        + #""schoolType":"Community school""#
}

/// Facts that depend on no others; their keys are `definition-1` and so on.
func definitions(_ numbers: ClosedRange<Int>) -> String {
    numbers.map { number in
        fact(
            "MeasureDefined", from: "2023-09-01",
            #""measure":"m-\#(number)","definition":"x","key":"definition-\#(number)""#)
    }.joined()
}
