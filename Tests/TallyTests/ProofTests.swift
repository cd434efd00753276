import CanonicalJSON
import Foundation
import Testing

/// Proofs given to somebody who has no ledger at hand.
@Suite struct ProofTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.makeKey("officer", as: "officer@north")
        try scratch.sign("kept")
        try scratch.expect(["import", "facts", scratch.write("more", definitions(1...300))])
    }

    @Test func anEventIsProved() throws {
        try scratch.expect(["prove", "inclusion", "12", "--out", "proof"])
        let run = try verify("proof")
        #expect(run.text.hasPrefix("Event 12 is among the 15 events of tallystick.local/ledger\n"))
        #expect(run.text.contains("Event: SchoolOptedIn, from 2023-09-01, recorded "))
        #expect(run.text.contains("Checkpoint: none given, "))
        let signed = try verify("proof", "--against", "kept", "--signers", "signers", "--json")
            .json()
        #expect(signed["against"]?["signedBy"] == .string("officer@north"))
        #expect(signed["event"]?["seq"] == .integer(12))
        #expect(try scratch.expect(["prove", "inclusion", "12"]).text == scratch.text("proof"))
    }

    /// The last leaf, the first of another tile, and one beyond the checkpoint.
    @Test(arguments: [1, 15, 16, 256, 257, 315])
    func everyEventCanBeProved(seq: Int) throws {
        try scratch.expect(["prove", "inclusion", "\(seq)", "--size", "315", "--out", "proof"])
        #expect(try verify("proof").text.hasPrefix("Event \(seq) is among the 315 events of "))
    }

    @Test func theEventCanBeGivenApart() throws {
        try scratch.expect(["prove", "inclusion", "12", "--without-event", "--out", "proof"])
        try refuse(2, "does not hold the event", "proof")
        let lines = try scratch.expect(["export"]).text.split(separator: "\n")
        _ = try scratch.write("event", lines[11] + "\n")
        let run = try verify("proof", "--event", "event", "--json")
        let hash = try #require(try run.json()["leafHash"]?.text)
        #expect(try verify("proof", "--leaf-hash", hash).text.contains("known by the hash"))
        _ = try scratch.write("event", lines[12] + "\n")
        try refuse(5, "the event says it is event 13", "proof", "--event", "event")
        _ = try scratch.write("event", String(lines[11].replacing("900001", with: "900002")))
        try refuse(5, "does not show that event 12", "proof", "--event", "event")
        let other = hash.hasPrefix("A") ? "B" : "A"
        try refuse(5, "does not show", "proof", "--leaf-hash", other + String(hash.dropFirst()))
    }

    @Test func growthIsProved() throws {
        try scratch.expect(["prove", "consistency", "15", "315", "--out", "proof"])
        let run = try verify("proof", "--against", "kept", "--signers", "signers")
        #expect(
            run.text.hasPrefix("The 315 events of tallystick.local/ledger begin with the first 15"))
        try scratch.expect(["prove", "consistency", "16", "315", "--out", "later"])
        try refuse(2, "OLD or NEW 15", "later", "--against", "kept", "--signers", "signers")
    }

    @Test func aProofOfAnotherHistoryIsNotOfTheOneThatWasSigned() throws {
        try scratch.rewrite(["edit", "14", "1000000", "2000000"])
        try scratch.expect(["prove", "inclusion", "14", "--size", "15", "--out", "proof"])
        try scratch.expect(["prove", "consistency", "15", "20", "--out", "growth"])
        for proof in ["proof", "growth"] {
            try verify(proof)
            try refuse(6, "another root", proof, "--against", "kept", "--signers", "signers")
        }
    }

    @Test func whatCannotBeProvedIsSaid() throws {
        try scratch.refuse(9, "there is no event 316", ["prove", "inclusion", "316"])
        try scratch.refuse(2, "give --size", ["prove", "inclusion", "16", "--size", "15"])
        try scratch.refuse(2, "cannot begin with", ["prove", "consistency", "20", "15"])
        try scratch.refuse(2, "cannot begin with", ["prove", "consistency", "20", "316"])
        _ = try scratch.write("proof", "mine")
        try scratch.refuse(3, "is there already", ["prove", "inclusion", "1", "--out", "proof"])
        try refuse(5, "is not a proof", "proof")
    }

    @Test func anAlteredEventIsNotProved() throws {
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'officer', 'offizer') WHERE seq = 7",
            without: ["event_is_never_changed"])
        try scratch.refuse(5, "event 7 cannot be proved", ["prove", "inclusion", "7"])
    }

    /// Somebody far from the ledger, in a folder without one.
    @discardableResult
    private func verify(_ proof: String, _ more: String...) throws -> Run {
        let run = try execute(toolPath, ["verify-proof", proof] + more, in: scratch.folder)
        #expect(run.status == 0, "\(run.talk)")
        return run
    }

    private func refuse(_ status: Int32, _ sentence: String, _ proof: String, _ more: String...)
        throws
    {
        try scratch.refuse(status, sentence, ["verify-proof", proof] + more)
    }
}
