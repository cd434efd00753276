internal import Checkpoints
internal import Essentials
internal import EventLog
internal import Ledger
internal import SQLite

/// What became of signing a checkpoint.
struct MadeSignature {
    let checkpoint: LogCheckpoint
    /// The fingerprint of the key; of a trial, which signs nothing, the file it is in.
    let key: String
    /// How many events the checkpoint before it is of.
    let former: Int?
    /// Whether the signature was there already, so that nothing was signed.
    let isRepeated: Bool
    /// What was written, by its place.
    let files: [String]
    /// Whether nothing was signed, only found out what could be.
    var isTrial = false
}

extension Session {
    /// Signs the head of the ledger, which must continue the last checkpoint in its folder.
    func sign(
        key: String, out: String?, isTrial: Bool, _ option: String?
    ) throws -> MadeSignature {
        let log = try ledger(option).log
        guard log.isWritable || out != nil else {
            throw Failure(
                .storage, "the ledger at \(log.folder) cannot be written by you",
                hint: "give --out FILE, to write the checkpoint and its signature elsewhere")
        }
        let head = try log.verify().head
        let checkpoint = try checkpoint(of: log, head)
        let folder = CheckpointFolder(ledgerFolder: log.folder)
        let last = try folder.all().last
        if let last { try expect(log, head, continues: last.checkpoint, called: last.path) }
        if let out { try StoredCheckpoint.expectRoom(for: checkpoint, at: out) }

        let ssh = try SSHSignature(environment: environment)
        let own = folder.file(of: head.size)
        let isThere = last?.checkpoint == checkpoint
        let made = isThere ? try signature(own, checkpoint, ssh) : nil
        if isTrial {
            let files = [made == nil && log.isWritable ? own : nil, out].compactMap { $0 }
            return MadeSignature(
                checkpoint: checkpoint, key: made?.key ?? key,
                former: try folder.all().last { $0.checkpoint.head.size < head.size }?
                    .checkpoint.head.size, isRepeated: made != nil,
                files: files.flatMap { [$0, $0 + ".sig"] }, isTrial: true)
        }
        let signature = try made?.bytes ?? ssh.sign(checkpoint.bytes, key: key)
        let isKept = made == nil && log.isWritable
        if isKept { try folder.create() }
        let files = [isKept ? own : nil, out].compactMap { $0 }
        for file in files {
            try StoredCheckpoint.put(checkpoint, signature: signature, at: file)
        }
        let signed = files.last.map { $0 + ".sig" } ?? own + ".sig"
        let before = try folder.all().last { $0.checkpoint.head.size < head.size }
        return MadeSignature(
            checkpoint: checkpoint, key: try ssh.fingerprint(checkpoint.bytes, signature: signed),
            former: before?.checkpoint.head.size, isRepeated: made != nil,
            files: files.flatMap { [$0, $0 + ".sig"] })
    }

    /// The signature that is beside a checkpoint already, and its key; `nil` when there is none that
    /// holds.
    private func signature(
        _ file: String, _ checkpoint: LogCheckpoint, _ ssh: SSHSignature
    ) throws -> (bytes: [UInt8], key: String)? {
        let key: String
        do throws(SignatureProblem) {
            key = try ssh.fingerprint(checkpoint.bytes, signature: file + ".sig")
        } catch {
            guard error.kind != .cannotRun else { throw error }
            return nil
        }
        return (try contents(of: file + ".sig"), key)
    }
}

/// What a second party brings to cosign a checkpoint.
struct Cosigning {
    let key: String
    /// The file with the checkpoint it signed last.
    let memory: String
    let name: String
    /// The checkpoint to sign, unless it is the last in the ledger's folder.
    let checkpoint: String?
    let signers: Signers?
    let out: String?
    let isTrial: Bool
}

extension Session {
    /// Signs a checkpoint that the ledger has, if the ledger continues what this party signed before.
    func cosign(_ log: EventLog, _ party: Cosigning) throws -> MadeSignature {
        let head = try log.verify().head
        let stored = try checkpoint(for: party, log)
        let ssh = try SSHSignature(environment: environment)
        try expectSigned(stored, ssh, party.signers)
        try expect(log, head, continues: stored.checkpoint, called: stored.path)
        if party.isTrial { return try rehearse(party, of: stored, log, head) }

        // Held until the end, so that the same party cannot sign two histories at the same time.
        let lock = try FileLock(path: party.memory + ".lock", waiting: 10_000)
        let former = try remembered(party.memory)
        if let former { try expect(log, head, stored, continue: former, party) }
        let target = party.out ?? stored.path
        try expectWritable(target)
        try StoredCheckpoint.expectRoom(for: stored.checkpoint, at: target)
        let signature = try ssh.sign(stored.bytes, key: party.key)
        // Remembered before anybody can have the signature.
        try StoredCheckpoint.remember(stored.checkpoint, in: party.memory)
        if party.out != nil {
            let theirs = try contents(of: stored.signature)
            try StoredCheckpoint.put(stored.checkpoint, signature: theirs, at: target)
        }
        let file = "\(target).\(party.name).sig"
        try putFile(file, signature)
        let key = try ssh.fingerprint(stored.bytes, signature: file)
        _ = consume lock
        return MadeSignature(
            checkpoint: stored.checkpoint, key: key, former: former?.head.size, isRepeated: false,
            files: [file])
    }

    /// What cosigning would come to; the file of the last checkpoint signed is only read.
    private func rehearse(
        _ party: Cosigning, of stored: StoredCheckpoint, _ log: EventLog, _ head: Head
    ) throws -> MadeSignature {
        let former = try remembered(party.memory)
        if let former { try expect(log, head, stored, continue: former, party) }
        let target = party.out ?? stored.path
        try expectWritable(target)
        try StoredCheckpoint.expectRoom(for: stored.checkpoint, at: target)
        return MadeSignature(
            checkpoint: stored.checkpoint, key: party.key, former: former?.head.size,
            isRepeated: false, files: ["\(target).\(party.name).sig"], isTrial: true)
    }

    /// Throws unless files can be made in the folder of `file`.
    private func expectWritable(_ file: String) throws {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        guard !FileManager.default.isWritableFile(atPath: folder) else { return }
        throw Failure(
            .storage, "the folder \(folder) cannot be written by you",
            hint: "give --out FILE, to write the checkpoint and its signatures elsewhere")
    }

    private func checkpoint(for party: Cosigning, _ log: EventLog) throws -> StoredCheckpoint {
        if let file = party.checkpoint { return try storedCheckpoint(file) }
        guard let last = try CheckpointFolder(ledgerFolder: log.folder).all().last else {
            throw Failure(
                .nothingFound, "there is no checkpoint to cosign",
                hint: "ask for one made by 'tally checkpoint sign', and name it with --checkpoint")
        }
        return last
    }

    /// Throws unless somebody signed the checkpoint, and one of the signers when they are known.
    private func expectSigned(
        _ stored: StoredCheckpoint, _ ssh: SSHSignature, _ signers: Signers?
    ) throws {
        if let signers {
            _ = try ssh.verify(stored.bytes, signature: stored.signature, by: signers)
        } else {
            _ = try ssh.fingerprint(stored.bytes, signature: stored.signature)
        }
    }

    /// What this party signed last; `nil` when it has signed nothing yet.
    private func remembered(_ file: String) throws -> LogCheckpoint? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do throws(CheckpointProblem) { return try StoredCheckpoint(path: file).checkpoint } catch {
            throw Failure(
                .integrity, "your memory cannot be read: \(error)",
                hint: "put in its place the last checkpoint that you signed")
        }
    }

    /// Throws unless the ledger continues what this party signed last, and the checkpoint is no older.
    private func expect(
        _ log: EventLog, _ head: Head, _ stored: StoredCheckpoint,
        continue former: LogCheckpoint, _ party: Cosigning
    ) throws {
        try expect(log, head, continues: former, called: "what you signed last, \(party.memory),")
        guard stored.checkpoint.head.size >= former.head.size else {
            throw Failure(
                .refused,
                "\(stored.path) is of \(stored.checkpoint.head.size) events, but you have signed "
                    + "\(former.head.size) already",
                hint: "ask for a checkpoint of at least as many events")
        }
    }
}
