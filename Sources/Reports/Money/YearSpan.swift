package import Events

/// A year of money or of schools: its name, and its days, of which the last is not in it.
package struct YearSpan: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// 1 April to 31 March.
        case financial
        /// 1 September to 31 August.
        case academic

        fileprivate var firstMonth: Int { self == .financial ? 4 : 9 }
    }

    package let kind: Kind
    /// `2023-24`.
    package let name: String
    package let from: Day
    package let to: Day

    /// The one that `day` belongs to; a day belongs to exactly one of each kind.
    package init(_ kind: Kind, holding day: Day) {
        let (year, month, _) = day.civil
        self.init(kind, startingIn: month < kind.firstMonth ? year - 1 : year)
    }

    /// - Parameter name: Such as `2023-24`; `nil` when it names no year.
    package init?(_ kind: Kind, named name: String) {
        guard FinancialYear(name) != nil, let year = Int(name.prefix(4)), (1...9998).contains(year)
        else { return nil }
        self.init(kind, startingIn: year)
    }

    private init(_ kind: Kind, startingIn year: Int) {
        self.kind = kind
        let end = (year + 1) % 100
        let start = String(year)
        name =
            String(repeating: "0", count: max(0, 4 - start.utf8.count)) + start + "-"
            + (end < 10 ? "0" : "") + String(end)
        from = Day(year: year, month: kind.firstMonth, day: 1) ?? .startOfTime
        to = Day(year: year + 1, month: kind.firstMonth, day: 1) ?? .endOfTime
    }

    package var days: Int { to - from }

    /// `financial year 2023-24`.
    package var words: String { "\(kind.rawValue) year \(name)" }

    /// The days of it that are in `range`, as numbers.
    func overlap(_ range: Range<Int>) -> Range<Int> {
        let first = max(range.lowerBound, from.number)
        return first..<max(first, min(range.upperBound, to.number))
    }

    /// The years of a kind that have days in `range`, in order.
    static func each(_ kind: Kind, in range: Range<Int>) -> [YearSpan] {
        var years: [YearSpan] = []
        var next = range.lowerBound
        while next < range.upperBound {
            let year = YearSpan(kind, holding: Day(number: next))
            years.append(year)
            next = max(next + 1, year.to.number)
        }
        return years
    }
}

extension ReportOptions {
    /// The period from `first` on, in words: the year it is, and its bounds.
    func periodWords(from first: Day) -> String {
        let bounds = "\(first.words) to \(asOf.words)"
        let year = [YearSpan.Kind.financial, .academic].map { YearSpan($0, holding: first) }
            .first { $0.from == first && $0.to == asOf + 1 }
        return year.map { "\($0.words), \(bounds)" } ?? bounds
    }
}

extension ClosedRange<Day> {
    /// Reads `DATE..DATE`, first and last day.
    package init?(_ text: String) {
        let ends = text.split(separator: "..").map { Day(String($0)) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
            return nil
        }
        self = first...last
    }

    package var text: String { "\(lowerBound)..\(upperBound)" }
    var words: String { "\(lowerBound.words) to \(upperBound.words)" }
    /// The days as numbers, the last not in it.
    var numbers: Range<Int> { lowerBound.number..<upperBound.number + 1 }
}
