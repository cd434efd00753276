import CanonicalJSON
import Foundation
import Testing

/// Finding things in the sample.
@Suite(.sampleLedger) struct FindingTests {
    private func sample(_ words: [String]) throws -> Run {
        try #require(SampleLedger.current).scratch.tally(words)
    }

    private func sample(_ line: String) throws -> Run {
        try sample(line.split(separator: " ").map(String.init))
    }

    private func count(_ line: String) throws -> Int {
        try sample(line + " --json").json()["count"]?.integer ?? -1
    }

    /// The round of calls is exactly what the report leaves out.
    @Test(
        arguments: [
            "", "--la 391", "--la 391,392", "--authority ntca", "--authority neca-2024",
            "--authority neca-2024 --la 929", "--strand school-improvement",
            "--authority neca-2014",
            "--authority neca-2024 --boundary current", "--boundary ntca@2024-03-31",
        ], ["2022-10-31", "2024-03-31", "2024-05-07", "2025-01-30"])
    func theRoundOfCallsIsWhatTheReportLeavesOut(_ options: String, _ day: String) throws {
        let asked = "\(options) --as-of \(day) --json"
        let figures = try sample("report engagement " + asked).json()["figures"]
        let eligible = try #require(figures?["eligibleSchools"]?.integer)
        let engaged = try #require(figures?["engagedEligibleSchools"]?.integer)
        let round = try sample("not-engaged " + asked)
        #expect(round.status == (eligible == engaged ? 9 : 0))
        let rows = try #require(try round.json()["notEngaged"]?.elements)
        #expect(rows.count == eligible - engaged)
        #expect(rows.allSatisfy { $0["why"]?.text != nil })
        #expect(Set(rows.map { $0["urn"]?.text }).count == rows.count)
    }

    /// The lists count as the reports do.
    @Test(arguments: [
        ("--authority ntca", "2024-03-31"), ("--authority neca-2024", "2025-01-30"),
        ("--la 391", "2024-03-31"), ("", "2022-10-31"),
    ])
    func theListsCountAsTheReportDoes(_ options: String, _ day: String) throws {
        let asked = "\(options) --as-of \(day)"
        let figures = try sample("report engagement \(asked) --json").json()["figures"]
        #expect(try count("list schools --engaged \(asked)") == figures?["engagedSchools"]?.integer)
        #expect(
            try count("list schools --eligible \(asked)") == figures?["eligibleSchools"]?.integer)
        let all = try count("list schools \(asked)")
        let parts = try ["--engaged", "--not-engaged"].map {
            try count("list schools \($0) \(asked)")
        }
        #expect(all == parts[0] + parts[1])
        let trusts = try sample("list trusts --engaged \(asked) --json").json()["count"]?.integer
        #expect(trusts == figures?["trustsEngaged"]?.integer)
    }

    @Test func everyListComesInEveryForm() throws {
        for what in [
            "schools", "strands", "authorities", "local-authorities", "trusts", "programmes",
            "commitments",
        ] {
            let line = "list \(what) --as-of 2024-03-31"
            let count = try count(line)
            #expect(count > 0, "\(what)")
            let text = try sample(line)
            #expect(text.status == 0)
            #expect(text.text.split(separator: "\n").count == count + 2, "\(what)")
            let csv = try sample(line + " --csv").text.split(separator: "\r\n")
            #expect(csv.count == count + 1, "\(what)")
            let plain = try sample(line + " --plain").text
            #expect(plain.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1b })
            #expect(plain.contains("\t"))
        }
        #expect(try count("list strands --as-of 2023-06-30 --open") == 5)
        #expect(try count("list strands --as-of 2023-10-01 --open") == 3)
        #expect(try count("list authorities --as-of 2024-05-07") == 3)
        #expect(try count("list local-authorities --authority ntca --as-of 2024-03-31") == 3)
    }

    /// What is committed less what is spent against it is the report's open commitment.
    @Test(arguments: ["2023-03-31", "2024-03-31", "2025-01-30"])
    func commitmentsAddUpToTheReport(_ day: String) throws {
        let list = try sample("list commitments --as-of \(day) --json").json()["commitments"]
        let open = (list?.elements ?? []).compactMap { $0["openPence"]?.integer }.reduce(0, +)
        let report = try sample("report value-for-money --as-of \(day) --json").json()["figures"]
        #expect(open == report?["openCommitmentPence"]?.integer)
    }

    @Test(arguments: [
        ("find ellinhamby academy", ["900001"]), ("find ACAD ELLINHAMBY", ["900001"]),
        ("find 900001", ["900001"]), ("find éllinhamby --la 929", ["900001"]),
    ])
    func aSchoolIsFoundHoweverItIsTyped(_ line: String, _ urns: [String]) throws {
        let found = try sample(line + " --as-of 2024-03-31 --json").json()["schools"]?.elements
        #expect(found?.map { $0["urn"]?.text } == urns)
    }

    /// Whatever number or name a school had, it is found by it.
    @Test func aSchoolIsFoundByWhatItWas() throws {
        let successions = try sample("log --type SchoolUrnSucceeded --json").json()["events"]
        for event in (successions?.elements ?? []).prefix(6) {
            let (old, new) = (event["data"]?["oldUrn"]?.text, event["data"]?["newUrn"]?.text)
            let found = try [old, new].compactMap(\.self).map { urn in
                try sample("find \(urn) --json").json()["schools"]?.elements ?? []
            }
            #expect(found[0].count == 1 && found[0] == found[1], "\(old ?? "") \(new ?? "")")
            #expect(found[0].first?["otherUrns"]?.elements?.contains { $0.text == old } == true)
        }
        let renamings = try sample("log --type SchoolRenamed --json").json()["events"]
        for event in (renamings?.elements ?? []).prefix(6) {
            let urn = try #require(event["data"]?["urn"]?.text)
            let before = (event["seq"]?.integer ?? 1) - 1
            let then = try sample("show school \(urn) --known-at \(before) --json").json()
            let name = try #require(then["name"]?.text)
            let found = try sample(["find", name, "--json"]).json()["schools"]?.elements
            #expect(
                found?.contains { $0["otherNames"]?.elements?.contains { $0.text == name } == true }
                    == true, "\(urn) \(name)")
        }
    }

    @Test func aNameThatSeveralHaveIsListedWithWhatTellsThemApart() throws {
        let run = try sample("show school academy --as-of 2024-03-31")
        #expect(run.status == 2)
        #expect(run.talk.contains(" schools fit 'academy'"))
        #expect(
            run.talk.contains("Ellinhamby Academy, ") && run.talk.contains("(929), "), "\(run.talk)"
        )
        let day = ["--as-of", "2024-03-31", "--json"]
        let one = try sample(["show", "school", "ellinhamby ACADEMY"] + day)
        #expect(try one.json()["urn"]?.text == "900001")
    }

    @Test(arguments: [
        ("show school 906001", Int32(9), "did you mean", "900001 (Ellinhamby Academy"),
        ("opt-in 9000001", 2, "did you mean", "900001 (Ellinhamby Academy"),
        (
            "show strand school-improvment", 9, "did you mean",
            "school-improvement (School improvement)"
        ),
        ("enrol 900001 school-improvment", 3, "did you mean", "school-improvement"),
        ("show authority ntac", 9, "did you mean", "ntca ("),
        ("show trust brack-learning-trsut", 9, "did you mean", "brack-learning-trust"),
        ("show programme education-improvment", 9, "did you mean", "education-improvement"),
        ("show commitment education-recovery-2202", 9, "did you mean", "education-recovery-2022"),
        ("list schools --la 319 --as-of 2024-03-31", 9, "did you mean", "391 ("),
        ("list schools --la newcastle", 2, "did you mean", "391 ("),
        ("find ellinhamyb", 9, "did you mean", "900001 (Ellinhamby Academy"),
        ("show school ellinhamyb", 9, "did you mean", "900001 (Ellinhamby Academy"),
        ("record SchoolClosed urn=906001", 3, "did you mean", "900001 (Ellinhamby"),
        ("lst schools", 2, "did you mean", "'list'"), ("help lsit", 2, "did you mean", "'list'"),
        ("list schools --engagd", 2, "did you mean", "'--engaged'"),
    ])
    func aSlipIsAnsweredWithWhatWasMeant(
        _ line: String, _ status: Int32, _ start: String, _ meant: String
    ) throws {
        let run = try sample(line)
        #expect(run.status == status)
        #expect(run.talk.contains(start) && run.talk.contains(meant), "\(run.talk)")
        #expect(run.output == [] || status != 9)
    }

    /// What is right is not doubted, whatever else is wrong.
    @Test(arguments: [
        "enrol 900025 school-improvement --from 2024-09-09",
        "opt-in 900001 --from 2022-09-12 --key k",
        "show event 99999",
    ])
    func aNameThatIsThereIsNotDoubted(_ line: String) throws {
        #expect(
            !(try sample(line + (line.hasPrefix("show") ? "" : " --dry-run")).talk.contains(
                "did you mean")))
    }

    /// All zeros are no answer to somebody who mistyped a name.
    @Test(arguments: [
        (
            "report engagement --authority ntcaa",
            "The ledger has no authority ntcaa; did you mean ntca ("
        ),
        ("report engagement --la 319", "The ledger has no local authority 319; did you mean 391 ("),
        ("report engagement --strand xyz-abc", "The ledger has no strand xyz-abc"),
    ])
    func aReportAboutNothingSaysSo(_ line: String, _ doubt: String) throws {
        let run = try sample(line + " --as-of 2024-03-31")
        #expect(run.status == 0)
        #expect(run.talk.hasPrefix(doubt), "\(run.talk)")
    }

    @Test func anEmptyListIsNothingFound() throws {
        for form in ["", " --json", " --csv"] {
            let run = try sample("list schools --la 391 --as-of 1990-01-01" + form)
            #expect(run.status == 9)
            #expect(run.talk.contains("nothing fits"))
        }
    }
}
