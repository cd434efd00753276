package import Events

/// One school: an identity over all the URNs it has had.
struct School: Sendable {
    /// The URN it was first registered under, by which the read models know it.
    let id: URN
    /// When it was registered.
    let registered: Since
    var urn: URN
    var urnSince: Since
    /// The URNs that mean it now.
    var urns: [URN]
    var attributes: Attributes
    /// When the state it is in began; a row of the read models starts there.
    var rowSince: Since
    var opened: Since
    /// When it closed; `nil` while it is open.
    var closed: Since?
    var wasReopened = false
    /// The latest count of its pupils.
    var roll: Schools.RollRow?
    var optIns: [Slug: Since] = [:]
    var withdrawals: [Slug: Since] = [:]
    /// When it last left each trust.
    var departures: [Slug: Since] = [:]
    var enrolments: [StrandID: Enrolment] = [:]
    /// The last end of each pair that is not active.
    var endings: [StrandID: Since] = [:]
    /// What the last closing ended and nothing else has ended since: what it becomes part of on the
    /// same day goes on with it.
    var endedByClosing: [StrandID: Enrolment] = [:]
    /// The school it was united with, as an index, by a merger or by a succession.
    var unitedWith: Int?

    var isOpen: Bool { closed == nil }

    /// Whether the school was open the day before `day`.
    func wasOpen(before day: Day) -> Bool {
        opened.day < day && (closed.map { $0.day == day } ?? true)
    }
}

/// What a school is like on a day.
package struct Attributes: Equatable, Sendable {
    package var name: String
    package var la: LACode
    package var phase: Phase
    package var schoolType: SchoolType
    package var trust: Slug?
}

/// A pair of a school and a strand, while it is active.
struct Enrolment: Sendable {
    /// When it became active here: enrolled, or carried over by a merger or a succession.
    var since: Since
    /// The event that enrolled the school.
    let origin: Int
}

// MARK: - Rows of the read models

extension Schools {
    /// A school in one state: open, under one URN, with one set of attributes.
    package struct StateRow: Equatable, Sendable {
        package let school: URN
        package let urn: URN
        package let attributes: Attributes
        package let interval: Interval
    }

    /// A URN of a school, even one it had for no whole day; a school closed for a while keeps its
    /// URN.
    package struct URNRow: Equatable, Sendable {
        package let school: URN
        package let urn: URN
        package let interval: Interval
    }

    /// A count of pupils.
    package struct RollRow: Equatable, Sendable {
        package let school: URN
        package let since: Since
        package let pupils: Int
        package let fsmPercentTenths: Int?

        func isSameCount(as other: RollRow) -> Bool {
            pupils == other.pupils && fsmPercentTenths == other.fsmPercentTenths
        }
    }

    package struct OptInRow: Equatable, Sendable {
        package let programme: Slug
        package let school: URN
        package let interval: Interval
    }

    /// One active pair of school and strand: a point of contact.
    package struct EnrolmentRow: Equatable, Sendable {
        package let id: StrandID
        package let school: URN
        package let interval: Interval
        /// The event that enrolled the school.
        package let origin: Int
    }

    /// A school that became part of another, until it opened again by itself if it ever did.
    package struct UnionRow: Equatable, Sendable {
        package let school: URN
        package let into: URN
        package let since: Since
        package internal(set) var until = Day.endOfTime
    }
}
