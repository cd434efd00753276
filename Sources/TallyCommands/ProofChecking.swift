internal import CanonicalJSON
internal import Checkpoints
internal import EventLog
internal import Reports

/// What somebody gives of an event beside its proof.
enum GivenEvent {
    case leaf([UInt8])
    case hash(Hash)
}

extension Session {
    /// Throws unless the proof shows that the event is in the history it names.
    func check(
        _ proof: InclusionProof, _ given: GivenEvent?, _ signed: SignedCheckpoint?, asJSON: Bool
    ) throws {
        let (hash, event) = try leaf(of: proof, given)
        let head = proof.checkpoint.head
        guard proof.shows(hash) else {
            throw Failure(
                .integrity,
                "the proof does not show that event \(proof.seq) is among the \(head.size) with "
                    + "the root \(head.root.base64)",
                hint: "the proof or the event was changed; ask for both again")
        }
        if let signed { try expect(proof.checkpoint, isThe: signed, orSay: "--size") }
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/verify-proof/1")), ("kind", .string("inclusion")),
                    ("origin", .string(proof.checkpoint.origin)), ("head", head.asJSON),
                    ("seq", .integer(proof.seq)), ("leafHash", .string(hash.base64)),
                    ("event", try event.map { try JSONValue(parsing: $0.leaf) } ?? .null),
                    ("against", signed?.json ?? .null),
                ]).compact)
            return
        }
        print("Event \(proof.seq) is among the \(head.size) events of \(proof.checkpoint.origin)")
        print("Root: \(head.root.base64)")
        if let event {
            print(
                "Event: \(printable(event.type)), from \(printable(event.validFrom)), recorded "
                    + "\(event.recordedAt) by \(printable(event.recordedBy))")
        } else {
            print("Event: known by the hash of its leaf only, \(hash.base64)")
        }
        print(signed.map { "Checkpoint: \($0.words)" } ?? unsigned)
    }

    /// Throws unless the proof shows that the history only grew.
    func check(_ proof: ConsistencyProof, _ signed: SignedCheckpoint?, asJSON: Bool) throws {
        let (old, new) = (proof.old.head, proof.new.head)
        guard proof.holds else {
            throw Failure(
                .integrity,
                "the proof does not show that the \(new.size) events begin with the \(old.size)",
                hint: "the proof was changed, or the history was; ask for another one")
        }
        if let signed {
            let isOld = signed.checkpoint.head.size == old.size
            try expect(isOld ? proof.old : proof.new, isThe: signed, orSay: "OLD or NEW")
        }
        if asJSON {
            print(
                JSONValue.object([
                    ("schema", .string("tally/verify-proof/1")), ("kind", .string("consistency")),
                    ("origin", .string(proof.new.origin)), ("old", old.asJSON),
                    ("new", new.asJSON), ("against", signed?.json ?? .null),
                ]).compact)
            return
        }
        print("The \(new.size) events of \(proof.new.origin) begin with the first \(old.size)")
        print("Old root: \(old.root.base64)")
        print("New root: \(new.root.base64)")
        print(signed.map { "Checkpoint: \($0.words)" } ?? unsigned)
    }

    /// The hash of the leaf the proof is about, and the event where it is known.
    private func leaf(
        of proof: InclusionProof, _ given: GivenEvent?
    ) throws -> (Hash, RecordedEvent?) {
        if case .hash(let hash) = given, proof.leaf == nil { return (hash, nil) }
        let brought: [UInt8]? = if case .leaf(let leaf) = given { leaf } else { nil }
        guard let leaf = brought ?? proof.leaf else {
            throw Failure(
                .usage, "the proof does not hold the event it is about",
                hint: "give --event FILE, a line of 'tally export', or --leaf-hash HASH")
        }
        if let held = proof.leaf, held != leaf { throw otherEvent }
        if case .hash(let hash) = given, hash != leafHash(leaf) { throw otherEvent }
        let event: RecordedEvent
        do throws(JSONError) { event = try RecordedEvent(leaf: leaf) } catch {
            throw Failure(
                .integrity, "the event cannot be read: \(error)",
                hint: "it was changed on the way; ask for it again")
        }
        guard event.seq == proof.seq else {
            throw Failure(
                .integrity,
                "the proof is about event \(proof.seq), but the event says it is "
                    + "event \(event.seq)", hint: "ask for the proof of the right event")
        }
        return (leafHash(leaf), event)
    }

    private var otherEvent: Failure {
        Failure(
            .integrity, "the proof holds another event than the one that was given",
            hint: "leave --event and --leaf-hash out to check the one it holds")
    }

    /// Throws unless the head of a proof is the one that was signed.
    private func expect(
        _ checkpoint: LogCheckpoint, isThe signed: SignedCheckpoint, orSay option: String
    ) throws {
        let known = signed.checkpoint
        guard checkpoint != known else { return }
        guard checkpoint.origin.utf8.elementsEqual(known.origin.utf8) else {
            throw Failure(
                .history,
                "the proof is about another ledger, \(checkpoint.origin), than the "
                    + "checkpoint, \(known.origin)", hint: "ask for a proof from that ledger")
        }
        guard checkpoint.head.size == known.head.size else {
            throw Failure(
                .usage,
                "the proof is about \(checkpoint.head.size) events and the checkpoint about "
                    + "\(known.head.size), so the one says nothing of the other",
                hint: "ask for a proof made with \(option) \(known.head.size)")
        }
        throw Failure(
            .history, "the proof is about a history of another root than the one that was signed",
            hint: "the history was rewritten; keep the proof and the checkpoint as evidence")
    }

    private var unsigned: String {
        "Checkpoint: none given, so only the proof itself says whose head this is (--against)"
    }
}
