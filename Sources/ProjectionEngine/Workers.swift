internal import Dispatch
internal import Essentials
internal import EventLog
package import Projections
internal import SQLite
internal import Synchronization

/// What a worker did to bring one read model up to date.
package struct Work: Sendable {
    package let model: ReadModel
    /// The last event it held before; 0 when it was told from the first event.
    package let from: Int
    /// The last event it holds now.
    package let to: Int
    package let seconds: Double
    /// Why it was told from the first event; `nil` when only what was touched was told anew.
    package let rebuiltBecause: String?
    package let quarantined: [Quarantined]
}

extension ReadModels {
    /// Brings `models` up to date: tells anew what was touched, or everything where that is needed.
    ///
    /// - Parameters:
    ///   - milliseconds: How long to wait for another process that is at work on one of them.
    ///   - anew: Try again to take in events that are quarantined.
    ///   - progress: Called with the number of events read and of all, while the log is read from
    ///     its first event.
    /// - Returns: What was done; nothing for a model that was up to date.
    /// - Throws: ``LogError`` of kind `.busy` when the other does not finish, `.storage` when files
    ///   cannot be written.
    @discardableResult
    package func bringUpToDate(
        _ models: [ReadModel]? = nil, waiting milliseconds: Int = 10_000,
        anew: Bool = false, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Work] {
        let models = try models ?? all()
        let size = try log.size()
        let stale = try models.filter { model in
            let found = files(of: model).current.flatMap { stored(at: $0) }
            let hasQuarantine = anew && found?.quarantined.isEmpty == false
            return try hasQuarantine || staleness(found?.checkpoint, model, size: size) != nil
        }
        tidy(models.filter { model in !stale.contains { $0.name == model.name } })
        guard !stale.isEmpty else { return [] }
        guard log.isWritable else {
            throw LogError(
                .storage, "the read models are behind, and the ledger cannot be written by you",
                hint: "reports are told from the log itself meanwhile")
        }
        // What somebody added can fail by itself, and keeps no other from its work.
        let groups = [stale.filter { !$0.isAdded }] + stale.filter(\.isAdded).map { [$0] }
        var done: [Work] = []
        var failure: (any Error)?
        for group in groups where !group.isEmpty {
            do {
                done += try noting(group) {
                    try whileLocked(group[...], waiting: milliseconds) {
                        try work(on: group, anew, progress)
                    }
                }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return done
    }

    /// Runs `body` while no other process can build or change the files of `models`.
    func whileLocked<T>(
        _ models: ArraySlice<ReadModel>, waiting milliseconds: Int, _ body: () throws -> T
    ) throws -> T {
        guard let first = models.first else { return try body() }
        let files = files(of: first)
        let lock = try files.lock(waiting: milliseconds)
        files.clean()
        do {
            let result = try whileLocked(models.dropFirst(), waiting: milliseconds, body)
            _ = consume lock
            return result
        } catch {
            files.clean()
            throw error
        }
    }

    /// Takes away what a killed process left of `models`, unless another is at work on them.
    private func tidy(_ models: [ReadModel]) {
        guard log.isWritable else { return }
        for files in models.map(files(of:)) where !files.strays.isEmpty {
            guard let lock = try? files.lock(waiting: 0) else { continue }
            files.clean()
            _ = consume lock
        }
    }

    /// Keeps what goes wrong where `status` finds it.
    func noting<T>(_ models: [ReadModel], _ body: () throws -> T) throws -> T {
        do {
            let result = try body()
            for model in models { files(of: model).note(nil) }
            return result
        } catch {
            let error = (error as? SQLiteError).map { LogError($0) } ?? error
            // That another is at work, or somebody pressed Ctrl-C, is not a failure of the model.
            if (error as? LogError)?.kind != .busy, !Interruption.isRequested {
                for model in models { files(of: model).note("\(error)") }
            }
            throw error
        }
    }

    /// Under the lock, looks again and does what is left to do.
    private func work(
        on models: [ReadModel], _ anew: Bool, _ progress: (Int, Int) -> Void
    ) throws -> [Work] {
        let size = try log.size()
        var whole: [(model: ReadModel, reason: String)] = []
        var behind: [Behind] = []
        for model in models {
            let path = files(of: model).current
            let found = path.flatMap { stored(at: $0) }
            switch try staleness(found?.checkpoint, model, size: size) {
            case nil:
                if anew, found?.quarantined.isEmpty == false { whole.append((model, "retried")) }
            case .behind:
                if let path, let found, found.quarantined.isEmpty,
                    !found.checkpoint.hasResolutions
                {
                    behind.append(
                        Behind(model: model, path: path, checkpoint: found.checkpoint))
                } else {
                    whole.append((model, "an event is or was quarantined"))
                }
            case let staleness?: whole.append((model, "\(staleness)"))
            }
        }
        var done: [Work] = []
        for group in Dictionary(grouping: behind, by: \.checkpoint.seq).values {
            let caughtUp = try catchUp(group, size)
            done += caughtUp
            for one in group where !caughtUp.contains(where: { $0.model.name == one.model.name }) {
                whole.append((one.model, "everything may have changed"))
            }
        }
        return try done + tell(whole, size, progress)
    }

    /// A model's file that lacks the newest events.
    private struct Behind: Sendable {
        let model: ReadModel
        let path: String
        let checkpoint: Checkpoint
    }

    /// Tells anew what the events after one checkpoint touched.
    ///
    /// - Returns: What was done; nothing for a model for which that would take longer than to tell
    ///   everything, or is impossible.
    private func catchUp(_ behind: [Behind], _ size: Int) throws -> [Work] {
        guard let checkpoint = behind.first?.checkpoint,
            size - checkpoint.seq <= max(size / eventsPerStory, touchedAlways)
        else { return [] }
        let start = Date()
        do {
            let events = try NewEvents(
                of: log, after: checkpoint.seq, root: checkpoint.root, through: size)
            let told = behind.filter { !events.tellsAnew($0.model) }
            guard events.touched.count <= max(size / eventsPerStory, touchedAlways),
                !told.isEmpty
            else { return [] }
            let catchUp = try CatchUp(events, told.map(\.model), log)
            try sideBySide(told.count) { index in
                let one = told[index]
                try catchUp.apply(to: one.path, one.model, one.checkpoint, since: start)
            }
            let seconds = Date().timeIntervalSince(start)
            return told.map { one in
                Work(
                    model: one.model, from: checkpoint.seq, to: size, seconds: seconds,
                    rebuiltBecause: nil, quarantined: [])
            }
        } catch is NewEvents.Obstacle {
            return []
        }
    }

    /// Tells everything from the first event into new files, and puts them in use.
    private func tell(
        _ models: [(model: ReadModel, reason: String)], _ size: Int,
        _ progress: (Int, Int) -> Void
    ) throws -> [Work] {
        guard !models.isEmpty else { return [] }
        let start = Date()
        let built = try build(models.map(\.model), through: size, since: start, progress)
        return try zip(models, built).map { one, built in
            let files = files(of: one.model)
            do throws(SQLiteError) { try files.use(built.path) } catch { throw LogError(error) }
            files.clean()
            return Work(
                model: one.model, from: 0, to: built.history.head.size,
                seconds: Date().timeIntervalSince(start), rebuiltBecause: one.reason,
                quarantined: built.history.quarantined)
        }
    }

    /// A file that is written and not in use yet.
    struct Built: Sendable {
        let model: ReadModel
        let path: String
        let history: History
    }

    /// Writes new files for `models` beside those in use, each at the same time as the others, from
    /// one pass over the log.
    func build(
        _ models: [ReadModel], through size: Int, since start: Date,
        _ progress: (Int, Int) -> Void
    ) throws -> [Built] {
        let histories = try self.histories(for: models, through: size, progress)
        let built = zip(models, histories).map { model, history in
            Built(model: model, path: files(of: model).next(), history: history)
        }
        try sideBySide(built.count) { index in
            // The last ones, which need the others, have the most rows; so they are begun first.
            let one = built[built.count - 1 - index]
            try ModelFile.build(one.path, one.model, one.history, examined: size, since: start)
        }
        return built
    }

    /// What each of `models` is to be filled from: one history for all, unless an event cannot be
    /// taken in, which stops only the models that read events of its kind.
    func histories(
        for models: [ReadModel], through size: Int, _ progress: (Int, Int) -> Void
    ) throws -> [History] {
        let telling = Telling(models)
        let all = try History(
            of: log, through: size, telling, keepingFacts: models.contains(where: \.isAdded)
        ) { progress($0, size) }
        return try models.map { model in
            let isShared = all.quarantined.isEmpty || Telling([model]) == telling
            guard !isShared else { return all }
            return try History(
                of: log, through: size, Telling([model]), keepingFacts: model.isAdded)
        }
    }
}

/// Runs `body` for 0, 1 … `count` - 1 at the same time, and throws what one of them threw.
func sideBySide(_ count: Int, _ body: @Sendable (Int) throws -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: count) { index in
        do { try body(index) } catch { failure.withLock { $0 = $0 ?? error } }
    }
    guard let error = failure.withLock({ $0 }) else { return }
    throw (error as? SQLiteError).map { LogError($0) } ?? error
}

/// About how many events can be told in the time it takes to tell one story anew.
private let eventsPerStory = 3_000
/// How many subjects are told anew one by one however small the ledger is.
private let touchedAlways = 20
