internal import Essentials
internal import EventLog
internal import Ledger
package import Projections
internal import SQLite

/// Read models in memory that are taken through the history an event at a time, so that it can be
/// told what each event changed.
///
/// Each step tells anew only what the event touched, as catching up does; what cannot be told so
/// is told from the first event.
package final class HistoryWalk {
    /// The models as of the event reached.
    package private(set) var open: OpenModel
    private let log: EventLog
    private let models: [ReadModel]

    /// - Parameters:
    ///   - model: The model asked for; what it needs comes with it.
    ///   - seq: The event after which the walk begins.
    ///   - takesFiles: Begin with what the files hold, where that is as of `seq`, and not with the
    ///     first event.
    package init(
        _ readModels: ReadModels, _ model: ReadModel, at seq: Int, takesFiles: Bool = false
    ) throws {
        log = readModels.log
        models = model.needs.compactMap(ReadModel.named) + [model]
        open =
            try (takesFiles ? readModels.copied(models, asOf: seq) : nil)
            ?? Self.told(log, models, through: seq)
        reached = seq
    }

    /// The event reached; the models end before it when one could not be taken in.
    package private(set) var reached: Int

    /// Takes in the next event.
    ///
    /// - Returns: The tables of which a row changed, and perhaps more; figures only change when a
    ///   table does that they are read from.
    package func advance() throws -> Set<String> {
        reached += 1
        if let changed = try step(from: reached - 1) { return changed }
        open = try Self.told(log, models, through: reached)
        return Set(models.flatMap(\.tableNames))
    }

    /// Goes to event `seq`, by steps when it is near.
    package func move(to seq: Int) throws {
        guard seq > reached, seq - reached <= stepsMaximum else {
            if seq == reached { return }
            open = try Self.told(log, models, through: seq)
            reached = seq
            return
        }
        while reached < seq { _ = try advance() }
    }

    /// Goes to event `seq` at once, whatever lies between: what the events touched is told anew, or
    /// everything when that is less work.
    ///
    /// Also to events that a transaction has appended and not committed yet.
    ///
    /// - Returns: The tables of which a row changed, and perhaps more.
    package func leap(to seq: Int) throws -> Set<String> {
        guard seq > reached else { return [] }
        let (before, count) = (reached, seq - reached)
        reached = seq
        if count <= max(seq / eventsPerLeap, stepsMaximum), let changed = try step(from: before) {
            return changed
        }
        open = try Self.told(log, models, through: seq)
        return Set(models.flatMap(\.tableNames))
    }

    private static func told(
        _ log: EventLog, _ models: [ReadModel], through seq: Int
    ) throws -> OpenModel {
        try OpenModel(models, History(of: log, through: seq, Telling(models)))
    }

    /// Tells anew what the events after `before` touched.
    ///
    /// - Returns: The tables that changed; `nil` when everything has to be told anew.
    private func step(from before: Int) throws -> Set<String>? {
        guard open.quarantined.isEmpty, open.head.size == before else { return nil }
        var changed: Set<String> = []
        do {
            let events = try NewEvents(
                of: log, after: open.head.size, root: open.head.root.base64, through: reached)
            guard !models.contains(where: events.tellsAnew) else { return nil }
            let catchUp = try CatchUp(events, models, log)
            try open.connection.transaction {
                for (index, model) in models.enumerated() {
                    changed.formUnion(
                        try catchUp.replaceRows(of: model, open.connection, &open.digests[index]))
                }
            }
        } catch is NewEvents.Obstacle {
            return nil
        } catch let error as SQLiteError {
            throw LogError(error)
        }
        open.head = try log.head(size: reached)
        open.lastRecordedAt = try log.event(at: reached)?.recordedAt
        return changed
    }
}

/// How many events are taken one by one before it pays to tell everything from the first.
private let stepsMaximum = 30
/// About how many events can be told in the time it takes to tell one story anew.
private let eventsPerLeap = 500
