internal import Checkpoints
internal import EventLog

extension PackMaterial {
    /// The events to prove, in order, and how many more there would have been.
    func chosenEvents() throws -> (seqs: [Int], leftOut: Int) {
        if let given = request.events {
            if let missing = given.first(where: { !(1...max(1, head.size)).contains($0) }) {
                throw PackProblem(
                    .refused, "there is no event \(missing); the last is \(head.size)",
                    remedy: "'tally log' lists them")
            }
            return (Set(given).sorted(), 0)
        }
        var seqs: Set<Int> = head.size > 0 ? [head.size] : []
        let types = ["ReportPublished", "PeriodClosed", "EventCorrected", "EventRetracted"]
        seqs.formUnion(try log.events(ofTypes: types, through: head.size).map(\.seq))
        return (
            seqs.sorted().suffix(AuditorPack.proofMaximum),
            max(0, seqs.count - AuditorPack.proofMaximum)
        )
    }

    /// The proof that the event is in the longest signed history that has it, or in what is packed.
    func proof(of seq: Int) throws -> InclusionProof {
        let signed = checkpoints.last { $0.isSigned && $0.checkpoint.head.size >= seq }
        let checkpoint = try signed?.checkpoint ?? checkpoint(of: head)
        return InclusionProof(
            checkpoint: checkpoint, index: seq - 1,
            path: try log.proof(ofEvent: seq, among: checkpoint.head.size),
            leaf: try log.event(at: seq)?.leaf)
    }
}
