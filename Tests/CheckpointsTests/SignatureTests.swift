import EventLog
import Foundation
import Testing

@testable import Checkpoints

/// Signatures made and checked with the real ssh-keygen.
@Suite struct SignatureTests {
    private let keys: Keys
    private let key: String
    private let ssh: SSHSignature
    private let message = Array("example.org/ne\n18\nabc\n".utf8)

    init() throws {
        keys = try Keys()
        key = try keys.make("officer")
        ssh = try SSHSignature(environment: environment)
    }

    @Test func namesWhoSigned() throws {
        let file = try keys.sign(message, with: key)
        let signers = Signers(allowed: try keys.signers(key, as: "officer@north-east"))
        let signer = try ssh.verify(message, signature: file, by: signers)
        #expect(signer.principal == "officer@north-east")
        #expect(signer.key.hasPrefix("SHA256:"))
        #expect(try ssh.fingerprint(message, signature: file) == signer.key)
    }

    /// Every bit of what was signed counts.
    @Test func aChangedDigitIsNoticed() throws {
        let file = try keys.sign(message, with: key)
        var changed = message
        changed[15] ^= 1
        try expect(.wrong, "is not one of this checkpoint", changed, file)
        #expect(throws: SignatureProblem.self) { try ssh.fingerprint(changed, signature: file) }
    }

    @Test func aSignatureForSomethingElseDoesNotCount() throws {
        let file = try keys.write("letter", String(decoding: message, as: UTF8.self))
        try keys.keygen(["-Y", "sign", "-f", key, "-n", "file", file])
        try expect(.wrong, "something other than a checkpoint", message, file + ".sig")
    }

    @Test func aKeyForSomethingElseDoesNotCount() throws {
        let file = try keys.sign(message, with: key)
        try expect(
            .wrong, "does not let this key sign checkpoints", message, file,
            options: "namespaces=\"git\"")
        let namespace = "namespaces=\"\(SSHSignature.namespace)\""
        let signers = try keys.signers(key, as: "o", options: namespace)
        #expect(
            try ssh.verify(message, signature: file, by: Signers(allowed: signers)).principal == "o"
        )
    }

    @Test func anExpiredKeyCountsOnlyInItsTime() throws {
        let file = try keys.sign(message, with: key)
        let ended = "valid-before=\"20250101Z\""
        try expect(.wrong, "has expired", message, file, options: ended)
        try expect(.wrong, "has expired", message, file, options: ended, at: "2025-01-01T00:00:01Z")
        let signers = Signers(
            allowed: try keys.signers(key, as: "o", options: ended),
            at: Instant("2024-12-31T23:59:59Z"))
        #expect(try ssh.verify(message, signature: file, by: signers).principal == "o")
    }

    @Test func aKeyThatIsNotValidYetDoesNotCount() throws {
        let file = try keys.sign(message, with: key)
        try expect(
            .wrong, "was not in force yet", message, file, options: "valid-after=\"20250101Z\"",
            at: "2024-12-31T23:59:59Z")
    }

    @Test(arguments: ["list", "keys"])
    func aRevokedKeyDoesNotCount(_ form: String) throws {
        let file = try keys.sign(message, with: key)
        let other = try keys.make("other")
        let (revoked, unrelated) = (keys.path("krl"), keys.path("other.krl"))
        if form == "list" {
            try keys.keygen(["-q", "-k", "-f", revoked, key + ".pub"])
            try keys.keygen(["-q", "-k", "-f", unrelated, other + ".pub"])
        } else {
            try FileManager.default.copyItem(atPath: key + ".pub", toPath: revoked)
            try FileManager.default.copyItem(atPath: other + ".pub", toPath: unrelated)
        }
        try expect(.wrong, "is revoked by", message, file, revoked: revoked)
        let allowed = try keys.signers(key, as: "o")
        let signers = Signers(allowed: allowed, revoked: unrelated)
        #expect(try ssh.verify(message, signature: file, by: signers).principal == "o")
    }

    @Test func aStrangersKeyIsUnknown() throws {
        let file = try keys.sign(message, with: try keys.make("stranger"))
        try expect(.unknown, "is not in", message, file)
    }

    @Test func whatIsMissingOrNoSignatureIsSaid() throws {
        try expect(.missing, "there is no signature", message, keys.path("nothing"))
        try expect(.wrong, "is not an SSH signature", message, try keys.write("letter", "hello"))
        let file = try keys.sign(message, with: key)
        let nobody = Signers(allowed: keys.path("nothing"))
        let problem = #expect(throws: SignatureProblem.self) {
            try ssh.verify(message, signature: file, by: nobody)
        }
        #expect(problem?.kind == .cannotRun)
    }

    @Test func aKeyThatOthersCanReadIsNotUsed() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let problem = #expect(throws: SignatureProblem.self) { try ssh.sign(message, key: key) }
        #expect(problem?.kind == .cannotRun)
        #expect(problem?.message.contains("Permissions 0644 for '\(key)' are too open.") == true)
        #expect(problem?.hint.contains("chmod 600") == true)
    }

    @Test func aKeyThatIsNotThereIsSaid() throws {
        let problem = #expect(throws: SignatureProblem.self) {
            try ssh.sign(message, key: keys.path("nothing"))
        }
        #expect(problem?.message.contains("No such file or directory") == true)
    }

    @Test func withoutOpenSSHItSaysWhatToInstall() throws {
        let problem = #expect(throws: SignatureProblem.self) {
            try SSHSignature(environment: ["PATH": keys.folder])
        }
        #expect(problem?.hint.contains("apt install openssh-client") == true)
    }

    private func expect(
        _ kind: SignatureProblem.Kind, _ sentence: String, _ message: [UInt8], _ file: String,
        options: String = "", revoked: String? = nil, at: String? = nil,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let signers = Signers(
            allowed: try keys.signers(key, as: "officer", options: options), revoked: revoked,
            at: try at.map { try #require(Instant($0)) })
        let problem = #expect(throws: SignatureProblem.self, sourceLocation: location) {
            try ssh.verify(message, signature: file, by: signers)
        }
        #expect(problem?.kind == kind, sourceLocation: location)
        #expect(
            problem?.message.contains(sentence) == true, "\(problem?.message ?? "")",
            sourceLocation: location)
    }
}
