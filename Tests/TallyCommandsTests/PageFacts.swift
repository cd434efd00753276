/// One line of a file of facts, with a key of its own.
private func fact(_ key: String, _ type: String, from day: String, _ members: String) -> String {
    #"{"type":"\#(type)","validFrom":"\#(day)","recordedAt":"2023-10-02T09:00:00Z","#
        + #""recordedBy":"officer:jd","key":"\#(key)",\#(members)}"# + "\n"
}

/// A ledger of sixteen events that comes out the same, to the byte, whenever it is made.
let pageFacts = [
    fact(
        "created", "LedgerCreated", from: "2023-10-02",
        #""ledger":"north","name":"North","origin":"north.example/ledger","#
            + #""recordedTimesFrom":"file""#),
    la("390", "Gateshead", "E08000037"), la("391", "Newcastle", "E08000021"),
    la("392", "North Tyneside", "E08000022"), la("393", "South Tyneside", "E08000023"),
    authority("north", "E47000011", #""391","392""#),
    authority("south", "E47000010", #""390","393""#),
    fact(
        "programme", "ProgrammeOpened", from: "2021-09-01",
        #""programme":"learning","name":"Learning","lead":{"kind":"authority","id":"north"}"#),
    fact(
        "strand", "StrandOpened", from: "2021-09-01",
        #""programme":"learning","strand":"oracy","title":"Oracy""#),
    school("900001", "Hill School", la: "391"), school("900002", "Dale School", la: "390"),
    fact(
        "opt-in-900001", "SchoolOptedIn", from: "2023-09-01",
        #""programme":"learning","urn":"900001""#),
    fact(
        "enrolment", "StrandEnrolled", from: "2023-10-01",
        #""programme":"learning","strand":"oracy","urn":"900001""#),
    fact(
        "approval", "FundingApproved", from: "2023-09-01",
        #""programme":"learning","funding":"grant","amountPence":1000000,"source":"Treasury","#
            + #""decisionRef":"CAB-1","from":"2023-09-01","to":"2024-09-01""#),
    fact(
        "commitment", "SpendCommitted", from: "2023-09-01",
        #""programme":"learning","commitment":"delivery","amountPence":100000"#),
    fact(
        "definition", "MeasureDefined", from: "2023-09-01",
        #""measure":"one","definition":"x""#),
].joined()

/// Facts that depend on no others.
func measures(_ numbers: ClosedRange<Int>) -> String {
    numbers.map { number in
        fact(
            "measure-\(number)", "MeasureDefined", from: "2023-09-01",
            #""measure":"m-\#(number)","definition":"x""#)
    }.joined()
}

private func la(_ code: String, _ name: String, _ onsCode: String) -> String {
    fact(
        "la-\(code)", "LocalAuthorityRegistered", from: "2009-04-01",
        #""la":"\#(code)","name":"\#(name)","onsCode":"\#(onsCode)""#)
}

private func authority(_ slug: String, _ onsCode: String, _ members: String) -> String {
    fact(
        slug, "AuthorityConstituted", from: "2018-11-02",
        #""authority":"\#(slug)","name":"\#(slug)","onsCode":"\#(onsCode)","#
            + #""members":[\#(members)],"instrument":"S.I. 1""#)
}

private func school(_ urn: String, _ name: String, la: String) -> String {
    fact(
        "school-\(urn)", "SchoolRegistered", from: "2009-09-01",
        #""urn":"\#(urn)","name":"\#(name)","la":"\#(la)","phase":"primary","#
            + #""schoolType":"Community school""#)
}
