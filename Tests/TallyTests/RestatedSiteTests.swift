import CanonicalJSON
import Testing

/// What reports of one moment found out is not taken for that of another, where a report walks through
/// the history.
@Suite(.sampleLedger) struct RestatedSiteTests {
    @Test func aSiteSaysOfPublishedCostsWhatTheReportSays() throws {
        let scratch = try #require(SampleLedger.current).scratch
        let march = ["--authority", "ntca", "--as-of", "2024-03-31"]
        let published = try scratch.tally(
            ["report", "value-for-money"] + march + ["--publish", "-o", scratch.path("costs.txt")])
        try #require(published.status == 0, "\(published.talk)")
        let spends = try scratch.expect(["log", "--type", "SpendRecorded", "--json"]).json()
        for event in try #require(spends["events"]?.elements).prefix(2) {
            let seq = try #require(event["seq"]?.integer)
            try scratch.expect(["retract", String(seq), "--reason", "paid by somebody else"])
        }
        let made = try scratch.tally(["site", scratch.path("site")] + march)
        try #require(made.status == 0, "\(made.talk)")
        let file = try #require(bytes(scratch.path("site/data/restatement.json")))
        let page = try JSONValue(parsing: Array(file))
        let report = try scratch.tally(["report", "restatement", "--json"]).json()
        #expect(page["published"] == report["published"])
        let differences = report["published"]?.elements?.first?["differences"]?.elements
        #expect(differences?.isEmpty == false)
    }
}
