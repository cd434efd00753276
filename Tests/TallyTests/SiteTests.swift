import CanonicalJSON
import Foundation
import Testing

/// A folder of pages.
@Suite struct SiteTests {
    private let scratch: Scratch
    private let words = ["--as-of", "2024-03-31"]

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try FileManager.default.removeItem(atPath: scratch.path("facts.ndjson"))
    }

    @Test func theSameIsWrittenEveryTime() throws {
        try scratch.expect(["site", scratch.path("a")] + words)
        try scratch.expect(["site", scratch.path("b")] + words)
        let (first, second) = (try files("a"), try files("b"))
        #expect(first.count > 50)
        #expect(first == second)
        let known = try knownThrough("a")
        // Nor does it matter what has been recorded since.
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
        try scratch.expect(["site", scratch.path("c"), "--known-at", known] + words)
        #expect(try files("c") == first)
        try scratch.expect(["site", scratch.path("d")] + words)
        #expect(try files("d") != first)
    }

    @Test func onlyASiteIsWrittenOver() throws {
        let folder = scratch.path("site")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        _ = try scratch.write("site/minutes.txt", "mine")
        let refused = try scratch.tally(["site", folder] + words)
        #expect(refused.status == 3)
        #expect(refused.talk.contains("is there already and is neither empty nor a site"))
        #expect(try files("site") == ["minutes.txt": "mine"])
        try FileManager.default.removeItem(atPath: scratch.path("site/minutes.txt"))
        try scratch.expect(["site", folder] + words)
        _ = try scratch.write("site/minutes.txt", "mine")
        let again = try scratch.tally(["site", folder] + words)
        #expect(again.status == 3)
        #expect(again.talk.contains("holds minutes.txt, which is no part of the site"))
        try FileManager.default.removeItem(atPath: scratch.path("site/minutes.txt"))
        try scratch.expect(["site", folder, "--as-of", "2023-12-31"])
        #expect(
            try files("site")["reports/engagement.html"]?.contains("31 December 2023") == true)
        let strays = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
        #expect(strays.sorted() == ["ledger.tally", "site"])
    }

    @Test func aTrialWritesNothing() throws {
        let run = try scratch.expect(["site", scratch.path("site"), "--dry-run"] + words)
        #expect(run.text.hasPrefix("Would write "))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
                == ["ledger.tally"])
        let files = try scratch.expect(["site", "x", "--dry-run", "--json"] + words).json()
        #expect(files["files"]?.elements?.contains(.string("index.html")) == true)
    }

    private func files(_ name: String) throws -> [String: String] { try scratch.files(in: name) }

    private func knownThrough(_ name: String) throws -> String {
        try lastEvent(of: scratch.files(in: name))
    }
}

/// The pages of the sample, across the merger.
@Suite(.sampleLedger) struct SampleSiteTests {
    private let scratch: Scratch
    private let words = ["--authority", "neca-2024", "--as-of", "2025-01-30"]

    init() throws {
        scratch = try Scratch()
        try #require(SampleLedger.current).copy(to: scratch.ledger)
    }

    @Test func thePagesOfTheSampleFitTogether() throws {
        try scratch.expect(["site", scratch.path("site")] + words)
        let files = try scratch.files(in: "site")
        try expectLinks(files)
        expectWords(files)
        try expectCommands(files)
        try expectFigures(files, known: lastEvent(of: files))
    }

    /// Every link leads to a file that is there, and to a part that is in it.
    private func expectLinks(_ files: [String: String]) throws {
        var links = 0
        for (path, text) in files where path.hasSuffix(".html") {
            let folder = URL(fileURLWithPath: "/" + path).deletingLastPathComponent()
            for link in text.matches(of: /href="([^"]*)"/).map(\.output.1) {
                let parts = link.split(separator: "#", omittingEmptySubsequences: false)
                let target =
                    parts[0].isEmpty
                    ? path
                    : String(
                        folder.appendingPathComponent(String(parts[0])).standardizedFileURL.path
                            .dropFirst())
                let found = try #require(files[target], "\(path) links to \(link)")
                if parts.count > 1 {
                    #expect(found.contains("id=\"\(parts[1])\""), "\(path) links to \(link)")
                }
                links += 1
            }
        }
        #expect(links > 500)
    }

    /// What people read is in words: no page shows the name of a member, and no cell of a report only
    /// a key.
    private func expectWords(_ files: [String: String]) {
        for (path, page) in files where path.hasSuffix(".html") {
            let said = page.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
                .replacing(/<code.*?<\/code>/.dotMatchesNewlines(), with: "")
            let members = said.replacing(/<[^>]*>/, with: "\n")
                .matches(of: /\b[a-z]+[A-Z][A-Za-z]*/).map { String($0.output) }
            #expect(members == [], "\(path)")
            guard path.hasPrefix("reports/") else { continue }
            let key = />(?:[a-z]+[ :])?[a-z]+(?:-[a-z]+)+<\/t[dh]>/
            #expect(said.matches(of: key).map { String($0.output) } == [], "\(path)")
        }
    }

    /// What opens a figure is the page that does, and the command where there is none.
    private func expectCommands(_ files: [String: String]) throws {
        let page = try #require(files["reports/evaluation.html"])
        let explained = "../explain/retention/retentionRatePercent.html"
        #expect(page.contains("<a href=\"\(explained)\">Retention rate, %, explained</a>"))
        #expect(page.contains("<a href=\"../reports/strands.html\">Strands</a>"))
        let command = "<span>explain</span> <span>leadershipGovernance/leads</span>"
        #expect(page.contains(command) && page.matches(of: /class="command"/).count == 2)
        // On today's areas this figure is another than the one that is explained.
        let current = try #require(files["reports/evaluation-current.html"])
        #expect(!current.contains("retentionRatePercent.html"))
        #expect(current.contains("../explain/engagement-current/engagementRatePercent.html"))
        let json = try #require(files["data/evaluation.json"])
        #expect(json.contains("\"tally explain retentionRatePercent --report retention\""))
        #expect(json.contains("\"criterion\": \"clarity-focus\""))
        #expect(page.contains("<td>Clarity of focus and approach</td>"))
    }

    /// The figures are those of the reports.
    private func expectFigures(_ files: [String: String], known: String) throws {
        let page = try #require(files["reports/engagement.html"])
        #expect(page.contains(">Schools engaged</a></th><td class=\"number\">492</td>"))
        let report = try scratch.expect(
            ["report", "engagement", "--json", "--by", "la,phase,strand", "--known-at", known]
                + words)
        #expect(files["data/engagement.json"] == report.text)
        // Only the area of the merger is reported when it is held.
        let held = try #require(files["reports/engagement-held.html"])
        #expect(held.contains("neca-2024@2024-05-07"))
    }
}

/// The last event that a site knows.
private func lastEvent(of files: [String: String]) throws -> String {
    let manifest = try #require(files["site.json"])
    let seq = try JSONValue(parsing: manifest)["head"]?["seq"]?.integer
    return String(try #require(seq))
}

extension Scratch {
    /// Every file below a folder here, by its path.
    fileprivate func files(in name: String) throws -> [String: String] {
        let folder = path(name)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        let texts = paths.compactMap { path in
            bytes(folder + "/" + path).map { (path, String(decoding: $0, as: UTF8.self)) }
        }
        return Dictionary(uniqueKeysWithValues: texts)
    }
}

/// Reports as pages, spreadsheets and CSV with a description, as they are written to files.
@Suite(.sampleLedger) struct ReportFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try #require(SampleLedger.current).copy(to: scratch.ledger)
    }

    @Test(arguments: ["html", "fods"])
    func whatWasPublishedIsKnownAgain(format: String) throws {
        let file = scratch.path("report." + format)
        let run = try scratch.tally([
            "report", "engagement", "--authority", "ntca", "--as-of", "2024-03-31", "--by", "la",
            "--format", format, "--publish", "-o", file,
        ])
        #expect(run.status == 0, "\(run.talk)")
        let found = try scratch.expect(["verify-report", file])
        #expect(found.text.contains("Made again from the events, it comes out byte for byte"))
        let text = String(decoding: try #require(bytes(file)), as: UTF8.self)
        let changed = text.replacing(">270<", with: ">271<")
        try #require(changed != text)
        let refused = try scratch.tally(["verify-report", scratch.write("changed", changed)])
        #expect(refused.status == 5)
        #expect(refused.text.contains("271 in the file, 270 published"), "\(refused.text)")
    }

    @Test func aFileOfCSVIsDescribedBesideIt() throws {
        let run = try scratch.tally([
            "report", "engagement", "--format", "csv", "-o", scratch.path("march.csv"),
        ])
        #expect(run.status == 0 && run.talk.contains("march.csv-metadata.json"))
        let text = try #require(bytes(scratch.path("march.csv-metadata.json")))
        let metadata = try JSONValue(parsing: [UInt8](text))
        #expect(metadata["url"]?.text == "march.csv")
        let columns = metadata["tableSchema"]?["columns"]?.elements ?? []
        let points = columns.first { $0["name"]?.text == "pointsOfContact" }
        #expect(points?["datatype"]?.text == "integer")
    }

    @Test(arguments: ["engagement", "value-for-money", "restatement"])
    func theSchemaIsPrinted(report: String) throws {
        let schema = try scratch.expect(["report", report, "--schema"]).json()
        #expect(schema["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["properties"]?["figures"] != nil || report == "restatement")
    }
}
