package import Events

/// A fact as it reads at some point of the log: its root event, after corrections.
package struct Reading: Equatable, Sendable {
    /// The root event.
    package let seq: Int
    /// The event that gave this reading: the root, or its latest correction that stands.
    package let readAt: Int
    /// The day from which the fact holds, at the start of that day.
    package let validFrom: Day
    package let fact: Fact

    package init(seq: Int, readAt: Int? = nil, validFrom: Day, fact: Fact) {
        self.seq = seq
        self.readAt = readAt ?? seq
        self.validFrom = validFrom
        self.fact = fact
    }

    package var since: Since { Since(day: validFrom, seq: seq) }
}

extension Reading: Comparable {
    /// The order in which a story is told: by valid date, and by `seq` within a day.
    package static func < (a: Reading, b: Reading) -> Bool {
        (a.validFrom, a.seq) < (b.validFrom, b.seq)
    }
}

/// When something began, and the event that began it.
package struct Since: Equatable, Sendable, CustomStringConvertible {
    package let day: Day
    package let seq: Int

    package init(day: Day, seq: Int) {
        self.day = day
        self.seq = seq
    }

    /// For messages: `event 12, from 2022-09-01`.
    package var description: String { "\(eventName(seq)), from \(day)" }
}

extension Since: Comparable {
    package static func < (a: Since, b: Since) -> Bool { (a.day, a.seq) < (b.day, b.seq) }
}

/// A stretch of days, half-open, with the events that began and ended it.
package struct Interval: Equatable, Sendable {
    package let from: Since
    /// ``Day/endOfTime`` while it lasts.
    package let to: Day
    /// The event that ended it; `nil` while it lasts.
    package let endedBy: Int?

    package init(from: Since, to: Since?) {
        self.from = from
        self.to = to?.day ?? .endOfTime
        endedBy = to?.seq
    }

    package var isEmpty: Bool { from.day >= to }
}

/// How messages call the event at `seq`; one that is only proposed has no number yet.
func eventName(_ seq: Int) -> String {
    seq == Reading.proposedSeq ? "the fact proposed" : "event \(seq)"
}

extension Reading {
    /// The `seq` of a fact that is not recorded yet: after all others of its day.
    package static let proposedSeq = Int.max
}
