import Foundation
import Testing

/// Where something is written: never through a symbolic link, never half, and for its owner alone.
@Suite struct OutputPathTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.expect(["backup", "copy"])
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link"), withDestinationPath: scratch.path("target"))
    }

    @Test(arguments: [
        ["init", "link"], ["demo", "link"], ["backup", "link"], ["restore", "copy", "link"],
        ["auditor-pack", "link"],
    ])
    func aFolderIsNeverMadeThroughALink(_ words: [String]) throws {
        let run = try scratch.tally(words)
        #expect(run.status == 3, "\(run.talk)")
        #expect(run.talk.contains("link is a symbolic link"), "\(run.talk)")
        #expect(try scratch.names() == ["copy", "facts.ndjson", "ledger.tally", "link"])
    }

    /// The link goes, and what it led to stays as it was.
    @Test(arguments: [["report", "engagement", "--out", "link"]])
    func aFileIsNeverWrittenThroughALink(_ words: [String]) throws {
        _ = try scratch.write("target", "kept")
        #expect(try scratch.tally(words).status == 0)
        #expect(bytes(scratch.path("target")) == Data("kept".utf8))
        let found = try FileManager.default.attributesOfItem(atPath: scratch.path("link"))
        #expect(found[.type] as? FileAttributeType == .typeRegular)
        #expect(found[.posixPermissions] as? Int == 0o600)
        #expect(!(try scratch.names()).contains { $0.hasSuffix(".new") })
    }

    /// As root a name in `/dev` could be taken from its device.
    @Test func whatIsNoFileIsNeverReplaced() throws {
        let pipe = scratch.path("pipe")
        let made = try execute("/usr/bin/mkfifo", [pipe], in: scratch.folder)
        try #require(made.status == 0, "\(made.talk)")
        for words in [
            ["report", "engagement", "--out", "pipe"], ["report", "engagement", "-o", "."],
        ] {
            let run = try scratch.tally(words)
            #expect(run.status == 8, "\(run.talk)")
            #expect(run.talk.contains("it is there and is not a file"), "\(run.talk)")
        }
        let found = try FileManager.default.attributesOfItem(atPath: pipe)
        #expect(found[.type] as? FileAttributeType != .typeRegular)
        #expect(!(try scratch.names()).contains { $0.hasSuffix(".new") })
    }

    /// A file that may grow no more stands for a full disk.
    @Test(arguments: ["restore copy ledger.tally", "restore copy new.tally", "backup other"])
    func aFullDiskLeavesNothingHalfMade(_ line: String) throws {
        try scratch.expect(["import", "facts", scratch.write("more", definitions(1...300))])
        try scratch.expect(["backup", "copy"])
        let (before, names) = (try scratch.files(of: scratch.ledger), try scratch.names())
        let run = try execute(
            "/bin/sh", ["-c", "ulimit -f 128 && exec \"$0\" \(line)", toolPath],
            in: scratch.folder, environment: ["TALLY_LEDGER": scratch.ledger])
        #expect(run.status == 8, "\(run.talk)")
        #expect(run.talk.hasPrefix("tally: the storage failed: "), "\(run.talk)")
        #expect(try scratch.files(of: scratch.ledger) == before)
        #expect(try scratch.names() == names)
    }
}
