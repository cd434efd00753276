internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections

/// What was found out for the reports of one moment, so that those that are made of others, and all
/// that a site has, find it out once.
///
/// Whoever shares it sees the ledger as it was when each thing was first asked for.
final class Findings {
    private var kept: [Question: Any] = [:]
    /// The newest of each read model that was told in detail: they are large.
    private var details: [String: (options: ReportOptions, open: OpenModel)] = [:]
    /// Read models as they are in their files, each with its area; the newest last.
    private var opened: [(question: Question, open: OpenModel)] = []
    private struct Question: Hashable {
        let what: String
        let options: ReportOptions?
    }

    /// What was found before, or else is now.
    func keep<T>(
        _ what: String, _ options: ReportOptions?, _ find: () throws -> T
    ) rethrows -> T {
        let question = Question(what: what, options: options)
        if let found = kept[question] as? T { return found }
        let found = try find()
        kept[question] = found
        return found
    }

    /// A read model with the area that `options` ask for, whatever else they ask.
    func keepOpen(
        _ model: ReadModel, _ options: ReportOptions, _ open: () throws -> OpenModel
    ) rethrows -> OpenModel {
        let question = Question(what: model.name, options: options.areaAlone)
        if let found = opened.last(where: { $0.question == question }) { return found.open }
        let open = try open()
        opened = opened.suffix(openedMaximum - 1) + [(question, open)]
        return open
    }

    /// A read model told in detail, with the area of `options`.
    func keepDetail(
        of model: ReadModel, _ options: ReportOptions, _ tell: () throws -> OpenModel
    ) rethrows -> OpenModel {
        if let detail = details[model.name], detail.options == options { return detail.open }
        details[model.name] = nil
        let open = try tell()
        details[model.name] = (options, open)
        return open
    }
}

/// How many read models are kept open: the four of a report on each of the three bases of its areas.
private let openedMaximum = 12

extension ReportOptions {
    /// What decides the area, and nothing else.
    fileprivate var areaAlone: ReportOptions {
        var area = ReportOptions(asOf: asOf, today: today)
        area.knownAt = knownAt
        area.authority = authority
        area.localAuthorities = localAuthorities
        area.boundary = boundary
        return area
    }
}

extension ReportBuilder {
    /// What is found out once where many reports are made of one moment, and else each time.
    func once<T>(
        _ what: String, _ options: ReportOptions? = nil, _ find: () throws -> T
    ) throws -> T {
        try findings?.keep(what, options, find) ?? find()
    }

    /// What was said about events after they were recorded, up to event `last`.
    func amendments(through last: Int) throws -> Amendments {
        try once("amendments up to \(last)") { try Amendments(ledger.log, through: last) }
    }

    /// Makes reports of this moment, and finds out once what several of them say.
    ///
    /// What is recorded afterwards is in none of them for certain.
    package var atOneMoment: ReportBuilder {
        var builder = self
        builder.findings = findings ?? Findings()
        return builder
    }
}
