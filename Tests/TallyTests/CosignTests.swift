import CanonicalJSON
import Foundation
import Testing

/// A second party, which trusts its own memory and nothing in the ledger's folder.
@Suite struct CosignTests {
    private let scratch: Scratch
    private let cosign = [
        "checkpoint", "cosign", "--key", "auditor", "--memory", "memory", "--name", "audit",
    ]

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.makeKey("officer", as: "officer@north")
        try scratch.makeKey("auditor", as: "audit@council")
        try scratch.sign("first")
    }

    @Test func itSignsWhatContinuesWhatItSigned() throws {
        let first = try scratch.expect(cosign)
        #expect(first.text.contains("It is the first: "))
        #expect(scratch.text("memory") == scratch.text("first"))
        try record("one")
        try scratch.sign("second")
        let second = try scratch.expect(cosign + ["--signers", "signers"])
        #expect(second.text.contains("It continues the checkpoint of events 1 to 15\n"))
        #expect(scratch.text("memory") == scratch.text("second"))

        let file = "ledger.tally/checkpoints/16.checkpoint"
        let run = try scratch.expect(["verify", "--against", file, "--signers", "signers"])
        #expect(run.text.contains("; cosigned by audit@council (SHA256:"))
        let list = try scratch.expect(["checkpoint", "list", "--signers", "signers"])
        #expect(list.text.contains("cosigned as audit by audit@council (SHA256:"))
    }

    @Test(arguments: [
        ["edit", "13", "900001", "900002"], ["truncate", "14"], ["remove", "11"],
    ])
    func itDoesNotSignAnotherHistory(_ words: [String]) throws {
        try scratch.expect(cosign)
        let memory = scratch.text("memory")
        try scratch.rewrite(words)
        // Whoever rewrote the history also took away what was signed, and signs anew.
        try FileManager.default.removeItem(atPath: scratch.ledger + "/checkpoints")
        try record("one")
        try record("two")
        try scratch.sign("forged")
        try scratch.refuse(6, "what you signed last", cosign)
        #expect(scratch.text("memory") == memory)
        let files = try FileManager.default.contentsOfDirectory(
            atPath: scratch.ledger + "/checkpoints")
        #expect(!files.contains { $0.contains("audit") })
    }

    @Test func itSignsNothingThatTheLedgerDoesNotHave() throws {
        try scratch.rewrite(["edit", "13", "900001", "900002"])
        try scratch.refuse(6, "the history is not the one of", cosign)
        #expect(scratch.text("memory") == nil)
    }

    @Test func itDoesNotGoBack() throws {
        try record("one")
        try scratch.sign("second")
        try scratch.expect(cosign)
        try scratch.refuse(
            3, "is of 15 events, but you have signed 16 already",
            cosign + ["--checkpoint", "first"])
    }

    @Test func aMemoryOfAnotherLedgerIsNoMemory() throws {
        let root = try #require(scratch.text("first")?.split(separator: "\n").last)
        _ = try scratch.write("memory", "example.org/other\n1\n\(root)\n")
        try scratch.refuse(6, "is of another ledger", cosign)
        _ = try scratch.write("memory", "nonsense")
        try scratch.refuse(5, "your memory cannot be read", cosign)
    }

    @Test func whatNobodySignedIsNotCosigned() throws {
        try FileManager.default.removeItem(
            atPath: scratch.ledger + "/checkpoints/15.checkpoint.sig")
        try scratch.refuse(7, "there is no signature", cosign)
        try scratch.makeKey("stranger")
        try scratch.allow("stranger", as: "s", options: "", in: "others")
        try scratch.refuse(
            7, "is not in ", cosign + ["--checkpoint", "first", "--signers", "others"])
        #expect(scratch.text("memory") == nil)
    }

    @Test func aKeyThatIsNotAmongTheSignersDoesNotCount() throws {
        try scratch.expect(cosign)
        try scratch.allow("officer", as: "officer@north", options: "", in: "others")
        let file = "ledger.tally/checkpoints/15.checkpoint"
        let words = ["verify", "--against", file, "--signers", "others"]
        #expect(
            try scratch.expect(words).text.contains("audit, whose key is not among the signers"))
        let json = try scratch.expect(words + ["--json"]).json()["against"]?["cosigned"]
        #expect(json?.elements?.first?["signedBy"] == .null)
        _ = try scratch.write(
            file + ".audit.sig",
            try #require(scratch.text(file + ".sig")).replacing("U1NI", with: "U1NJ"))
        try scratch.refuse(7, "audit.sig", words)
    }

    @Test func itWritesElsewhereAndNeverThroughALink() throws {
        let run = try scratch.expect(cosign + ["--out", "mine", "--json"])
        #expect(try run.json()["files"]?.elements?.count == 1)
        try scratch.expect(["verify", "--against", "mine", "--signers", "signers"])
        #expect(scratch.text("mine.audit.sig") != nil)

        let victim = try scratch.write("victim", try #require(scratch.text("first")))
        try FileManager.default.removeItem(atPath: scratch.path("memory"))
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("memory"), withDestinationPath: victim)
        try record("one")
        try scratch.sign("second")
        try scratch.refuse(3, "is a symbolic link", cosign)
        #expect(scratch.text("victim") == scratch.text("first"))
    }

    private func record(_ measure: String) throws {
        try scratch.expect(["record", "MeasureDefined", "measure=\(measure)", "definition=x"])
    }
}
