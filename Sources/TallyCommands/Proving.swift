internal import Checkpoints
internal import Essentials
internal import EventLog
internal import SQLite

extension Session {
    /// The proof that the event `seq` is in the ledger, checked before it is given away.
    func inclusion(
        of seq: Int, size: Int?, _ log: EventLog, withEvent: Bool
    ) throws -> InclusionProof {
        let count = try log.size()
        guard let event = try log.event(at: seq), seq <= count else {
            throw Failure(
                .nothingFound, "there is no event \(seq); the last is \(count)",
                hint: "'tally log' lists them")
        }
        let size = try size ?? signedSize(with: seq, log) ?? count
        guard size <= count, seq <= size else {
            throw Failure(
                .usage, "a history of \(size) events is not one of this ledger with event \(seq)",
                hint: "give --size from \(seq) to \(count)")
        }
        let proof = InclusionProof(
            checkpoint: try checkpoint(of: log, log.head(size: size)), index: seq - 1,
            path: try log.proof(ofEvent: seq, among: size), leaf: withEvent ? event.leaf : nil)
        guard proof.shows(leafHash(event.leaf)) else { throw untrue("event \(seq)") }
        return proof
    }

    /// The proof that the first `new` events begin with the first `old`, checked likewise.
    func consistency(_ old: Int, _ new: Int, _ log: EventLog) throws -> ConsistencyProof {
        let count = try log.size()
        guard old <= new, new <= count else {
            throw Failure(
                .usage, "a history of \(new) events of this ledger cannot begin with \(old)",
                hint: "give two numbers up to \(count), the smaller one first")
        }
        let proof = ConsistencyProof(
            old: try checkpoint(of: log, log.head(size: old)),
            new: try checkpoint(of: log, log.head(size: new)),
            path: try log.proof(from: old, to: new))
        guard proof.holds else { throw untrue("the history up to event \(new)") }
        return proof
    }

    /// How many events the last signed checkpoint has that has the event; `nil` when there is none.
    private func signedSize(with seq: Int, _ log: EventLog) throws -> Int? {
        let count = try log.size()
        let found = CheckpointFolder(ledgerFolder: log.folder).lastGood(upTo: count) { head in
            // A head that cannot be worked out is not one to prove against.
            head.size >= seq && (try? log.head(size: head.size)) == head
        }
        return found?.checkpoint.head.size
    }

    private func untrue(_ what: String) -> Failure {
        Failure(
            .integrity, "\(what) cannot be proved: the tree does not agree with it",
            hint: "run 'tally verify', which says what was changed")
    }

    /// Writes a proof into a new file.
    func write(proof text: String, to file: String) throws {
        // A link counts as something that is there, wherever it leads.
        let isThere = FileStatus(file) != nil
        guard !isThere || FileManager.default.contents(atPath: file) == Data(text.utf8) else {
            throw Failure(.refused, "\(file) is there already", hint: "choose another name")
        }
        try putFile(file, Array(text.utf8))
    }
}
