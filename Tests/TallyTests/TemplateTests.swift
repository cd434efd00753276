import Testing

/// Empty lists with one example row.
@Suite(.sampleLedger) struct TemplateTests {
    @Test(arguments: [
        ("opt-ins", ""), ("enrolments", ""), ("participation", ""), ("spend", ""),
        ("commitments", ""), ("contributions", ""), ("baseline", ""),
        ("register", "--from 2025-03-01"), ("links", "--extract-date 2025-04-22 --absent keep"),
    ])
    func theExampleRowOfATemplateCanBeImported(_ kind: String, _ options: String) throws {
        let scratch = try #require(SampleLedger.current).scratch
        let template = try scratch.expect(["import", "template", kind]).text
        #expect(template.split(separator: "\r\n").count == 2)
        let file = try scratch.write("\(kind).csv", template)
        let words =
            ["import", kind, file, "--dry-run"] + options.split(separator: " ").map(String.init)
        let run = try scratch.expect(words)
        #expect(run.text.hasPrefix("Would record "))
        #expect(!run.text.hasPrefix("Would record 0 facts"))
        #expect(run.text.contains("; 0 were there already\n"))
    }
}
