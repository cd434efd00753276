import Foundation
import Testing

/// An auditor's copy, in a folder the auditor cannot write.
@Suite(.enabled(if: Stranger.canRunTheTool, "needs root and setpriv, or a user who is not root"))
struct ReadOnlyTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        let copy = scratch.path("copy.tally")
        try FileManager.default.copyItem(atPath: scratch.ledger, toPath: copy)
        for file in try FileManager.default.subpathsOfDirectory(atPath: copy) {
            let mode = file == "projections" ? 0o555 : 0o444
            try set(mode, on: copy + "/" + file)
        }
        try set(0o555, on: copy)
        try set(0o755, on: scratch.folder)
    }

    @Test(arguments: [
        "verify", "export", "checkpoint list", "prove inclusion 3", "prove consistency 3 9", "log",
        "show school 900001", "projections status",
        "report engagement --as-of 2024-03-31", "projections audit --as-of 2024-03-31",
        "explain pointsOfContact --as-of 2024-03-31",
    ])
    func opensWithoutWriting(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let before = try state()
        let run = try stranger(words)
        #expect(run.status == 0, "\(run.talk)")
        #expect(try state() == before)
        if words[0] != "projections" {
            #expect(try run.text == scratch.expect(words).text)
        }
    }

    @Test func refusesToRecord() throws {
        let before = try state()
        let run = try stranger(["opt-in", "900002", "--from", "2023-09-01"])
        #expect(run.status == 8)
        #expect(run.talk.contains("cannot be written by you"))
        #expect(try state() == before)
    }

    private func stranger(_ words: [String]) throws -> Run {
        try Stranger.execute(
            words + ["--ledger", scratch.path("copy.tally")], in: scratch.folder)
    }

    private func set(_ mode: Int, on path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Every file of the copy, with its bytes and the time of its last change.
    private func state() throws -> [String: [String]] {
        let copy = scratch.path("copy.tally")
        var files: [String: [String]] = [:]
        for file in try FileManager.default.subpathsOfDirectory(atPath: copy) {
            let attributes = try FileManager.default.attributesOfItem(atPath: copy + "/" + file)
            files[file] = [
                "\(attributes[.modificationDate] ?? "")",
                bytes(copy + "/" + file)?.base64EncodedString() ?? "",
            ]
        }
        return files
    }
}

/// A user who owns nothing: nobody, when the tests run as root.
enum Stranger {
    static func execute(_ words: [String], in folder: String) throws -> Run {
        guard isRoot else { return try TallyTests.execute(toolPath, words, in: folder) }
        return try TallyTests.execute(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", toolPath] + words, in: folder)
    }

    /// Whether such a user can read and run the tool that was built.
    static let canRunTheTool = (try? execute(["--version"], in: "/"))?.status == 0

    private static let isRoot = NSUserName() == "root"
}
