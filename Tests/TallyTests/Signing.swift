import Foundation
import Testing

extension Scratch {
    /// Runs the real ssh-keygen here.
    @discardableResult
    func keygen(_ words: [String], input: String = "") throws -> Run {
        let run = try execute("/usr/bin/env", ["ssh-keygen"] + words, in: folder, input: input)
        try #require(run.status == 0, "\(words): \(run.talk)")
        return run
    }

    /// Makes a key, and adds it to the list of signers; `options` are those of ssh-keygen(1).
    func makeKey(
        _ name: String, as principal: String? = nil,
        options: String = "namespaces=\"tallystick-checkpoint@v1\""
    ) throws {
        try keygen(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path(name)])
        guard let principal else { return }
        try allow(name, as: principal, options: options)
    }

    func allow(_ key: String, as principal: String, options: String, in list: String = "signers")
        throws
    {
        let known = text(list) ?? ""
        let publicKey = try #require(text(key + ".pub"))
        _ = try write(list, known + "\(principal) \(options) \(publicKey)")
    }

    /// The text of a file here; `nil` when there is none.
    func text(_ name: String) -> String? {
        bytes(path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Signs the head of the ledger, and keeps a copy of the checkpoint here.
    func sign(_ copy: String, _ location: SourceLocation = #_sourceLocation) throws {
        try expect(["checkpoint", "sign", "--key", "officer", "--out", copy], location)
    }

    /// Expects that a command fails with a status, and says why.
    @discardableResult
    func refuse(
        _ status: Int32, _ sentence: String, _ words: [String],
        environment: [String: String] = [:], _ location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        let run = try tally(words, environment: environment)
        #expect(run.status == status, "\(words): \(run.text)\(run.talk)", sourceLocation: location)
        #expect(run.talk.contains(sentence), "\(run.talk)", sourceLocation: location)
        #expect(run.text == "", sourceLocation: location)
        return run
    }

    /// Rewrites a copy of the ledger with `scripts/rewrite-history`, and puts it in its place.
    func rewrite(_ words: [String], _ location: SourceLocation = #_sourceLocation) throws {
        let copy = path("rewritten.tally")
        let run = try execute(
            "/usr/bin/env",
            ["python3", packageFolder + "/scripts/rewrite-history", ledger, copy] + words,
            in: folder,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
        try #require(run.status == 0, "\(run.talk)", sourceLocation: location)
        try FileManager.default.removeItem(atPath: ledger)
        try FileManager.default.moveItem(atPath: copy, toPath: ledger)
    }
}
