internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Synchronization

/// What was found out for the reports of one moment, so that those that are made of others, and all
/// that a site has, find it out once.
///
/// Whoever shares it sees the ledger as of one event, the last there was when it was made.
final class Findings {
    let kept: KeptFindings
    /// Whether other threads share it from the first on.
    let hasOthers: Bool
    /// Whether another thread may find something out meanwhile.
    var mayBeHelped: Bool
    /// Read models with their areas; the newest last.
    private var opened: [Opened] = []
    /// What was said about events later, by the last event known; each reads its log when asked.
    private var amendments: [Int: Amendments] = [:]

    fileprivate init(_ kept: KeptFindings, hasOthers: Bool) {
        self.kept = kept
        self.hasOthers = hasOthers
        mayBeHelped = !hasOthers
    }

    /// What was found before, or else is now.
    func keep<T: Sendable>(
        _ what: String, _ options: ReportOptions?, _ find: () throws -> T
    ) rethrows -> T {
        let question = Question(what: what, options: options)
        if let found = kept[question] as? T { return found }
        let found = try find()
        kept[question] = found
        return found
    }

    /// What was found before.
    func found<T>(_ what: String, _ options: ReportOptions, as type: T.Type) -> T? {
        kept[Question(what: what, options: options)] as? T
    }

    func keepAmendments(
        through last: Int, _ read: () throws -> Amendments
    ) rethrows -> Amendments {
        if let found = amendments[last] { return found }
        let found = try read()
        amendments[last] = found
        return found
    }

    /// A read model with the area that `options` ask for, whatever else they ask; or one that has its
    /// tables too, if every event is in it.
    ///
    /// Nobody finds another area in it: that of `options` is there whoever asks next.
    func keepOpen(
        _ model: ReadModel, isDetailed: Bool, _ options: ReportOptions, _ extent: AreaExtent,
        _ open: () throws -> OpenModel
    ) rethrows -> OpenModel {
        let area = Question(area: extent, options)
        if let found = opened.last(where: {
            $0.area == area && $0.has(model, isDetailed: isDetailed)
        }) {
            return found.open
        }
        let new = Opened(model: model, isDetailed: isDetailed, area: area, open: try open())
        opened = opened.suffix(openedMaximum - 1) + [new]
        return new.open
    }

    private struct Opened {
        let model: ReadModel
        /// With what opens its figures.
        let isDetailed: Bool
        let area: Question
        let open: OpenModel

        func has(_ asked: ReadModel, isDetailed: Bool) -> Bool {
            guard self.isDetailed || !isDetailed else { return false }
            // An event that another model cannot take in is no matter for the one asked for.
            return model.name == asked.name
                || open.quarantined.isEmpty && model.needs.contains(asked.name)
        }
    }
}

/// Findings that reports made side by side share.
package final class KeptFindings: Sendable {
    /// The last event of the moment.
    let last: Int
    private let found = Mutex<[Question: any Sendable]>([:])
    /// The newest last.
    private let told = Mutex<[ToldModels]>([])

    fileprivate init(through last: Int) { self.last = last }

    /// What was told of `model` before, or else is now while whoever else asks waits.
    func told(
        _ model: ReadModel, isDetailed: Bool, through last: Int, _ tell: () throws -> ToldModels
    ) throws -> ToldModels {
        try told.withLock { told in
            if let found = told.last(where: {
                $0.says(model, isDetailed: isDetailed, through: last)
            }) {
                return found
            }
            let new = try tell()
            told = told.suffix(toldMaximum - 1) + [new]
            return new
        }
    }

    fileprivate subscript(_ question: Question) -> (any Sendable)? {
        get { found.withLock { $0[question] } }
        set { found.withLock { $0[question] = newValue } }
    }
}

/// What an area takes in.
enum AreaExtent {
    /// The area asked for, on the days on which it is one.
    case asAsked
    /// Where areas are as they were, also those of the authorities that the one asked for was made of
    /// and merged into.
    case followed
}

private struct Question: Hashable {
    let what: String
    let options: ReportOptions?

    init(what: String, options: ReportOptions?) {
        (self.what, self.options) = (what, options)
    }

    /// What decides an area as of what was known, and nothing else.
    init(area extent: AreaExtent, _ options: ReportOptions) {
        var area = ReportOptions(asOf: options.asOf, today: options.today)
        area.knownAt = options.knownAt
        area.authority = options.authority
        area.localAuthorities = options.localAuthorities
        area.boundary = options.boundary
        // Who led a programme decides which authorities are followed.
        if extent == .followed { area.programme = options.programme }
        self.init(what: "\(extent)", options: area)
    }
}

/// How many tellings are kept: of each model with figures, in detail and not.
private let toldMaximum = 6

/// How many read models are kept open: those of a report on each of the three bases of its areas.
private let openedMaximum = 15

extension ReportBuilder {
    /// What is found out once where many reports are made of one moment, and else each time.
    func once<T: Sendable>(
        _ what: String, _ options: ReportOptions? = nil, _ find: () throws -> T
    ) throws -> T {
        try findings?.keep(what, options, find) ?? find()
    }

    /// What was said about events after they were recorded, up to event `last`.
    func amendments(through last: Int) throws -> Amendments {
        let read = { try Amendments(ledger.log, through: last) }
        return try findings?.keepAmendments(through: last, read) ?? read()
    }

    /// Makes reports of this moment, and finds out once what several of them say.
    ///
    /// What is recorded afterwards is in none of them.
    package func atOneMoment() throws -> ReportBuilder {
        guard findings == nil else { return self }
        return sharing(KeptFindings(through: try ledger.log.size()), hasOthers: false)
    }

    /// What reports of this moment found out.
    package func kept() throws -> KeptFindings {
        try findings?.kept ?? KeptFindings(through: ledger.log.size())
    }

    /// The same, side by side with others that share what is found out, each over a connection of its
    /// own.
    package func sharing(_ kept: KeptFindings) -> ReportBuilder {
        sharing(kept, hasOthers: true)
    }

    private func sharing(_ kept: KeptFindings, hasOthers: Bool) -> ReportBuilder {
        var builder = self
        builder.findings = Findings(kept, hasOthers: hasOthers)
        return builder
    }

    /// The last event that the ledger has, or had at the moment whose reports are made.
    func lastEvent() throws -> Int { try findings?.kept.last ?? ledger.log.size() }
}
