internal import EventLog
internal import Projections
internal import SQLite

extension ReadModels {
    /// Copies the files of `models` into memory, where they can be taken further than the log is
    /// committed; not a byte of them changes.
    ///
    /// - Returns: `nil` when they do not all hold events 1 to `seq` of this log, every one of them.
    func copied(_ models: [ReadModel], asOf seq: Int) throws -> OpenModel? {
        let head = try log.head(size: seq)
        do {
            let memory = try Connection(path: ":memory:")
            var digests: [RowDigest] = []
            for model in models {
                guard let digest = try copy(model, asOf: head, to: memory) else { return nil }
                digests.append(digest)
            }
            let copy = OpenModel(
                memory, head: head, lastRecordedAt: try log.event(at: seq)?.recordedAt,
                quarantined: [])
            copy.digests = digests
            return copy
        } catch is SQLiteError {
            // Whatever is wrong with them, they are built again when they are asked.
            return nil
        }
    }

    /// - Returns: The hash of the rows.
    private func copy(
        _ model: ReadModel, asOf head: Head, to memory: borrowing Connection
    ) throws -> RowDigest? {
        guard let path = files(of: model).current else { return nil }
        try memory.attach(path, as: model.name, access: .readOnly)
        // Its checkpoint and its rows are of one moment.
        try memory.execute("BEGIN")
        guard let checkpoint = try Checkpoint.read(memory, model.name),
            checkpoint.seq == head.size, checkpoint.root == head.root.base64,
            checkpoint.definition == ModelFile.definition(of: model), !checkpoint.hasResolutions,
            try Quarantined.read(memory, model.name).isEmpty,
            let digest = RowDigest(hex: checkpoint.digest)
        else { return nil }
        try memory.execute(model.tables)
        for table in model.tableNames {
            let rows = "SELECT * FROM \"\(model.name)\".\"\(table)\""
            try memory.execute("INSERT INTO main.\"\(table)\" \(rows)")
        }
        try memory.execute("COMMIT; DETACH \"\(model.name)\"")
        return digest
    }
}
