import Foundation
import Testing

/// A history rewritten with correct hashes: sound by itself, and not the one that was signed.
@Suite struct RewriteTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["import", "facts", scratch.write("more", definitions(1...300))])
        try scratch.makeKey("officer", as: "officer@north")
        try scratch.sign("kept")
    }

    @Test(arguments: [
        ["edit", "14", "1000000", "2000000"], ["edit", "1", "officer", "offizer"],
        ["edit", "315", "m-300", "m-301"], ["insert", "20", "new-key", "m-5", "m-301"],
        ["swap", "20", "21"], ["swap", "17", "314"], ["remove", "20"],
    ])
    func onlyTheCheckpointShowsIt(_ words: [String]) throws {
        try scratch.rewrite(words)
        try record("later")
        try expectSound()
        try scratch.refuse(6, "the history is not the one of the checkpoint kept", against)
    }

    /// What comes after the checkpoint was not there when it was signed.
    @Test func whatCameAfterTheCheckpointIsNotItsConcern() throws {
        try record("one")
        try record("two")
        try scratch.rewrite(["edit", "316", "officer", "offizer"])
        try expectSound()
        try scratch.expect(against)
    }

    @Test func aTailThatIsGoneIsShownToo() throws {
        try scratch.rewrite(["remove", "315"])
        try scratch.expect(["verify"])
        try scratch.refuse(
            6, "the history has 314 events, but the checkpoint kept is of 315", against)
    }

    /// The script's own claim: a rewriting that changes nothing gives the same bytes and the same tree.
    @Test func aRewritingOfNothingIsTheSameLedger() throws {
        let export = try scratch.expect(["export"]).text
        let heads = bytes(scratch.headsPath)
        try scratch.rewrite(["truncate", "315"])
        #expect(try scratch.expect(["export"]).text == export)
        #expect(bytes(scratch.headsPath) == heads)
        try scratch.expect(against)
    }

    private func record(_ measure: String) throws {
        try scratch.expect(["record", "MeasureDefined", "measure=\(measure)", "definition=x"])
    }

    private func expectSound(_ location: SourceLocation = #_sourceLocation) throws {
        let text = try scratch.expect(["verify"], location).text
        #expect(
            text.contains(": every leaf read and hashed, the story is legal\n"),
            sourceLocation: location)
    }

    private let against = ["verify", "--against", "kept", "--signers", "signers"]
}
