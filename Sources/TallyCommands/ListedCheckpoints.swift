internal import CanonicalJSON
internal import Checkpoints
internal import Essentials
internal import EventLog
internal import Reports

/// A checkpoint in the ledger's folder, compared with the ledger.
struct ListedCheckpoint {
    let checkpoint: LogCheckpoint
    /// Whether the ledger still begins with it.
    let agrees: Bool
    let signatures: [ListedSignature]

    var json: JSONValue {
        .object([
            ("origin", .string(checkpoint.origin)), ("head", checkpoint.head.asJSON),
            ("agrees", .bool(agrees)), ("signatures", .array(signatures.map(\.json))),
        ])
    }
}

/// A signature beside a checkpoint, and what is known of it.
struct ListedSignature {
    /// Who cosigned, by the name of the file; `nil` for the signature of whoever keeps the ledger.
    let name: String?
    /// The name the list of signers has for the key.
    let principal: String?
    /// The fingerprint of the key; `nil` when the signature does not hold.
    let key: String?
    let problem: String?

    var words: String {
        let verb = name.map { "cosigned as \($0)" } ?? "signed"
        guard let key else { return "NOT \(verb): \(problem ?? "")" }
        return "\(verb) by " + (principal.map { "\($0) (\(key))" } ?? key)
    }

    var json: JSONValue {
        .object([
            ("name", name.map { .string($0) } ?? .null),
            ("signedBy", principal.map { .string($0) } ?? .null),
            ("key", key.map { .string($0) } ?? .null), ("problem", problem.map { .string($0) }),
        ])
    }
}

extension Session {
    /// The checkpoints in the ledger's folder, the longest history last.
    func listed(_ log: EventLog, _ signers: Signers?) throws -> [ListedCheckpoint] {
        let ssh = try SSHSignature(environment: environment)
        let (size, origin) = (try log.size(), try origin(of: log))
        return try CheckpointFolder(ledgerFolder: log.folder).all().map { stored in
            let checkpoint = stored.checkpoint
            let head = checkpoint.head
            let hasHead = try head.size <= size && log.head(size: head.size) == head
            let signatures = [nil] + stored.cosigners.map(Optional.some)
            return ListedCheckpoint(
                checkpoint: checkpoint,
                agrees: hasHead && checkpoint.origin.utf8.elementsEqual(origin.utf8),
                signatures: try signatures.map { try listed($0, of: stored, ssh, signers) })
        }
    }

    private func listed(
        _ name: String?, of stored: StoredCheckpoint, _ ssh: SSHSignature, _ signers: Signers?
    ) throws(SignatureProblem) -> ListedSignature {
        let file = name.map { stored.cosignature(by: $0) } ?? stored.signature
        do throws(SignatureProblem) {
            guard let signers else {
                let key = try ssh.fingerprint(stored.bytes, signature: file)
                return ListedSignature(name: name, principal: nil, key: key, problem: nil)
            }
            let signer = try ssh.verify(stored.bytes, signature: file, by: signers)
            return ListedSignature(
                name: name, principal: signer.principal, key: signer.key, problem: nil)
        } catch  where error.kind != .cannotRun {
            return ListedSignature(name: name, principal: nil, key: nil, problem: error.message)
        }
    }
}
