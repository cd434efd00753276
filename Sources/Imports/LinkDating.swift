internal import Events

/// From which day a new URN holds, as the two ends of a link tell it.
enum LinkDating: Equatable {
    case day(Day, Rule)
    case blank
    /// Why no day can be told; without a full stop.
    case contradiction(String)

    /// Which end the day was taken from.
    enum Rule: CaseIterable {
        case bothEnds, farEnds, newEnd, oldEndOfMonth, oldEnd, stale

        /// Completes "3 links with …".
        var account: String {
            switch self {
            case .bothEnds: "both ends dated, at most one day apart: from the later day"
            case .farEnds:
                "ends that are more than one day apart: from the day at the new URN; check"
            case .newEnd: "only the new URN dated: from that day"
            case .oldEndOfMonth:
                "only the old URN dated, on the last day of a month: from the day after"
            case .oldEnd:
                "only the old URN dated, on another day: from that day, as when GIAS dates both"
            case .stale:
                "an old URN that the list still had: from the day the list is of"
            }
        }

        /// Whether an officer had better look at the links it decided on.
        var isDoubtful: Bool { self == .farEnds }
    }

    /// The new URN holds from the later of its two ends, the old one until the day before.
    ///
    /// An old end is the last day of the old URN or the first of the new one. Where the new end is a day
    /// before the old one, the two stand the wrong way round: in the GIAS extract of 22 April 2025, 747
    /// of 751 such pairs have the old end on the first of a month. Of an end with several days, the one
    /// that fits the other end counts. Ends further apart give the day at the new URN, which is its own.
    /// When only the old end is dated, it can be the last day of the old URN or the first of the new one.
    /// Where the GIAS extract of 22 April 2025 dates both ends, an old end on the last day of a month
    /// is followed by the new one on the next day in 9,080 pairs of 9,532, and an old end on any other
    /// day by the new one on that day or the day before in 2,713 of 2,813.
    init(of candidate: LinkCandidate) {
        let (old, new) = (candidate.oldEndDays.sorted(), candidate.newEndDays.sorted())
        let fitting = Set(
            old.flatMap { old in
                new.filter { abs($0 - old) <= gapMaximumDays }.map { max(old, $0) }
            })
        if let day = fitting.first, fitting.count == 1 {
            self = .day(day, .bothEnds)
            return
        }
        guard old.count <= 1, new.count <= 1 else {
            let days = (old.count > 1 ? old : new).map(\.text).joined(separator: " and ")
            self = .contradiction("one end of it gives \(days)")
            return
        }
        switch (old.first, new.first) {
        case (nil, nil): self = .blank
        case (nil, let new?): self = .day(new, .newEnd)
        case (let old?, nil):
            let isEndOfMonth = (old + 1).civil.day == 1
            self = isEndOfMonth ? .day(old + 1, .oldEndOfMonth) : .day(old, .oldEnd)
        case (_, let new?): self = .day(new, .farEnds)
        }
    }

    var day: Day? {
        if case .day(let day, _) = self { day } else { nil }
    }
}

/// A last day and the first day after it differ by one.
private let gapMaximumDays = 1
