import CanonicalJSON
import Foundation
import Testing

/// Reports that were published, as they were written then; none of these files is ever changed.
private let corpus = packageFolder + "/Tests/TallyTests/Published"

/// A report that somebody holds can be compared with the ledger, for ever.
@Suite struct PublishedReportTests {
    @Test func everyReportPublishedInAnEarlierFormIsReproducedByteForByte() throws {
        let scratch = try Scratch()
        try scratch.expect(["init", scratch.ledger, "--from", corpus + "/facts.ndjson"])
        let files = try FileManager.default.contentsOfDirectory(atPath: corpus).sorted()
            .filter { !$0.hasSuffix("ndjson") }
        #expect(files.count == 15)
        for file in files {
            let run = try scratch.expect(["verify-report", corpus + "/" + file, "--json"])
            #expect(try run.json()["verdict"]?.text == "published", "\(file)")
            #expect(try run.json()["remade"] == .bool(true), "\(file)")
        }
    }

    @Test(arguments: ["text", "json", "csv"])
    func aFigureChangedInAPublishedReportIsNamed(format: String) throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let file = scratch.path("report")
        let published = try scratch.tally(
            [
                "report", "engagement", "--as-of", "2023-12-31", "--format", format, "--publish",
                "-o", file,
            ])
        #expect(published.status == 0 && published.talk.contains("Published as event"))
        let text = try #require(bytes(file).map { String(decoding: $0, as: UTF8.self) })
        try scratch.expect(["verify-report", file])
        // School-days, which are 92: in the text form at the end of their line.
        let days = ["text": "   92\n", "json": "\"schoolDays\": 92", "csv": ",92,"][format] ?? ""
        let changed = text.replacing(days, with: days.replacing("92", with: "93"))
        try #require(changed != text)
        let run = try scratch.tally(["verify-report", scratch.write("changed", changed)])
        #expect(run.status == 5)
        #expect(run.text.contains("93 in the file, 92 published"), "\(run.text)")
    }

    @Test(arguments: ["text", "json", "csv"])
    func aReportOfMoneyIsRemadeInItsFormAndACellChangedInItIsNamed(format: String) throws {
        let scratch = try Scratch()
        try scratch.makeLedger(
            moneyPlaces + schools(1...2, la: "391", from: "2023-09-01")
                + paid("a", 12_300, "2023-04-01", "2024-04-01", by: "la:391"))
        for (name, form) in [("costs-by-payer", 1), ("value-for-money", 2)] {
            let file = scratch.path("\(name).report")
            let words = [
                "report", name, "--financial-year", "2023-24", "--format", format, "--publish",
                "-o", file,
            ]
            #expect(try scratch.tally(words).status == 0)
            let published = try scratch.expect(["verify-report", file, "--json"]).json()
            #expect(published["verdict"]?.text == "published")
            #expect(published["remade"] == .bool(true))
            let text = try #require(bytes(file).map { String(decoding: $0, as: UTF8.self) })
            #expect(text.contains("--form 2") == (form == 2))
            // The last place the amount stands at is a cell of a table.
            let amount = format == "text" ? "£123" : "12300"
            let place = try #require(text.range(of: amount, options: .backwards))
            let changed = text.replacingCharacters(
                in: place, with: amount.replacing("123", with: "124"))
            let run = try scratch.tally(["verify-report", scratch.write("changed", changed)])
            #expect(run.status == 5, "\(name), \(run.text)")
        }
    }

    /// A report is restated in the form it was published in: what only the second form has is told of
    /// one published in it, and of no other.
    @Test func aReportOfMoneyIsRestatedInItsForm() throws {
        let scratch = try Scratch()
        let index = #""baseYear":"2022-23","index":{"2022-23":100000,"2023-24":"#
        try scratch.makeLedger(
            moneyPlaces + schools(1...2, la: "391", from: "2023-09-01")
                + fact(
                    "PriceSeriesPublished", from: "2024-03-28",
                    #""series":"gdp","publishedOn":"2024-03-28","# + index + "105000}")
                + paid("a", 12_300, "2023-04-01", "2024-04-01", by: "authority:north"))
        for form in ["1", "2"] {
            let published = try scratch.tally([
                "report", "value-for-money", "--financial-year", "2023-24", "--form", form,
                "--publish", "-o", scratch.path(form),
            ])
            #expect(published.status == 0, "\(published.talk)")
        }
        let later = try scratch.write(
            "later",
            fact(
                "PriceSeriesPublished", from: "2024-06-28",
                #""series":"gdp","publishedOn":"2024-06-28","# + index + "106000}"))
        try scratch.expect(["import", "facts", later])
        let restated = try scratch.expect(["report", "restatement", "--json"]).json()
        let reports = try #require(restated["published"]?.elements)
        #expect(reports.map { $0["restated"] } == [.bool(false), .bool(true)])
        let differences = reports.last?["differences"]?.elements ?? []
        #expect(
            differences.compactMap { $0["figure"]?.text }
                == ["realNetAuthorityCostPence", "realTotalResourceCostPence"])
        #expect(differences.first?["published"]?.integer == 11_714)
        #expect(differences.first?["now"]?.integer == 11_604)
        #expect(differences.first?["movedBy"]?.elements?.count == 1)
    }

    @Test func anEarlierFormCanBeAskedFor() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let words = ["report", "value-for-money", "--as-of", "2023-12-31"]
        let now = try scratch.expect(words + ["--json"]).json()
        #expect(now["form"] == .integer(2) && now["tables"] != nil)
        let before = try scratch.expect(words + ["--form", "1", "--json"]).json()
        #expect(before["form"] == .integer(1) && before["tables"] == nil)
        #expect(before["figures"]?.members?.count == 16)
        let text = try scratch.expect(words + ["--form", "1"]).text
        #expect(!text.contains("Period:") && !text.contains("form"))
    }

    @Test func aReportInOtherBytesIsKnownByItsFigures() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let file = scratch.path("report.txt")
        _ = try scratch.tally([
            "report", "engagement", "--as-of", "2023-12-31", "--publish", "-o", file,
        ])
        let text = try #require(bytes(file).map { String(decoding: $0, as: UTF8.self) })
        let sent = try scratch.write("sent.txt", text.replacing("\n", with: "\r\n"))
        let run = try scratch.expect(["verify-report", sent])
        #expect(run.text.hasPrefix("The same figures as the engagement report published"))
        let forged = try scratch.write("forged.txt", text.replacing("31 December", with: "1 March"))
        let other = try scratch.expect(["verify-report", forged])
        #expect(other.text.contains("Lines of the file that are not in the report"))
        #expect(other.text.contains("1 March 2023"))
    }

    @Test func aReportNeverPublishedIsSaidToBeThat() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let report = try scratch.expect(["report", "engagement", "--as-of", "2023-12-31"])
        let file = try scratch.write("report.txt", report.text)
        let run = try scratch.tally(["verify-report", file])
        #expect(run.status == 9)
        #expect(run.text.contains("Its figures are those the ledger gives"))
    }

    @Test func aReportOfAnotherHistoryIsRefused() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let file = scratch.path("report.txt")
        _ = try scratch.tally([
            "report", "engagement", "--as-of", "2023-12-31", "--publish", "-o", file,
        ])
        let other = try Scratch()
        try other.makeLedger(smallFacts.replacing("Hill School", with: "Hull School"))
        let run = try other.tally(["verify-report", file])
        #expect(run.status == 6)
        #expect(run.talk.contains("a history of 15 events that is not this ledger's"))
    }

    @Test func publishingAsATrialRecordsAndWritesNothing() throws {
        let scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let before = bytes(scratch.ledger + "/heads")
        let run = try scratch.tally(
            ["report", "engagement", "--publish", "--dry-run", "-o", scratch.path("report.txt")])
        #expect(run.status == 0 && run.talk.contains("Would publish as event 16"))
        #expect(bytes(scratch.ledger + "/heads") == before)
        #expect(bytes(scratch.path("report.txt")) == nil)
    }
}
