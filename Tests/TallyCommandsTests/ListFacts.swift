/// One line of a file of facts.
private func fact(_ type: String, from day: String, _ members: String) -> String {
    #"{"type":"\#(type)","validFrom":"\#(day)","recordedAt":"2023-10-02T09:00:00Z",\#(members)}"#
        + "\n"
}

private func school(_ urn: String, _ name: String) -> String {
    fact(
        "SchoolRegistered", from: "2009-09-01",
        #""urn":"\#(urn)","name":"\#(name)","la":"391","phase":"primary","#
            + #""schoolType":"Community school""#)
}

/// A ledger for lists to be imported into: a programme with two strands, five schools of which three
/// take part and one has had two URNs, and money to be spent.
let listFacts =
    [
        fact(
            "LocalAuthorityRegistered", from: "2009-04-01",
            #""la":"391","name":"Newcastle upon Tyne","onsCode":"E08000021""#),
        fact(
            "AuthorityConstituted", from: "2018-11-02",
            #""authority":"north","name":"North Combined Authority","onsCode":"E47000011","#
                + #""members":["391"],"instrument":"S.I. 1""#),
        fact(
            "ProgrammeOpened", from: "2021-09-01",
            #""programme":"learning","name":"Learning","lead":{"kind":"authority","id":"north"}"#),
        fact(
            "StrandOpened", from: "2021-09-01",
            #""programme":"learning","strand":"oracy","title":"Speaking and listening""#),
        fact(
            "StrandOpened", from: "2021-09-01",
            #""programme":"learning","strand":"maths","title":"Mathematics""#),
        school("900001", "Hill School"), school("900002", "Dale School"),
        school("900003", "Mill School"), school("900004", "Fell School"),
        school("900005", "Beck School"),
        fact(
            "SchoolUrnSucceeded", from: "2024-04-01",
            #""oldUrn":"900002","newUrn":"900102","change":"conversion""#),
        ["900001", "900002", "900003"].map { urn in
            fact("SchoolOptedIn", from: "2023-09-01", #""programme":"learning","urn":"\#(urn)""#)
        }.joined(),
        fact(
            "FundingApproved", from: "2023-09-01",
            #""programme":"learning","funding":"grant","amountPence":100000000,"#
                + #""source":"Treasury","decisionRef":"CAB-1","from":"2023-09-01","#
                + #""to":"2025-09-01""#),
        fact(
            "SpendCommitted", from: "2023-09-01",
            #""programme":"learning","commitment":"delivery","amountPence":10000000"#),
    ].joined()
