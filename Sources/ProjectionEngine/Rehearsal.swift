internal import Essentials
internal import EventLog
package import Projections
internal import SQLite

// What would come of work on the read models, found out in memory: nothing is written.

extension ReadModels {
    /// What ``bringUpToDate(_:waiting:anew:progress:)`` would do.
    package func rehearseWork(
        _ chosen: [ReadModel]? = nil, anew: Bool = false,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Work] {
        try status(chosen).compactMap { status in
            let isRetried = anew && !status.quarantined.isEmpty
            guard isRetried || status.staleness != nil else { return nil }
            let size = status.lag + (status.checkpoint?.seq ?? 0)
            if case .behind = status.staleness, status.quarantined.isEmpty,
                let checkpoint = status.checkpoint,
                !checkpoint.hasResolutions
            {
                return Work(
                    model: status.model, from: checkpoint.seq, to: size, seconds: 0,
                    rebuiltBecause: nil, quarantined: [])
            }
            let told = try histories(for: [status.model], through: size, progress)[0]
            return Work(
                model: status.model, from: 0, to: told.head.size, seconds: 0,
                rebuiltBecause: isRetried ? "retried" : status.staleness?.description,
                quarantined: told.quarantined)
        }
    }

    /// What ``rebuild(_:waiting:progress:comparing:)`` would find.
    package func rehearseRebuild(
        _ chosen: [ReadModel]? = nil, progress: (Int, Int) -> Void = { _, _ in },
        comparing figures: FigureComparison
    ) throws -> [Rebuilt] {
        let size = try log.size()
        return try (chosen ?? all()).map { model in
            let start = Date()
            let models = model.needs.compactMap(ReadModel.named) + [model]
            let history = try History(
                of: log, through: size, Telling(models), keepingFacts: model.isAdded
            ) { progress($0, size) }
            let digest = try ModelFile.digest(of: model, history)
            return Rebuilt(
                model: model, events: history.head.size,
                seconds: Date().timeIntervalSince(start), digest: digest.hex,
                comparison: try compare(model, history, digest, figures),
                quarantined: history.quarantined)
        }
    }

    private func compare(
        _ model: ReadModel, _ history: History, _ digest: RowDigest, _ figures: FigureComparison
    ) throws -> Rebuilt.Comparison {
        guard let old = files(of: model).current else { return .first }
        guard let before = stored(at: old)?.checkpoint else {
            return .impossible("the file in use could not be read")
        }
        guard before.seq == history.head.size, before.root == history.head.root.base64 else {
            return .impossible("the file in use holds events 1 to \(before.seq)")
        }
        let models = model.needs.compactMap(ReadModel.named) + [model]
        do {
            let stored = try Connection(path: old, access: .readOnly)
            guard try ModelFile.storedDigest(stored, model) != digest else { return .same }
            let told = try OpenModel(models, history)
            try told.connection.attach(old, as: "in_use", access: .readOnly)
            let rows = try differences(model, told.connection)
            let inUse = models.compactMap { model in
                files(of: model).current.map { (model.name, $0) }
            }
            guard inUse.count == models.count, let before = try OpenModel(files: inUse, log) else {
                return .different(rows)
            }
            return .different(try figures(model, before, told) + rows)
        } catch let error as SQLiteError {
            return .impossible("the file in use has other tables: \(error.message)")
        }
    }

    /// Which events the file holds that ``rollBack(_:)`` would put back.
    package func eventsBeforeRebuild(_ model: ReadModel) throws -> Int {
        let path = try expectPrevious(model)
        return stored(at: path)?.checkpoint.seq ?? 0
    }

    /// The file that was in use before the last rebuild.
    func expectPrevious(_ model: ReadModel) throws(LogError) -> String {
        if let previous = files(of: model).previous { return previous }
        throw LogError(
            .notALedger, "there is no earlier file of the read model \(model.name)",
            hint: "one is kept from each rebuild to the next")
    }
}
