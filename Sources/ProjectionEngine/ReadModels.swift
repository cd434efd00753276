package import EventLog
internal import Foundation
package import Ledger
package import Projections
internal import SQLite

/// The read models of one ledger: kept in files, brought up to date when they are asked.
package struct ReadModels {
    package let log: EventLog

    package init(_ ledger: Ledger) { log = ledger.log }

    /// How a read model stands.
    package struct Status: Sendable {
        package let model: ReadModel
        package let path: String
        package let checkpoint: Checkpoint?
        /// How many events it is behind.
        package let lag: Int
        /// Why it must be built again, if it must.
        package let staleness: String?
    }

    package func path(of model: ReadModel) -> String {
        "\(log.folder)/projections/\(model.name).db"
    }

    package func status() throws -> [Status] {
        let size = try log.size()
        return try ReadModel.all.map { model in
            let checkpoint = ModelFile.checkpoint(at: path(of: model))
            return Status(
                model: model, path: path(of: model), checkpoint: checkpoint,
                lag: size - (checkpoint?.seq ?? 0),
                staleness: try staleness(checkpoint, model, size: size))
        }
    }

    private func staleness(
        _ checkpoint: Checkpoint?, _ model: ReadModel, size: Int
    ) throws -> String? {
        guard let checkpoint else { return "not built yet" }
        guard checkpoint.definition == ModelFile.definition(of: model) else {
            return "made by another definition"
        }
        guard checkpoint.seq <= size,
            try log.head(size: checkpoint.seq).root.base64 == checkpoint.root
        else { return "made from another history" }
        return checkpoint.seq < size ? "\(size - checkpoint.seq) events behind" : nil
    }

    /// Opens `model` and what it needs, as of event `knownAt`, or as of all events.
    ///
    /// Models as of all events are read from their files, which are brought up to date first;
    /// models as of an earlier event, and models in a folder that cannot be written, are built in
    /// memory.
    package func open(_ model: ReadModel, knownAt: Int? = nil) throws -> OpenModel {
        let size = try log.size()
        let seq = min(knownAt ?? size, size)
        let models = model.needs.compactMap(ReadModel.named) + [model]
        if seq == size, try bringUpToDate(models) {
            return try OpenModel(files: models.map { ($0.name, path(of: $0)) }, seq: size, log)
        }
        return try OpenModel(models, History(of: log, through: seq))
    }

    /// Builds what is not up to date.
    ///
    /// - Returns: False when files cannot be written and something is behind.
    @discardableResult
    package func bringUpToDate(_ models: [ReadModel] = ReadModel.all) throws -> Bool {
        let size = try log.size()
        let stale = try models.filter { model in
            try staleness(ModelFile.checkpoint(at: path(of: model)), model, size: size) != nil
        }
        guard !stale.isEmpty else { return true }
        guard log.isWritable else { return false }
        let history = try History(of: log, through: size)
        for model in stale { try build(model, history) }
        return true
    }

    /// What a rebuild found.
    package struct Rebuilt: Sendable {
        package let model: ReadModel
        package let before: Checkpoint?
        package let after: Checkpoint
    }

    /// Builds all of `models` again from the first event, whatever their state.
    package func rebuild(_ models: [ReadModel] = ReadModel.all) throws -> [Rebuilt] {
        let history = try History(of: log, through: log.size())
        return try models.map { model in
            let before = ModelFile.checkpoint(at: path(of: model))
            try build(model, history)
            guard let after = ModelFile.checkpoint(at: path(of: model)) else {
                throw LogError(.storage, "the file of \(model.name) cannot be read back")
            }
            return Rebuilt(model: model, before: before, after: after)
        }
    }

    /// Whether a read model holds the rows that a replay gives.
    package struct Comparison: Sendable {
        package let model: ReadModel
        /// `nil` when the file is not up to date, so there is nothing to compare.
        package let agrees: Bool?
    }

    /// Tells the whole story again, and compares every read model with it, row by row.
    package func compareWithReplay() throws -> [Comparison] {
        let size = try log.size()
        let history = try History(of: log, through: size)
        return try ReadModel.all.map { model in
            let checkpoint = ModelFile.checkpoint(at: path(of: model))
            guard try staleness(checkpoint, model, size: size) == nil else {
                return Comparison(model: model, agrees: nil)
            }
            let stored = try? ModelFile.storedDigest(at: path(of: model), model)
            let replayed = try ModelFile.digest(of: model, history)
            return Comparison(model: model, agrees: stored == replayed)
        }
    }

    private func build(_ model: ReadModel, _ history: History) throws {
        do { try ModelFile.replace(path(of: model), model, history) } catch let error as SQLiteError
        {
            throw LogError(error)
        }
    }
}
