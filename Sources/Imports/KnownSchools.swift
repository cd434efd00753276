internal import Events
internal import Programme

/// The schools of a ledger as they are on the day of an extract.
struct KnownSchools {
    struct School {
        /// The URN it was first registered under.
        let id: URN
        let urn: URN
        let urnSince: Since
        /// `nil` while it is closed.
        var attributes: Attributes?
        var roll: Schools.RollRow?
    }

    /// What a URN means on the day.
    enum Standing {
        case unknown
        case current(School)
        /// The school has had another URN since before the day, or is part of another.
        case former(URN)
        /// It comes into use only after the day.
        case later
    }

    private var schools: [URN: School] = [:]
    /// The school a URN means, and whether it is its URN on the day.
    private var schoolOf: [URN: (id: URN, isCurrent: Bool, isLater: Bool)] = [:]
    private var unions: [URN: URN] = [:]
    /// What registers a URN, by the URN.
    private(set) var registrations: [URN: Reading] = [:]
    /// What closed a school last, by the URN it was first registered under.
    private var closings: [URN: Reading] = [:]
    private(set) var localAuthorities: [LACode: LocalAuthorities.Row] = [:]
    private(set) var trusts: [Slug: String] = [:]

    /// - Throws: ``Refusal`` when the facts of the ledger cannot be told as one story.
    init(_ known: KnownRegister, on day: Day) throws(Refusal) {
        let world = try World.told(by: known.readings)
        take(world.schools, on: day)
        for row in world.localAuthorities.rows where row.interval.from.day <= day {
            localAuthorities[row.la] = row
        }
        for row in world.localAuthorities.rows where localAuthorities[row.la] == nil {
            localAuthorities[row.la] = row
        }
        for row in world.trusts.rows { trusts[row.trust] = row.name }
        for reading in known.readings {
            guard case .register(let fact) = reading.fact else { continue }
            switch fact {
            case .schoolRegistered(let data): registrations[data.urn] = reading
            case .schoolClosed(let data): closings[schoolOf[data.urn]?.id ?? data.urn] = reading
            case .schoolReopened(let data): closings[schoolOf[data.urn]?.id ?? data.urn] = nil
            default: break
            }
        }
    }

    private mutating func take(_ told: Schools, on day: Day) {
        let holds = { (interval: Interval) in interval.from.day <= day && day < interval.to }
        for row in told.urns {
            let isCurrent = holds(row.interval)
            schoolOf[row.urn] = (row.school, isCurrent, row.interval.from.day > day)
            guard isCurrent else { continue }
            schools[row.school] = School(
                id: row.school, urn: row.urn, urnSince: row.interval.from)
        }
        for row in told.states where holds(row.interval) {
            schools[row.school]?.attributes = row.attributes
        }
        for row in told.rolls where row.since.day <= day { schools[row.school]?.roll = row }
        for row in told.unions where row.since.day <= day && day < row.until {
            unions[row.school] = row.into
        }
    }

    func standing(of urn: URN) -> Standing {
        guard let known = schoolOf[urn] else { return .unknown }
        if unions[known.id] != nil { return .former(now(urn)?.urn ?? known.id) }
        if known.isCurrent, let school = schools[known.id] { return .current(school) }
        return known.isLater ? .later : .former(now(urn)?.urn ?? known.id)
    }

    /// The school that goes on from the one that `urn` means, through all mergers.
    func now(_ urn: URN) -> School? {
        guard var id = schoolOf[urn]?.id else { return nil }
        var seen: Set<URN> = [id]
        while let next = unions[id], seen.insert(next).inserted { id = next }
        return schools[id]
    }

    /// What closed the school; `nil` while nothing has.
    func closing(of school: School) -> Reading? { closings[school.id] }

    /// The schools that are open on the day, by their URNs.
    var open: [School] {
        schools.values.filter { $0.attributes != nil && unions[$0.id] == nil }
            .sorted { $0.urn < $1.urn }
    }

    /// The first day from which any school is known.
    var beginning: Day? { registrations.values.map(\.validFrom).min() }
}
