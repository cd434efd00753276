internal import EventLog
package import Projections
internal import SQLite

extension ReadModels {
    /// Whether a read model holds the rows that a replay gives.
    package struct Comparison: Sendable {
        package let model: ReadModel
        /// `nil` when the file is not up to date, so there is nothing to compare.
        package let agrees: Bool?
        /// The events that the replay could not take in.
        package let quarantined: [Quarantined]
    }

    /// Tells the whole story again, also the facts that no row depends on, and compares every row of
    /// every read model with it, and its count and running hash with the log's.
    package func compareWithReplay(
        _ models: [ReadModel]? = nil, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Comparison] {
        let models = try models ?? all()
        let size = try log.size()
        let whole = try History(
            of: log, through: size, .everything, keepingFacts: models.contains(where: \.isAdded)
        ) { progress($0, size) }
        let histories =
            whole.quarantined.isEmpty
            ? models.map { _ in whole } : try histories(for: models, through: size, progress)
        return try zip(models, histories).map { model, history in
            let quarantined = history.quarantined
            guard let path = files(of: model).current, let found = stored(at: path),
                try staleness(found.checkpoint, model, size: size) == nil
            else { return Comparison(model: model, agrees: nil, quarantined: quarantined) }
            let stored = try? storedDigest(at: path, model)
            let replayed = try ModelFile.digest(of: model, history)
            let agrees =
                stored == replayed && found.checkpoint.digest == replayed.hex
                && found.checkpoint.seq == history.head.size
                && found.checkpoint.events == history.head.size
                && found.checkpoint.root == history.head.root.base64
                && found.quarantined == history.quarantined
            return Comparison(model: model, agrees: agrees, quarantined: quarantined)
        }
    }

    private func storedDigest(at path: String, _ model: ReadModel) throws -> RowDigest {
        let access: Connection.Access = log.isWritable ? .readWrite : .readOnly
        let connection = try Connection(path: path, access: access)
        return try ModelFile.storedDigest(connection, model)
    }
}
