internal import CanonicalJSON
internal import Checkpoints
internal import EventLog
internal import Events

extension Session {
    /// Throws unless the history that ends at `head`, which was verified, begins with the one of
    /// `checkpoint`.
    func expect(
        _ log: EventLog, _ head: Head, continues checkpoint: LogCheckpoint, called name: String
    ) throws {
        let origin = try origin(of: log)
        guard origin.utf8.elementsEqual(checkpoint.origin.utf8) else {
            throw Failure(
                .history,
                "\(name) is of another ledger: its origin is \(checkpoint.origin), that of this "
                    + "one is \(origin)", hint: "name a checkpoint of this ledger")
        }
        let known = checkpoint.head
        guard known.size <= head.size else {
            throw Failure(
                .history,
                "the history has \(head.size) events, but \(name) is of \(known.size)",
                hint:
                    "what came after event \(head.size) is lost or was removed; restore the ledger "
                    + "from a copy")
        }
        let proof = try log.proof(from: known.size, to: head.size)
        let isConsistent = verifyConsistency(
            old: known.size, oldRoot: known.root, new: head.size, newRoot: head.root, proof: proof)
        guard !isConsistent else { return }
        throw Failure(
            .history,
            "the history is not the one of \(name): its first \(known.size) events have the root "
                + "\(try log.head(size: known.size).root.base64), not \(known.root.base64)",
            hint: "one of these events was changed, put in or taken out since; keep the folder as "
                + "evidence and restore a copy that agrees")
    }

    /// The name that the ledger's checkpoints carry, as its first event gave it.
    func origin(of log: EventLog) throws -> String {
        guard let first = try log.event(at: 1), first.type == LedgerCreated.descriptor.type,
            let origin = first.dataValue["origin"]?.text
        else {
            throw Failure(
                .refused, "the ledger has no first event to give its checkpoints an origin",
                hint: "make it with 'tally init', which records that event")
        }
        return origin
    }

    /// The checkpoint of a head of the ledger.
    func checkpoint(of log: EventLog, _ head: Head) throws -> LogCheckpoint {
        let origin = try origin(of: log)
        do throws(CheckpointProblem) {
            return try LogCheckpoint(origin: origin, head: head)
        } catch {
            throw Failure(
                .refused, "the ledger cannot have checkpoints: \(error)",
                hint: "export its facts and make a ledger with another --origin")
        }
    }
}
