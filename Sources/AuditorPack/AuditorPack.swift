internal import CanonicalJSON
internal import Checkpoints
internal import Essentials
package import EventLog
package import Events
internal import Ledger
package import Reports
internal import SQLite

/// One folder with everything an auditor needs to check a ledger on a machine without the program.
package struct AuditorPack: Sendable {
    /// The most events that proofs are made of unless they are named.
    package static let proofMaximum = 200

    /// What was verified and packed.
    package let head: Head
    /// The files, by their place in the folder.
    package let files: [String]
    /// How large they are together.
    package let byteCount: Int
    /// How many events would have had a proof, had there been room.
    package let unproved: Int
}

/// What is asked of a pack.
package struct PackRequest: Sendable {
    /// The folder to make.
    package var path: String
    /// The events to prove; the usual ones when absent.
    package var events: [Int]?
    /// The list of allowed signers to put in, as ssh-keygen(1) has it.
    package var signers: [UInt8]?
    /// The day it is, on which reports are made.
    package var today: Day
    /// Whether everything is made and nothing written.
    package var isTrial = false

    package init(path: String, today: Day) {
        self.path = path
        self.today = today
    }
}

extension AuditorPack {
    /// Reads every byte of the log again, and packs the events it then had.
    ///
    /// - Throws: ``LogError`` when the log is not what was recorded, ``PackProblem`` when a checkpoint in
    ///   its folder is of another history or what is asked cannot be done.
    package static func make(
        _ log: EventLog, _ builder: ReportBuilder, _ request: PackRequest
    ) throws -> AuditorPack {
        let head = try log.verify().head
        let material = PackMaterial(
            log: log, builder: builder, request: request, head: head,
            origin: try origin(of: log),
            checkpoints: try CheckpointFolder(ledgerFolder: log.folder).checked(by: log, head))
        let proved = try material.chosenEvents()
        let published = try material.remadeReports()
        var folder = try PackFolder(path: request.path, isTrial: request.isTrial)
        try fill(&folder, material, proved.seqs)
        try material.write(published, to: &folder)
        try folder.write("README.md", material.readMe(published, unproved: proved.leftOut))
        try folder.finish()
        return AuditorPack(
            head: head, files: folder.files.sorted(), byteCount: folder.byteCount,
            unproved: proved.leftOut)
    }

    private static func fill(
        _ folder: inout PackFolder, _ material: PackMaterial, _ proved: [Int]
    ) throws {
        try folder.writeLines("export.ndjson") { write in
            try material.log.scanLeaves(through: material.head.size) { _, leaf in try write(leaf) }
        }
        try folder.write("export.checkpoint", material.checkpoint(of: material.head).bytes)
        for checkpoint in material.checkpoints { try folder.add(checkpoint) }
        for seq in proved {
            try folder.write("proofs/event-\(seq).tlog-proof", try material.proof(of: seq).text)
        }
        try material.writeDefinitions(to: &folder)
        if let signers = material.request.signers { try folder.write("allowed_signers", signers) }
    }

    private static func origin(of log: EventLog) throws -> String {
        guard let origin = try log.event(at: 1)?.dataValue["origin"]?.text else {
            throw PackProblem(
                .refused, "the ledger has no first event that says what it is",
                remedy: "make it with 'tally init', which records that event")
        }
        return origin
    }
}

/// What a pack is made of.
struct PackMaterial {
    let log: EventLog
    let builder: ReportBuilder
    let request: PackRequest
    let head: Head
    let origin: String
    let checkpoints: [StoredCheckpoint]

    func checkpoint(of head: Head) throws -> LogCheckpoint {
        try LogCheckpoint(origin: origin, head: head)
    }
}

extension CheckpointFolder {
    /// Every checkpoint of events that are packed; throws at one that is of another history.
    fileprivate func checked(by log: EventLog, _ head: Head) throws -> [StoredCheckpoint] {
        let found: [StoredCheckpoint]
        do throws(CheckpointProblem) { found = try all() } catch {
            throw PackProblem(
                .altered, "a checkpoint of the ledger cannot be packed: \(error)",
                remedy: "restore the folder checkpoints from a copy, or take that file out of it")
        }
        for stored in found {
            let size = stored.checkpoint.head.size
            guard size <= head.size, try log.head(size: size) == stored.checkpoint.head else {
                throw PackProblem(
                    .different, "\(stored.path) is not of the history in this ledger",
                    remedy: "'tally checkpoint list' says which are; keep the folder as evidence")
            }
        }
        return found
    }
}

extension PackFolder {
    /// Adds a checkpoint and the signatures beside it, byte for byte.
    fileprivate mutating func add(_ stored: StoredCheckpoint) throws {
        let size = stored.checkpoint.head.size
        try write("checkpoints/\(size).checkpoint", stored.bytes)
        let beside = [""] + stored.cosigners.map { ".\($0)" }
        for part in beside where part != "" || stored.isSigned {
            try write(
                "checkpoints/\(size).checkpoint\(part).sig",
                readFile(stored.path + part + ".sig", maximum: signatureMaximum))
        }
    }
}

/// More than any SSH signature has.
private let signatureMaximum = 1 << 16
