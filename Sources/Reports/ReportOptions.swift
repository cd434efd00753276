internal import CanonicalJSON
package import EventLog
package import Events
package import SQLite

/// Which area a report takes a school to be in, on each date it reports.
package enum Boundary: Hashable, Sendable {
    /// Areas as they were on each date.
    case asWas
    /// Today's areas applied to every date.
    case current
    /// The local authorities that made up an authority on one day, held constant.
    case held(authority: Slug, day: Day)

    /// Reads `as-was`, `current` or `AUTHORITY@DATE`.
    package init?(_ text: String) {
        switch text {
        case "as-was": self = .asWas
        case "current": self = .current
        default:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, let authority = Slug(String(parts[0])),
                let day = Day(String(parts[1]))
            else { return nil }
            self = .held(authority: authority, day: day)
        }
    }

    package var text: String {
        switch self {
        case .asWas: "as-was"
        case .current: "current"
        case .held(let authority, let day): "\(authority)@\(day)"
        }
    }
}

/// What a report can be split by.
package enum Dimension: String, CaseIterable, Sendable {
    case la, phase, type, strand, trust
    /// What is counted: only a movement is split so, and always is.
    case measure

    /// Those that can be asked for.
    package static let allCases: [Dimension] = [.la, .phase, .type, .strand, .trust]
}

/// Up to which point of the log a report knows.
package enum KnownAt: Hashable, Sendable {
    case seq(Int)
    case instant(Instant)
}

/// What is asked of a report.
package struct ReportOptions: Hashable, Sendable {
    /// The state at the end of this day.
    package var asOf: Day
    /// What had been recorded by then; everything when absent.
    package var knownAt: KnownAt?
    /// The first day of the period for figures that count over one.
    package var from: Day?
    package var authority: Slug?
    package var localAuthorities: [LACode]?
    package var programme: Slug?
    package var strand: Slug?
    package var by: [Dimension] = []
    package var boundary = Boundary.asWas
    /// The day it is, for areas as they are now.
    package var today: Day
    /// What had been recorded when the opening figures of a movement were first known; as the rest
    /// when absent.
    package var openingKnownAt: KnownAt?
    /// How numbers of people are shown.
    package var disclosure = Disclosure.exact
    /// Which price indices turn costs into those of a base year; the newest known when absent.
    package var prices: PriceChoice?
    /// An earlier period whose costs and schools are compared with those of the period.
    package var comparedWith: ClosedRange<Day>?
    /// The form to print in; the newest of the report when absent.
    package var form: Int?

    package init(asOf: Day, today: Day) {
        self.asOf = asOf
        self.today = today
    }
}

extension ReportOptions {
    /// The authority whose area is meant.
    package var areaAuthority: Slug? {
        if case .held(let authority, _) = boundary { authority } else { authority }
    }

    /// The fixed day on which areas are taken, unless they are taken as they were.
    package var basisDay: Day? {
        switch boundary {
        case .asWas: nil
        case .current: today
        case .held(_, let day): day
        }
    }

    /// Whether the area is that of an authority, which can be followed through mergers.
    var canBeFollowed: Bool { boundary == .asWas && authority != nil }

    /// Whether no area is asked for, and areas are taken as they were.
    var isEverywhere: Bool { areaAuthority == nil && localAuthorities == nil && basisDay == nil }

    /// What decides the rows of a `report.sql`: not how they are printed, nor what else is asked.
    var ofFigures: ReportOptions {
        var options = self
        options.disclosure = .exact
        (options.openingKnownAt, options.prices, options.comparedWith, options.form) =
            (nil, nil, nil, nil)
        return options
    }

    /// The parameters of a `report.sql`, days as numbers.
    func parameters(from: Day?) -> [String: Value] {
        [
            "as_of": .integer(asOf.number), "from": Value(from?.number),
            "basis_day": Value(basisDay?.number), "authority": Value(areaAuthority?.text),
            "la": Value(list(localAuthorities?.map(\.text))), "programme": Value(programme?.text),
            "strand": Value(strand?.text),
            "by": Value(by.isEmpty ? nil : list(by.map(\.rawValue))),
        ]
    }

    /// The parameters of an `audit.sql`, as an auditor types them.
    package func auditParameters(knownAt seq: Int) -> [String: Value] {
        [
            "as_of": .text(asOf.text), "known_at": .integer(seq), "from": Value(from?.text),
            "authority": Value(authority?.text),
            "la": Value(localAuthorities?.map(\.text).joined(separator: ",")),
            "programme": Value(programme?.text), "strand": Value(strand?.text),
            "boundary": .text(boundary.text), "today": .text(today.text),
            "by": .text(by.map(\.rawValue).joined(separator: ",")),
        ]
    }

    private func list(_ texts: [String]?) -> String? {
        texts.map { JSONValue.array($0.map(JSONValue.string)).compact }
    }
}
