internal import Essentials
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import Projections
internal import SQLite

/// The events that read models have not processed yet, and the subjects whose stories they change.
struct NewEvents: Sendable {
    let first: Int
    let last: Int
    /// The root of the tree over all events up to the last.
    private(set) var root: String
    /// The subjects touched, as the facts read before and after.
    private(set) var touched: Set<Subject> = []
    /// The new facts that change the story of a subject.
    private(set) var facts: [(seq: Int, changes: [Subject])] = []

    /// Why events cannot be taken in one by one: the story is to be told from its beginning.
    enum Obstacle: Error {
        /// One cannot be read, or says how another is to be read.
        case mustBeJudged
        /// The file was made from another history.
        case otherHistory
    }

    /// Reads events `seq + 1` to `size`.
    ///
    /// - Parameter root: The root of the tree over the first `seq` events, as the read model has it.
    init(of log: EventLog, after seq: Int, root: String, through size: Int) throws {
        first = seq + 1
        last = size
        self.root = root
        var tree = try log.tree(size: seq)
        guard tree.root.base64 == root else { throw Obstacle.otherHistory }
        let stories = LogStories(log, through: size)
        try log.scan(from: seq + 1, through: size) { event in
            guard event.seq == tree.size + 1 else { throw Obstacle.otherHistory }
            tree.append(leafHash(event.leaf))
            try take(event, stories)
            return true
        }
        guard tree.size == size, try log.head(size: size).root == tree.root else {
            throw Obstacle.otherHistory
        }
        self.root = tree.root.base64
    }

    /// Whether `model` has to be told from the first event, because everything in it may have
    /// changed.
    func tellsAnew(_ model: ReadModel) -> Bool {
        touched.contains { model.tellsAnew.contains(String($0.kind)) }
    }

    private mutating func take(_ event: RecordedEvent, _ stories: LogStories) throws {
        guard event.type != QuarantineResolved.descriptor.type else {
            throw Obstacle.mustBeJudged
        }
        do {
            guard let target = event.target else {
                let fact = try event.fact()
                touched.formUnion(fact.stories.changes)
                facts.append((event.seq, fact.stories.changes))
                // What stands by itself is filed under no story.
                if fact.stories.changes.isEmpty {
                    touched.insert(Subject("event", String(event.seq)))
                }
                return
            }
            let history = try stories.history(of: target)
            guard let root = history.first else { throw Obstacle.mustBeJudged }
            var readings = Readings()
            for event in history { try readings.add(event) }
            for reading in readings.everyReading(of: root.seq) {
                touched.formUnion(reading.fact.stories.changes)
            }
            touched.insert(Subject("event", String(root.seq)))
        } catch is ReadingProblem {
            throw Obstacle.mustBeJudged
        }
    }
}

/// Brings files up to date by telling anew only the subjects that were touched.
struct CatchUp: Sendable {
    let events: NewEvents
    private let retelling: Retelling
    /// What those subjects told that are added up somewhere, as of the events before.
    private let before: World
    /// For the models that are only SQL.
    private let facts: SubjectFacts?

    /// - Throws: ``NewEvents/Obstacle/mustBeJudged`` when a story is no longer legal.
    init(_ events: NewEvents, _ models: [ReadModel], _ log: EventLog) throws {
        self.events = events
        let folds = models.flatMap(\.folds)
        let summed = Set(folds.compactMap(\.summedKind))
        let kinds = summed.union(folds.compactMap(\.subject?.kind))
        // What is only SQL reads every kind; and approvals are only judged with all others.
        let readsAll = models.contains(where: \.isAdded)
        let subjects = events.touched.filter {
            kinds.contains(String($0.kind)) || readsAll && $0.kind != "funding-of"
        }
        var stories = SubjectStories(log: LogStories(log, through: events.last))
        // Which schools are eligible depends on the rules of every programme.
        let programmes = try log.stories(startingWith: "programme:").map { Subject($0) }
        let addedUp = subjects.filter { summed.contains(String($0.kind)) }
        do {
            retelling = try Retelling(of: subjects, beside: programmes, from: &stories)
            if addedUp.isEmpty {
                before = World(of: [])
            } else {
                var earlier = SubjectStories(log: LogStories(log, through: events.first - 1))
                before = try Retelling(of: addedUp, beside: programmes, from: &earlier).world
            }
        } catch is Refusal {
            throw NewEvents.Obstacle.mustBeJudged
        } catch is ReadingProblem {
            throw NewEvents.Obstacle.mustBeJudged
        }
        facts = readsAll ? try SubjectFacts(of: events.touched, in: log) : nil
        // A fact that is not filed under its story was not judged with it.
        for fact in events.facts where fact.changes.contains(where: { subjects.contains($0) }) {
            guard retelling.told.contains(fact.seq) else {
                throw NewEvents.Obstacle.mustBeJudged
            }
        }
    }

    /// Replaces the rows of the subjects touched, and moves the checkpoint, in one transaction.
    func apply(
        to path: String, _ model: ReadModel, _ checkpoint: Checkpoint, since start: Date
    ) throws {
        let connection = try Connection(path: path, access: .readWrite)
        // Rows and checkpoint are written together or not at all. That they are on the disk for good
        // need not be waited for: what a power cut takes back is told again.
        try connection.execute("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL")
        try connection.transaction {
            guard try Checkpoint.read(connection) == checkpoint else {
                throw LogError(
                    .busy, "the read model \(model.name) changed meanwhile", hint: "try again")
            }
            guard var digest = RowDigest(hex: checkpoint.digest) else {
                throw NewEvents.Obstacle.otherHistory
            }
            _ = try replaceRows(of: model, connection, &digest)
            if let facts, model.isAdded {
                try Refresher.lend(model, connection) { refresher in
                    for subject in events.touched.sorted(by: { $0.text < $1.text }) {
                        try refresher.refresh(subject, facts[subject], &digest)
                    }
                }
            }
            var moved = checkpoint
            moved.seq = events.last
            moved.events += events.last - events.first + 1
            moved.examined = events.last
            moved.root = events.root
            moved.digest = digest.hex
            moved.lastEvents = events.last - events.first + 1
            moved.microseconds = microseconds(since: start)
            try moved.write(to: connection)
        }
    }

    /// Replaces the rows of the subjects touched.
    ///
    /// - Returns: The tables that changed.
    func replaceRows(
        of model: ReadModel, _ connection: borrowing Connection, _ digest: inout RowDigest
    ) throws -> Set<String> {
        var changed: Set<String> = []
        for (index, fold) in model.folds.enumerated() {
            let before = digest
            try replace(fold, UInt8(index), connection, &digest)
            try changeSums(fold, UInt8(index), connection, &digest)
            if digest != before { changed.insert(fold.table) }
        }
        return changed
    }

    private func replace(
        _ fold: TableFold, _ index: UInt8, _ connection: borrowing Connection,
        _ digest: inout RowDigest
    ) throws {
        guard let column = fold.subject else { return }
        let ids = subjects(of: column.kind)
        guard !ids.isEmpty else { return }
        var selection = try connection.prepare(
            "SELECT * FROM \(fold.table) WHERE \(column.name) = ?")
        var deletion = try connection.prepare(
            "DELETE FROM \(fold.table) WHERE \(column.name) = ?")
        var row = EncodedRow()
        for id in ids.sorted() {
            let key = Value.text(id)
            try selection.bind([key])
            while try selection.step() {
                selection.row.read(into: &row, prefix: index)
                digest.remove(row)
            }
            try deletion.run([key])
        }
        var insertion = try ModelFile.insertion(into: fold.table, connection)
        try fold.forEachRow(of: retelling.world, prefix: index) { row in
            guard ids.contains(row.words(at: column.index)) else { return }
            digest.add(row)
            try insertion.run(row)
        }
    }
}

extension CatchUp {
    /// Which subjects of a kind are told anew.
    private func subjects(of kind: String) -> Set<String> {
        Set(retelling.subjects.filter { $0.kind == kind }.map { String($0.id) })
    }

    /// Takes what the subjects touched told before out of a table of sums, and adds what they tell
    /// now.
    private func changeSums(
        _ fold: TableFold, _ prefix: UInt8, _ connection: borrowing Connection,
        _ digest: inout RowDigest
    ) throws {
        guard let kind = fold.summedKind, case let ids = subjects(of: kind), !ids.isEmpty
        else { return }
        var table = try SumTable(fold.table, prefix: prefix, connection)
        for (change, world) in [(SumChange.removing, before), (.adding, retelling.world)] {
            try fold.forEachRow(of: world.withSpends(ids), prefix: prefix) { row in
                try table.take(change, row, &digest)
            }
        }
    }
}

/// Stories as the log has them, and for `event:7` the fact that stands by itself there.
struct SubjectStories: StorySource {
    let log: LogStories

    func facts(of subject: Subject, changesOnly: Bool) throws -> [StoryFact] {
        guard subject.kind == "event", let seq = Int(subject.id)
        else { return try log.facts(of: subject, changesOnly: changesOnly) }
        var readings = Readings()
        for event in try log.history(of: seq) { try readings.add(event) }
        guard let reading = readings.reading(of: seq), reading.fact.stories.changes.isEmpty else {
            return []
        }
        return [StoryFact(reading)]
    }
}
