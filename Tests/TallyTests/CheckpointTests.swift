import CanonicalJSON
import Foundation
import Testing

/// Checkpoints that an officer signs with the real ssh-keygen.
@Suite struct CheckpointTests {
    private let scratch: Scratch
    private let against = ["verify", "--against", "kept", "--signers", "signers"]

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        try scratch.makeKey("officer", as: "officer@north")
    }

    @Test func theHeadIsSigned() throws {
        let run = try scratch.expect(["checkpoint", "sign", "--key", "officer"])
        #expect(run.text.hasPrefix("Signed: events 1 to 15 of tallystick.local/ledger\nRoot: "))
        let file = "ledger.tally/checkpoints/15.checkpoint"
        let root = try scratch.expect(["verify", "--json"]).json()["head"]?["root"]?.text
        let body = try #require(scratch.text(file))
        #expect(body == "tallystick.local/ledger\n15\n\(root ?? "")\n")
        // What anybody can check without this program.
        let verified = try scratch.keygen(
            [
                "-Y", "verify", "-f", "signers", "-I", "officer@north", "-n",
                "tallystick-checkpoint@v1", "-s", file + ".sig",
            ], input: body)
        #expect(verified.text.hasPrefix("Good \"tallystick-checkpoint@v1\" signature"))
        for name in [file, file + ".sig"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func verifySaysWhoSigned() throws {
        try scratch.sign("kept")
        try record("one")
        let run = try scratch.expect(against)
        #expect(
            run.text.contains("\nCheckpoint: events 1 to 15, signed by officer@north (SHA256:"))
        let json = try scratch.expect(against + ["--json"]).json()["against"]
        #expect(json?["head"]?["seq"] == .integer(15))
        #expect(json?["signedBy"] == .string("officer@north"))
        #expect(json?["origin"] == .string("tallystick.local/ledger"))
    }

    @Test func signingTwiceSignsOnce() throws {
        try scratch.sign("kept")
        let before = try state()
        let run = try scratch.expect(["checkpoint", "sign", "--key", "officer", "--json"])
        #expect(try run.json()["already"] == .bool(true))
        #expect(try state() == before)
    }

    @Test func theNextCheckpointContinuesTheLast() throws {
        try scratch.sign("kept")
        try record("one")
        let run = try scratch.expect(["checkpoint", "sign", "--key", "officer"])
        #expect(run.text.contains("It continues the checkpoint of events 1 to 15\n"))
        let json = try scratch.expect(["checkpoint", "list", "--json"]).json()
        let listed = try #require(json["checkpoints"]?.elements)
        #expect(listed.map { $0["head"]?["seq"] } == [.integer(15), .integer(16)])
        #expect(listed.map { $0["agrees"] } == [.bool(true), .bool(true)])
    }

    @Test(arguments: [
        ["edit", "13", "900001", "900002"], ["truncate", "14"], ["swap", "10", "11"],
    ])
    func nothingIsSignedThatDoesNotContinueTheLast(_ words: [String]) throws {
        try scratch.sign("kept")
        let before = try state()
        try scratch.rewrite(words)
        try scratch.refuse(
            6, "checkpoints/15.checkpoint", ["checkpoint", "sign", "--key", "officer"])
        #expect(try state() == before)
        let list = try scratch.expect(["checkpoint", "list"]).text
        #expect(list.contains("NOT of this history"))
    }

    @Test func anAlteredEventIsNotSigned() throws {
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'officer', 'offizer') WHERE seq = 7",
            without: ["event_is_never_changed"])
        try scratch.refuse(
            5, "event 7 is not what was recorded", ["checkpoint", "sign", "--key", "officer"])
        #expect(scratch.text("ledger.tally/checkpoints/15.checkpoint") == nil)
    }

    @Test func aChangedDigitIsNoticed() throws {
        try scratch.sign("kept")
        let body = try #require(scratch.text("kept"))
        for (part, other) in [("\n15\n", "\n16\n"), ("local/", "locai/"), ("=\n", "=")] {
            _ = try scratch.write("kept", body.replacing(part, with: other))
            try scratch.refuse(7, " checkpoint", against)
        }
        let last = try #require(body.dropLast(2).last)
        let digit = last == "A" ? "E" : "A"
        _ = try scratch.write("kept", body.dropLast(3) + digit + "=\n")
        try scratch.refuse(7, " checkpoint", against)
    }

    /// Each of these counts for nothing, and says why.
    @Test(arguments: [
        ("namespaces=\"git\"", "does not let this key sign checkpoints"),
        ("valid-before=\"20200101\"", "has expired"),
        ("valid-after=\"20990101\"", "was not in force yet"),
    ])
    func aKeyThatMayNotSignDoesNotCount(_ options: String, _ sentence: String) throws {
        try scratch.sign("kept")
        try scratch.allow("officer", as: "o", options: options, in: "others")
        try scratch.refuse(
            7, sentence, ["verify", "--against", "kept", "--signers", "others"])
    }

    @Test func anExpiredKeyCountsForWhatItSignedBefore() throws {
        try scratch.sign("kept")
        try scratch.allow("officer", as: "o", options: "valid-before=\"20200101\"", in: "others")
        let words = ["verify", "--against", "kept", "--signers", "others", "--signed-at"]
        #expect(try scratch.expect(words + ["2019-06-30"]).text.contains("signed by o (SHA256:"))
        try scratch.refuse(7, "has expired", words + ["2020-06-30"])
    }

    @Test func aRevokedKeyDoesNotCount() throws {
        try scratch.sign("kept")
        try scratch.keygen(["-q", "-k", "-f", "krl", "officer.pub"])
        try scratch.refuse(7, "is revoked by", against + ["--revoked", "krl"])
        try scratch.makeKey("other")
        try scratch.keygen(["-q", "-k", "-f", "krl2", "other.pub"])
        try scratch.expect(against + ["--revoked", "krl2"])
    }

    @Test func whatIsMissingIsSaid() throws {
        try scratch.sign("kept")
        try scratch.makeKey("stranger")
        try scratch.allow("stranger", as: "s", options: "", in: "others")
        try scratch.refuse(
            7, "is not in ", ["verify", "--against", "kept", "--signers", "others"])
        try scratch.refuse(
            1, "cannot be read", ["verify", "--against", "kept", "--signers", "nobody"])
        try scratch.refuse(2, "--against needs --signers", ["verify", "--against", "kept"])
        try scratch.refuse(2, "there is no --against", ["verify", "--signers", "signers"])
        try FileManager.default.removeItem(atPath: scratch.path("kept.sig"))
        try scratch.refuse(7, "there is no signature", against)
    }

    @Test func aCheckpointOfAnotherLedgerIsAnothers() throws {
        try scratch.sign("kept")
        let other = scratch.path("other.tally")
        try scratch.expect(["init", other, "--from", "facts.ndjson"])
        try scratch.refuse(6, "is of another ledger", against + ["--ledger", other])
    }

    @Test func aKeyThatOthersCanReadIsNotUsed() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: scratch.path("officer"))
        let run = try scratch.refuse(
            1, "Permissions 0644 for ", ["checkpoint", "sign", "--key", "officer"])
        #expect(run.talk.contains("chmod 600"))
        #expect(scratch.text("ledger.tally/checkpoints/15.checkpoint") == nil)
    }

    /// ssh-keygen asks at the terminal, so it must belong to the job that is in front there.
    @Test func aPassphraseIsAskedForAtTheTerminal() throws {
        try scratch.keygen(["-q", "-t", "ed25519", "-N", "secret", "-C", "", "-f", "locked"])
        let words = ["checkpoint", "sign", "--key", "locked"]
        try scratch.refuse(1, "passphrase", words)
        let run = try execute(
            "/usr/bin/env", ["python3", "-c", typist, toolPath] + words, in: scratch.folder,
            environment: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
                "TALLY_LEDGER": scratch.ledger,
            ])
        #expect(run.status == 0, "\(run.text)\(run.talk)")
        #expect(run.text.contains("Signed: events 1 to 15"))
    }

    @Test func withoutOpenSSHItSaysWhatToInstall() throws {
        let run = try scratch.refuse(
            1, "ssh-keygen was not found", ["checkpoint", "sign", "--key", "officer"],
            environment: ["PATH": scratch.folder])
        #expect(run.talk.contains("apt install openssh-client"))
    }

    @Test func nothingIsWrittenOverOrThroughALink() throws {
        let victim = try scratch.write("victim", "precious")
        let links = FileManager.default
        try links.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: victim)
        for out in ["victim", "link"] {
            let words = ["checkpoint", "sign", "--key", "officer", "--out", out]
            #expect(try [3, 5].contains(scratch.tally(words).status), "\(out)")
        }
        try links.createDirectory(
            atPath: scratch.path("elsewhere"), withIntermediateDirectories: false)
        try links.createSymbolicLink(
            atPath: scratch.path("ledger.tally/checkpoints"),
            withDestinationPath: scratch.path("elsewhere"))
        try scratch.refuse(3, "is a symbolic link", ["checkpoint", "sign", "--key", "officer"])
        #expect(try links.contentsOfDirectory(atPath: scratch.path("elsewhere")) == [])
        #expect(scratch.text("victim") == "precious")
    }

    /// An origin stands in what is signed and shown, so it must show what it is.
    @Test(arguments: ["a\u{1b}]0;b\u{7}", "a\nb", "a\u{202e}b", "a\u{2028}b"])
    func anOriginThatShowsSomethingElseIsNotSigned(_ origin: String) throws {
        let other = scratch.path("other.tally")
        try scratch.expect(["init", other, "--origin", origin])
        try scratch.refuse(
            3, "the ledger cannot have checkpoints",
            ["checkpoint", "sign", "--key", "officer", "--ledger", other])
    }

    @Test func aSignatureOfAHostileNameCannotReachTheTerminal() throws {
        try scratch.sign("kept")
        let name = "ledger.tally/checkpoints/15.checkpoint.\u{1b}]0;owned\u{7}.sig"
        _ = try scratch.write(name, "x")
        let list = try scratch.expect(["checkpoint", "list"]).text
        #expect(list.contains("cosigned as \\u{1b}]0;owned\\u{7}: "))
        let run = try scratch.tally([
            "verify", "--against", "ledger.tally/checkpoints/15.checkpoint", "--signers", "signers",
        ])
        #expect(run.status == 7)
        #expect(!(list + run.text + run.talk).utf8.contains(0x1b))
    }

    @Test(.enabled(if: Stranger.canRunTheTool, "needs root and setpriv, or a user who is not root"))
    func aLedgerThatCannotBeWrittenIsSignedElsewhere() throws {
        let files = FileManager.default
        let copy = scratch.path("copy.tally")
        try files.copyItem(atPath: scratch.ledger, toPath: copy)
        for file in try files.subpathsOfDirectory(atPath: copy) where file != "projections" {
            try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: copy + "/" + file)
        }
        try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: copy + "/projections")
        try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: copy)
        if NSUserName() == "root" {
            try files.setAttributes(
                [.ownerAccountID: 65_534, .groupOwnerAccountID: 65_534],
                ofItemAtPath: scratch.path("officer"))
        }
        try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: scratch.folder)
        let words = ["checkpoint", "sign", "--key", scratch.path("officer"), "--ledger", copy]
        let refused = try Stranger.execute(words, in: scratch.folder)
        #expect(refused.status == 8)
        #expect(refused.talk.contains("give --out FILE"))
        let run = try Stranger.execute(words + ["--out", scratch.path("kept")], in: scratch.folder)
        #expect(run.status == 0, "\(run.talk)")
        #expect(!files.fileExists(atPath: copy + "/checkpoints"))
        try scratch.expect(against)
    }

    private func record(_ measure: String) throws {
        try scratch.expect(["record", "MeasureDefined", "measure=\(measure)", "definition=x"])
    }

    /// The checkpoints in the ledger's folder, by name.
    private func state() throws -> [String: Data] {
        let folder = scratch.path("ledger.tally/checkpoints")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Dictionary(
            uniqueKeysWithValues: files.map { ($0, bytes(folder + "/" + $0) ?? Data()) })
    }
}

/// Runs a program at a terminal of its own and types the passphrase when it is asked for; gives up
/// after a minute, as a program that is stopped would wait for ever.
private let typist = """
    import os, pty, signal, sys
    signal.alarm(60)
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    said = b""
    try:
        while piece := os.read(terminal, 1024):
            said += piece
            if b"passphrase" in piece:
                os.write(terminal, b"secret\\n")
    except OSError:
        pass
    print(said.decode())
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    """
