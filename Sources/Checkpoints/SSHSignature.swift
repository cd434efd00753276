internal import Essentials
package import EventLog
internal import SQLite

/// Signatures as `ssh-keygen -Y` makes and checks them (SSHSIG,
/// <https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig>).
///
/// The keys, the agents that hold them, the lists of who may sign and of what is revoked are all
/// OpenSSH's; see ssh-keygen(1).
package struct SSHSignature: Sendable {
    /// What signatures of checkpoints are for; one made for anything else does not count.
    package static let namespace = "tallystick-checkpoint@v1"

    let program: String
    let environment: [String: String]

    /// Finds `ssh-keygen` on the path of `environment`, in which it will run.
    package init(environment: [String: String]) throws(SignatureProblem) {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let programs = folders.map { "\($0)/ssh-keygen" }
        guard
            let found = programs.first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else {
            throw SignatureProblem(
                .cannotRun, "ssh-keygen was not found, which makes and checks signatures",
                hint: "install OpenSSH's client: apt install openssh-client")
        }
        program = found
        // What it says is looked at, so it should say it in one language.
        self.environment = environment.merging(["LC_ALL": "C"]) { _, plain in plain }
    }

    /// The signature of `message` by the private key in the file `key`, or by an agent's when that is
    /// a public one.
    package func sign(_ message: [UInt8], key: String) throws(SignatureProblem) -> [UInt8] {
        let run = try run(["sign", "-f", key, "-n", Self.namespace], message)
        guard run.status == 0, !run.output.isEmpty else {
            throw SignatureProblem(
                .cannotRun, "ssh-keygen did not sign: \(reason(run))", hint: remedy(run))
        }
        return run.output
    }

    /// The fingerprint of the key that made the signature in `file`, whoever's it may be.
    ///
    /// - Throws: ``SignatureProblem`` unless it is a signature of `message`.
    package func fingerprint(
        _ message: [UInt8], signature file: String
    ) throws(SignatureProblem) -> String {
        try expectFile(file)
        let run = try run(["check-novalidate", "-n", Self.namespace, "-s", file], message)
        guard run.status == 0 else { throw wrong(run, file) }
        return fingerprint(run)
    }

    /// Who made the signature in `file`, if the list of signers knows and allows it.
    ///
    /// - Throws: ``SignatureProblem`` unless it is a signature of `message` by a key that may sign.
    package func verify(
        _ message: [UInt8], signature file: String, by signers: Signers
    ) throws(SignatureProblem) -> Signer {
        try expectFile(file)
        try signers.expectFiles()
        let principal = try principal(message, file, signers)
        let words = [
            "verify", "-f", signers.allowed, "-I", principal, "-n", Self.namespace, "-s", file,
        ]
        let run = try run(words + time(signers), message)
        guard run.status == 0 else { throw wrong(run, file) }
        let signer = Signer(principal: principal, key: fingerprint(run))
        // Asked apart, because ssh-keygen does not say that this is why a signature does not hold.
        guard let revoked = signers.revoked else { return signer }
        let again = try self.run(words + time(signers) + ["-r", revoked], message)
        guard again.status == 0 else { throw isRevoked(signer, revoked) }
        return signer
    }

    /// The name that the list of signers has for the key that made the signature.
    private func principal(
        _ message: [UInt8], _ file: String, _ signers: Signers
    ) throws(SignatureProblem) -> String {
        let words = ["find-principals", "-s", file, "-f", signers.allowed]
        let found = try run(words + time(signers), message)
        let names = String(decoding: found.output, as: UTF8.self).split(separator: "\n")
        guard found.status == 0, let name = names.first else {
            throw unknown(found, file, signers)
        }
        return String(name)
    }

    private func time(_ signers: Signers) -> [String] {
        signers.at.map { ["-O", "verify-time=\(verifyTime($0))"] } ?? []
    }
}

/// Who may sign, and when.
package struct Signers: Equatable, Sendable {
    /// The file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS).
    package let allowed: String
    /// The file of revoked keys (ssh-keygen(1), KEY REVOCATION LISTS).
    package let revoked: String?
    /// The moment at which the keys must have been valid; now unless given.
    package let at: Instant?

    package init(allowed: String, revoked: String? = nil, at: Instant? = nil) {
        self.allowed = allowed
        self.revoked = revoked
        self.at = at
    }

    fileprivate func expectFiles() throws(SignatureProblem) {
        for (file, what) in [(allowed, "allowed signers"), (revoked, "revoked keys")] {
            guard let file, !FileManager.default.isReadableFile(atPath: file) else { continue }
            throw SignatureProblem(
                .cannotRun, "the list of \(what) \(file) cannot be read", hint: "check its name")
        }
    }
}

/// Somebody whose signature was checked.
package struct Signer: Equatable, Sendable {
    /// The name the list of signers has for the key.
    package let principal: String
    /// The fingerprint of the key, as `ssh-keygen -l` shows it.
    package let key: String
}

/// Why something could not be signed, or why a signature does not count.
package struct SignatureProblem: Error, Sendable {
    package enum Kind: Equatable, Sendable {
        /// The program or a file it needs is missing, or it would not sign.
        case cannotRun
        /// There is no signature.
        case missing
        /// The key is not among those that may sign.
        case unknown
        /// It is no signature of this, or the key may not sign it.
        case wrong
    }

    package let kind: Kind
    /// What happened, as one sentence without a full stop.
    package let message: String
    /// What the reader can do about it.
    package let hint: String

    package init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}
