import CanonicalJSON
import Testing

/// What a ledger is called can be put right, and a report says what it was called when it was issued.
@Suite struct LedgerNameTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["correct", "1", "name=Renamed", "--reason", "mistyped"])
    }

    @Test(arguments: [(16, "Renamed"), (15, "ledger"), (1, "ledger")])
    func reportsNameItAsItWasKnown(at seq: Int, name: String) throws {
        let line = ["report", "engagement", "--known-at", "\(seq)"]
        #expect(try scratch.expect(line + ["--json"]).json()["ledgerName"] == .string(name))
        #expect(try scratch.expect(line).text.hasPrefix("Engagement – \(name)\n"))
    }

    @Test func theCorrectionCanBeRetracted() throws {
        try scratch.expect(["retract", "16", "--reason", "it was right"])
        let report = try scratch.expect(["report", "engagement", "--json"]).json()
        #expect(report["ledgerName"] == .string("ledger"))
        try scratch.expect(["verify"])
    }
}
