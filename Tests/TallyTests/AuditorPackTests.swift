import CanonicalJSON
import Foundation
import SQLite
import Testing

/// What an auditor is given, checked on a machine that has no Tallystick.
@Suite(.enabled(if: Auditor.tools != nil, "there is no python3, or no ssh-keygen"))
struct AuditorPackTests {
    private let scratch: Scratch
    private let auditor: Auditor

    init() throws {
        scratch = try Scratch()
        auditor = try #require(try Auditor(scratch))
        #expect(try scratch.tally(["demo", scratch.ledger]).status == 0)
        let report = ["report", "engagement", "--authority", "ntca", "--as-of", "2024-03-31"]
        _ = try scratch.tally(report + ["--json", "--publish"])
        _ = try scratch.tally(report + ["--publish"])
        try auditor.makeKey("officer")
        #expect(try scratch.tally(["checkpoint", "sign", "--key", "officer"]).status == 0)
        try scratch.expect(["opt-in", "900008", "--from", "2024-09-02", "--key", "form"])
    }

    private func pack(_ words: [String] = ["--signers", "allowed_signers"]) throws -> String {
        try scratch.expect(["auditor-pack", "pack"] + words)
        return scratch.path("pack")
    }

    @Test func itsReadMeRunsWithPythonAndSSHKeygenAlone() throws {
        let blocks = try auditor.blocks(of: pack())
        #expect(blocks.count == 7)
        var printed = ""
        for block in blocks {
            let run = try auditor.run("/bin/sh", ["-e", "-c", block])
            #expect(run.status == 0, "\(block): \(run.text) \(run.talk)")
            printed += run.text
        }
        for line in [
            "checkpoints/5377.checkpoint.sig: signed by officer@example.org",
            "Good \"tallystick-checkpoint@v1\" signature for officer@example.org",
            "proofs/event-5378.tlog-proof: event 5378, SchoolOptedIn, is among events 1 to 5378",
            "reports/published-5376-engagement.json: engagedSchools is 270, as the events say",
            "reports/published-5376-engagement.json: its bytes are those published by event 5376",
            "reports/published-5377-engagement.txt: its bytes are those published by event 5377",
        ] { #expect(printed.contains(line), "\(line)") }
        let root = try scratch.expect(["export"]).text.split(separator: "\n").count
        #expect(root == 5378)
        let readMe = String(
            decoding: bytes(scratch.path("pack/README.md")) ?? Data(), as: UTF8.self)
        #expect(readMe.contains("    Events: 5378\n"))
        #expect(try auditor.files().contains("__pycache__") == false)
    }

    @Test func everyChangeToAPackIsNoticed() throws {
        _ = try pack()
        let figure = "\"engagedSchools\": 270"
        for (file, old, new, words, status) in [
            ("export.ndjson", "Academy", "Acadamy", ["--checkpoint", "export.checkpoint"], 6),
            ("export.ndjson", "\"v\":1", "\"v\": 1", [], 5),
            ("export.checkpoint", "5378", "5379", ["--checkpoint", "export.checkpoint"], 6),
            (
                "proofs/event-5378.tlog-proof", "index 5377", "index 5376",
                ["--proof", "proofs/event-5378.tlog-proof"], 5
            ),
            (
                "reports/published-5376-engagement.json", figure, "\"engagedSchools\": 271",
                ["--report", "reports/published-5376-engagement.json"], 5
            ),
            ("allowed_signers", "officer@", "mallory@", ["--checkpoint"] + signed, 0),
            ("allowed_signers", "ssh-ed25519", "ssh-rsa", ["--checkpoint"] + signed, 7),
        ] as [(String, String, String, [String], Int32)] {
            let whole = try #require(bytes(scratch.path("pack/" + file)))
            let text = String(decoding: whole, as: UTF8.self)
            let place = try #require(text.range(of: old), "\(file) has no \(old)")
            _ = try scratch.write("pack/" + file, text.replacingCharacters(in: place, with: new))
            let run = try auditor.verify(words)
            #expect(run.status == status, "\(file): \(old) to \(new): \(run.text)")
            _ = try scratch.write("pack/" + file, text)
            #expect(try auditor.verify(words).status == 0)
        }
        let missing = try auditor.verify(["--checkpoint", "export.checkpoint", "--signers", "x"])
        #expect(missing.status == 7)
        #expect(try auditor.verify(["--nonsense"]).status == 2)
        #expect(try auditor.verify(["--checkpoint", "nowhere"]).status == 2)
    }

    private let signed = ["checkpoints/5377.checkpoint", "--signers", "allowed_signers"]

    @Test func onlyItsOwnerMayReadIt() throws {
        let folder = try pack(["--events", "1,17", "--json"])
        let files = FileManager.default
        for path in try [""] + files.subpathsOfDirectory(atPath: folder).map({ "/" + $0 }) {
            let attributes = try files.attributesOfItem(atPath: folder + path)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
        }
        #expect(try files.contentsOfDirectory(atPath: folder + "/proofs").count == 2)
        #expect(!files.fileExists(atPath: folder + "/allowed_signers"))
    }

    @Test func aFolderThatIsNotEmptyIsLeftAlone() throws {
        let folder = try pack()
        let again = try scratch.tally(["auditor-pack", "pack"])
        #expect(again.status == 3)
        #expect(again.talk.contains("is there already and is not an empty folder"))
        let beyond = try scratch.tally(["auditor-pack", "other", "--events", "1,9999"])
        #expect(beyond.status == 3)
        #expect(beyond.talk.contains("there is no event 9999; the last is 5378"))
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
        #expect(!left.contains { $0.hasSuffix(".new") || $0 == "other" })
        #expect(FileManager.default.fileExists(atPath: folder + "/README.md"))
    }

    @Test func aLedgerThatWasChangedIsNotPacked() throws {
        try scratch.tamper(
            "UPDATE event SET leaf = replace(leaf, 'officer', 'offizer') WHERE seq = 5376",
            without: ["event_is_never_changed"])
        let run = try scratch.tally(["auditor-pack", "pack"])
        #expect([5, 6].contains(run.status), "\(run.talk)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("pack")))
    }

    @Test func aCheckpointOfAnotherHistoryIsNotPacked() throws {
        let path = scratch.ledger + "/checkpoints/5377.checkpoint"
        let text = String(decoding: try #require(bytes(path)), as: UTF8.self)
        var lines = text.split(separator: "\n").map(String.init)
        lines[2] = "8DTHZ45T0+aoYdjj+OXd9Yzgcornp59B0v+n5hNazcM="
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let run = try scratch.tally(["auditor-pack", "pack"])
        #expect(run.status == 6)
        #expect(run.talk.contains("5377.checkpoint is not of the history in this ledger"))
    }
}

/// Somebody with the pack, Python and ssh-keygen, and nothing else.
struct Auditor {
    let scratch: Scratch

    /// Where the programs really are.
    static let tools: [String: String]? = {
        let script = "import shutil, sys; print(sys.executable); print(shutil.which('ssh-keygen'))"
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        // Without them the tests are left out, and say so.
        let run = try? execute(
            "/usr/bin/env", ["python3", "-c", script], in: "/", environment: ["PATH": path])
        let lines = run?.text.split(separator: "\n").map(String.init) ?? []
        guard run?.status == 0, lines.count == 2, lines[1] != "None" else { return nil }
        return ["python3": lines[0], "ssh-keygen": lines[1]]
    }()

    /// Makes a folder of programs with nothing but those two.
    init?(_ scratch: Scratch) throws {
        guard let tools = Self.tools else { return nil }
        self.scratch = scratch
        let files = FileManager.default
        try files.createDirectory(
            atPath: scratch.path("bin"), withIntermediateDirectories: true)
        for (name, path) in tools {
            try files.createSymbolicLink(
                atPath: scratch.path("bin/" + name), withDestinationPath: path)
        }
    }

    func run(_ program: String, _ words: [String]) throws -> Run {
        try execute(
            program, words, in: scratch.path("pack"), environment: ["PATH": scratch.path("bin")])
    }

    func verify(_ words: [String]) throws -> Run {
        try run("/usr/bin/env", ["python3", "verify-export.py", "export.ndjson"] + words)
    }

    /// Makes a key, and a list of signers with it.
    func makeKey(_ name: String) throws {
        let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", scratch.path(name)]
        let run = try execute(
            try #require(Self.tools?["ssh-keygen"]), words, in: scratch.folder)
        try #require(run.status == 0, "\(run.talk)")
        let key = String(decoding: try #require(bytes(scratch.path(name + ".pub"))), as: UTF8.self)
        _ = try scratch.write("allowed_signers", "\(name)@example.org \(key)")
    }

    /// The commands the README tells an auditor to type.
    func blocks(of pack: String) throws -> [String] {
        let text = String(decoding: try #require(bytes(pack + "/README.md")), as: UTF8.self)
        return text.components(separatedBy: "\n```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
    }

    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path("pack"))
    }
}
