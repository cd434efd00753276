internal import Essentials
package import EventLog
package import Ledger
package import Projections
internal import SQLite

/// The read models of one ledger: kept in files, brought up to date when they are asked.
package struct ReadModels {
    package let log: EventLog
    /// Which files a model that is opened may be read from.
    package let use: FileUse

    /// Which files a model that is opened may be read from.
    package enum FileUse: Sendable {
        /// The files, brought up to date first.
        case upToDate
        /// The files when they are up to date; nothing is written.
        case asTheyAre
        /// None: the story is told from the first event.
        case none
    }

    package init(_ ledger: Ledger, use: FileUse = .upToDate) {
        log = ledger.log
        self.use = use
    }

    func files(of model: ReadModel) -> ModelFiles {
        ModelFiles(folder: log.folder + "/projections", name: model.name)
    }

    /// How a read model stands.
    package struct Status: Sendable {
        package let model: ReadModel
        /// The name of its file, whichever build is in use.
        package let path: String
        package let checkpoint: Checkpoint?
        package let quarantined: [Quarantined]
        /// How many events it is behind.
        package let lag: Int
        package let staleness: Staleness?
        /// What went wrong when it was last brought up to date.
        package let lastError: String?
    }

    package func status(_ models: [ReadModel]? = nil) throws -> [Status] {
        let size = try log.size()
        return try (models ?? all()).map { model in
            let files = files(of: model)
            let found = files.current.flatMap { stored(at: $0) }
            return Status(
                model: model, path: files.link, checkpoint: found?.checkpoint,
                quarantined: found?.quarantined ?? [], lag: size - (found?.checkpoint.seq ?? 0),
                staleness: try staleness(found?.checkpoint, model, size: size),
                lastError: files.lastError)
        }
    }

    /// Opens `model` and what it needs, as of event `knownAt`, or as of all events.
    ///
    /// Models as of all events are read from their files, which are brought up to date first. As of
    /// an earlier event, in a folder that cannot be written, or while another process is building
    /// them for long, they are told from the first event into memory.
    package func open(_ model: ReadModel, knownAt: Int? = nil) throws -> OpenModel {
        let size = try log.size()
        let last = min(knownAt ?? size, size)
        return try openFiles(model, knownAt: last)
            ?? tell(model, isDetailed: false, through: last)
    }

    /// Opens `model` from files.
    ///
    /// - Returns: `nil` where it has to be told into memory.
    package func openFiles(_ model: ReadModel, knownAt last: Int) throws -> OpenModel? {
        let size = try log.size()
        guard last == size, use != .none else { return nil }
        return try openFiles(model.needs.compactMap(ReadModel.named) + [model], size)
    }

    /// Opens `model` with what opens its figures, which no file holds: that is told from the first
    /// event into memory, and so is the rest where ``open(_:knownAt:)`` would tell it.
    package func openInDetail(_ model: ReadModel, knownAt: Int? = nil) throws -> OpenModel {
        let size = try log.size()
        let last = min(knownAt ?? size, size)
        return try openFilesInDetail(model, knownAt: last)
            ?? tell(model, isDetailed: true, through: last)
    }

    /// - Returns: `nil` where everything has to be told into memory.
    package func openFilesInDetail(
        _ model: ReadModel, knownAt last: Int
    ) throws -> OpenModel? {
        let models = model.needs.compactMap(ReadModel.named) + [model]
        guard last == (try log.size()), use != .none,
            let open = try openFiles(models, last, isDetailed: true), open.quarantined.isEmpty
        else { return nil }
        let detailed = models.filter { !$0.detail.isEmpty }
        var telling = Telling(detailed)
        telling.addsUpPayments = false
        let history = try History(of: log, through: last, telling)
        guard history.head == open.head else { return nil }
        try open.fillDetail(of: detailed, from: history)
        return open
    }

    /// Tells `model` and what it needs from the first event to `last` into memory.
    func tell(_ model: ReadModel, isDetailed: Bool, through last: Int) throws -> OpenModel {
        let models = model.needs.compactMap(ReadModel.named) + [model]
        var telling = Telling(models)
        telling.addsUpPayments = !isDetailed
        let history = try History(
            of: log, through: last, telling, keepingFacts: model.isAdded)
        return try OpenModel(models, history, isDetailed: isDetailed)
    }

    /// Opens the files of `model` and what it needs as they stand, however far behind; nothing is
    /// written and nothing built.
    ///
    /// - Returns: `nil` when there are none that can be read together.
    package func openAsItStands(_ model: ReadModel) throws -> OpenModel? {
        try openFiles(inUseFor: model.needs.compactMap(ReadModel.named) + [model])
    }

    /// Opens the files of `models` when they hold all `size` events, or all before a quarantined
    /// one.
    private func openFiles(
        _ models: [ReadModel], _ size: Int, isDetailed: Bool = false
    ) throws -> OpenModel? {
        if let open = try openCurrentFiles(models, size, isDetailed) { return open }
        guard log.isWritable, use == .upToDate else { return nil }
        do { try bringUpToDate(models, waiting: readerMilliseconds) } catch let error as LogError {
            // A report is owed to whoever only wants to read.
            guard error.kind == .busy || error.kind == .storage else { throw error }
        }
        return try openCurrentFiles(models, size, isDetailed)
    }

    /// - Returns: `nil` when a file has to be brought up to date, or was exchanged under our hands.
    private func openCurrentFiles(
        _ models: [ReadModel], _ size: Int, _ isDetailed: Bool
    ) throws -> OpenModel? {
        guard let open = try? openFiles(inUseFor: models, isDetailed) else { return nil }
        for (model, checkpoint) in zip(models, open.checkpoints)
        where try staleness(checkpoint, model, size: size) != nil { return nil }
        return open
    }

    private func openFiles(
        inUseFor models: [ReadModel], _ isDetailed: Bool = false
    ) throws -> OpenModel? {
        let found = models.compactMap { model in
            files(of: model).current.map { (name: model.name, path: $0) }
        }
        return found.count == models.count
            ? try OpenModel(files: found, log, isDetailed: isDetailed) : nil
    }

    /// What a file says about itself; `nil` when it is not one of ours or cannot be read, in which
    /// case it is built again, whatever is wrong with it.
    func stored(at path: String) -> (checkpoint: Checkpoint, quarantined: [Quarantined])? {
        let access: Connection.Access = log.isWritable ? .readWrite : .readOnly
        guard let connection = try? Connection(path: path, access: access),
            let checkpoint = try? Checkpoint.read(connection),
            let quarantined = try? Quarantined.read(connection)
        else { return nil }
        return (checkpoint, quarantined)
    }
}

/// How long a report waits for another process to finish with a read model before it tells the
/// story itself.
private let readerMilliseconds = 2_000

/// Why a read model does not say what the log says.
package enum Staleness: Equatable, Sendable, CustomStringConvertible {
    case notBuilt
    case otherDefinition
    case otherHistory
    case behind(Int)

    package var description: String {
        switch self {
        case .notBuilt: "not built yet"
        case .otherDefinition: "made by another definition"
        case .otherHistory: "made from another history"
        case .behind(let count): "\(count) \(count == 1 ? "event" : "events") behind"
        }
    }
}

extension ReadModels {
    /// - Returns: `nil` when `checkpoint` holds all `size` events, or all before one that is
    ///   quarantined.
    func staleness(
        _ checkpoint: Checkpoint?, _ model: ReadModel, size: Int
    ) throws -> Staleness? {
        guard let checkpoint else { return .notBuilt }
        guard checkpoint.definition == ModelFile.definition(of: model) else {
            return .otherDefinition
        }
        guard checkpoint.seq <= size, checkpoint.events == checkpoint.seq,
            try log.head(size: checkpoint.seq).root.base64 == checkpoint.root
        else { return .otherHistory }
        return checkpoint.examined < size ? .behind(size - checkpoint.seq) : nil
    }
}
