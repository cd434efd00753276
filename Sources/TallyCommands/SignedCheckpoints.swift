internal import CanonicalJSON
internal import Checkpoints
internal import CommandTable
internal import Essentials
internal import EventLog
internal import Events
internal import Ledger
internal import Reports

let againstOption = Argument<String>.option(
    "against", "FILE", "a signed checkpoint that you kept; its signature is FILE.sig"
).optional
let signersOption = Argument<String>.option(
    "signers", "FILE", "who may sign, an allowed_signers file of ssh-keygen(1)"
).optional
let revokedOption = Argument<String>.option(
    "revoked", "FILE", "keys that no longer count, a revocation list of ssh-keygen(1)"
).optional
let signedAtOption = Argument<Instant>.option(
    "signed-at", "TIME", "when it was signed, if the key has expired since; a day or an instant",
    read: readMoment
).optional

/// Reads an instant, or a day, which means its end.
private func readMoment(_ text: String) throws(ArgumentError) -> Instant {
    if let instant = Instant(text) { return instant }
    if let day = Day(text) { return London.end(of: day) }
    throw ArgumentError("'\(text)' is no time; write it as 2026-03-31 or 2026-03-31T17:00:00Z")
}

/// A checkpoint whose signatures were checked.
struct SignedCheckpoint {
    let checkpoint: LogCheckpoint
    let signer: Signer
    /// Those who cosigned it: by the names of the files, and `nil` for a key that the list of signers
    /// does not have.
    let cosigners: [(name: String, signer: Signer?)]

    /// What it says and who signed it, in one line.
    var words: String {
        let others = cosigners.map { name, signer in
            signer.map { "\(printable($0.principal)) (\($0.key))" }
                ?? "\(printable(name)), whose key is not among the signers and does not count"
        }
        let cosigned = others.isEmpty ? "" : "; cosigned by " + others.joined(separator: " and by ")
        return "events 1 to \(checkpoint.head.size), signed by \(printable(signer.principal)) "
            + "(\(signer.key))" + cosigned
    }

    var json: JSONValue {
        .object([
            ("origin", .string(checkpoint.origin)), ("head", checkpoint.head.asJSON),
            ("signedBy", .string(signer.principal)), ("key", .string(signer.key)),
            (
                "cosigned",
                .array(
                    cosigners.map { name, signer in
                        .object([
                            ("name", .string(name)),
                            ("signedBy", signer.map { .string($0.principal) } ?? .null),
                            ("key", signer.map { .string($0.key) } ?? .null),
                        ])
                    })
            ),
        ])
    }
}

extension Head {
    var asJSON: JSONValue {
        .object([("seq", .integer(size)), ("root", .string(root.base64))])
    }
}

extension Session {
    /// Compares a history that was verified with the checkpoint of `--against`; `nil` without one.
    func expectConsistent(
        _ ledger: Ledger, _ verified: Head, _ arguments: Arguments
    ) throws -> SignedCheckpoint? {
        guard let signed = try signedCheckpoint(arguments) else { return nil }
        try expect(
            ledger.log, verified, continues: signed.checkpoint,
            called: "the checkpoint \(arguments[againstOption] ?? "")")
        return signed
    }

    /// The checkpoint of `--against`, with its signatures checked; `nil` without one.
    func signedCheckpoint(_ arguments: Arguments) throws -> SignedCheckpoint? {
        guard let file = arguments[againstOption] else {
            guard try signers(arguments) == nil else {
                throw Failure(
                    .usage, "--signers says who may sign, but there is no --against",
                    hint: "add --against FILE, the checkpoint to compare with")
            }
            return nil
        }
        guard let signers = try signers(arguments) else {
            throw Failure(
                .usage, "--against needs --signers: a checkpoint counts for as much as its signer",
                hint: "add --signers FILE, a list of the public keys you trust; see ssh-keygen(1)")
        }
        let stored = try storedCheckpoint(file)
        let ssh = try SSHSignature(environment: environment)
        let signer = try ssh.verify(stored.bytes, signature: stored.signature, by: signers)
        return SignedCheckpoint(
            checkpoint: stored.checkpoint, signer: signer,
            cosigners: try stored.cosigners.map { name in
                (name, try cosigner(name, of: stored, ssh, signers))
            })
    }

    /// Who may sign, by the options; `nil` without `--signers`.
    func signers(_ arguments: Arguments) throws -> Signers? {
        let (revoked, time) = (arguments[revokedOption], arguments[signedAtOption])
        guard let file = arguments[signersOption] else {
            guard revoked == nil, time == nil else {
                throw Failure(
                    .usage, "--revoked and --signed-at say more of the signers, but there are none",
                    hint: "add --signers FILE, a list of the public keys you trust")
            }
            return nil
        }
        return Signers(allowed: path(file), revoked: revoked.map(path), at: time)
    }

    /// Reads a checkpoint that somebody kept.
    func storedCheckpoint(_ file: String) throws -> StoredCheckpoint {
        guard FileManager.default.isReadableFile(atPath: path(file)) else {
            throw Failure(.failed, "the checkpoint \(file) cannot be read", hint: "check its name")
        }
        do throws(CheckpointProblem) { return try StoredCheckpoint(path: path(file)) } catch {
            throw Failure(
                .signature, error.sentence,
                hint: "no signature is good for it; ask the signer for the checkpoint again")
        }
    }

    /// Who made the cosignature; `nil` when the list of signers does not have the key.
    private func cosigner(
        _ name: String, of stored: StoredCheckpoint, _ ssh: SSHSignature, _ signers: Signers
    ) throws -> Signer? {
        do throws(SignatureProblem) {
            return try ssh.verify(
                stored.bytes, signature: stored.cosignature(by: name), by: signers)
        } catch  where error.kind == .unknown {
            return nil
        }
    }
}
