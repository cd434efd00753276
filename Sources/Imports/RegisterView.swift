package import Events
package import Programme

/// The register as links find it: which school each URN means, and what became of it.
package struct RegisterView: Sendable {
    /// What a URN means.
    package struct Holding: Equatable, Sendable {
        /// The URN the school was first registered under.
        package var school: URN
        /// The day the school is known from.
        package var schoolFrom: Day
        /// The day this URN came into use.
        package var from: Day
        package var name: String
        package var isAcademy: Bool
        /// Whether the school stands in a plain list, which may be late with a new URN.
        package var isFromList = false
    }

    /// What a URN gave way to, by whatever fact.
    package struct Link: Equatable, Sendable {
        package let new: URN
        package let day: Day
        /// The event that says so.
        package let seq: Int
    }

    package private(set) var holdings: [URN: Holding] = [:]
    /// Successions, mergers and splits, by the URN that gave way.
    package private(set) var links: [URN: [Link]] = [:]
    /// The closings that stand, by the URN they name.
    package private(set) var closings: [URN: Reading] = [:]

    package init() {}

    /// The register that `readings` tell, in the order of their days.
    ///
    /// - Parameter listed: The events that register schools from a plain list.
    package init(_ readings: [Reading], listed: Set<Int> = []) {
        for reading in readings { add(reading, isListed: listed.contains(reading.seq)) }
    }

    /// Takes in one fact; facts that say nothing about URNs change nothing.
    private mutating func add(_ reading: Reading, isListed: Bool) {
        guard case .register(let fact) = reading.fact else { return }
        let day = reading.since
        switch fact {
        case .schoolRegistered(let data): register(data, day, isListed: isListed)
        case .schoolRenamed(let data): holdings[data.urn]?.name = data.name
        case .schoolReclassified(let data):
            if let type = data.schoolType { holdings[data.urn]?.isAcademy = type.isAcademy }
        case .schoolUrnSucceeded(let data):
            link(data.oldUrn, to: data.newUrn, day)
            let isAcademy = data.schoolType?.isAcademy ?? (data.change == .conversion ? true : nil)
            goOn(data.oldUrn, as: data.newUrn, day.day, name: data.name, isAcademy: isAcademy)
        case .schoolsMerged(let data):
            for absorbed in data.absorbed { link(absorbed, to: data.survivor, day) }
        case .schoolSplit(let data):
            for child in data.children { link(data.parent, to: child, day) }
            guard let continuing = data.continuing, continuing != data.parent else { return }
            if !data.children.contains(continuing) { link(data.parent, to: continuing, day) }
            goOn(data.parent, as: continuing, day.day)
        case .schoolClosed(let data): closings[data.urn] = reading
        case .schoolReopened(let data): closings[data.urn] = nil
        default: break
        }
    }

    private mutating func register(_ data: SchoolRegistered, _ since: Since, isListed: Bool) {
        holdings[data.urn] = Holding(
            school: data.urn, schoolFrom: since.day, from: since.day, name: data.name,
            isAcademy: data.schoolType.isAcademy, isFromList: isListed)
    }

    private mutating func link(_ old: URN, to new: URN, _ since: Since) {
        links[old, default: []].append(Link(new: new, day: since.day, seq: since.seq))
    }

    /// The school of `old` goes on as `new` from `day`.
    mutating func goOn(
        _ old: URN, as new: URN, _ day: Day, name: String? = nil, isAcademy: Bool? = nil
    ) {
        guard var holding = holdings[old] else { return }
        if let joined = holdings[new] {
            holding.name = joined.name
            holding.isAcademy = joined.isAcademy
        }
        holding.from = day
        holding.name = name ?? holding.name
        holding.isAcademy = isAcademy ?? holding.isAcademy
        holdings[new] = holding
    }
}

extension SchoolType {
    fileprivate var isAcademy: Bool { group == .academies || group == .freeSchools }
}
