package import Events

/// The register as a ledger has it: which school each URN means, and what became of it.
///
/// A command fills it from the readings of the ledger, in the order of their days:
/// ```swift
/// var view = RegisterView()
/// for reading in readings.facts.sorted() { view.add(reading.fact, from: reading.validFrom) }
/// ```
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
    }

    /// What a URN gave way to, by whatever fact.
    package struct Link: Equatable, Sendable {
        package let new: URN
        package let day: Day
    }

    package private(set) var holdings: [URN: Holding] = [:]
    /// Successions, mergers and splits, by the URN that gave way.
    package private(set) var links: [URN: [Link]] = [:]

    package init() {}

    /// Takes in one fact; facts that say nothing about URNs change nothing.
    package mutating func add(_ fact: Fact, from day: Day) {
        guard case .register(let fact) = fact else { return }
        switch fact {
        case .schoolRegistered(let data): register(data, day)
        case .schoolRenamed(let data): holdings[data.urn]?.name = data.name
        case .schoolReclassified(let data):
            if let type = data.schoolType { holdings[data.urn]?.isAcademy = type.isAcademy }
        case .schoolUrnSucceeded(let data):
            link(data.oldUrn, to: data.newUrn, day)
            let isAcademy = data.schoolType?.isAcademy ?? (data.change == .conversion ? true : nil)
            goOn(data.oldUrn, as: data.newUrn, day, name: data.name, isAcademy: isAcademy)
        case .schoolsMerged(let data):
            for absorbed in data.absorbed { link(absorbed, to: data.survivor, day) }
        case .schoolSplit(let data):
            for child in data.children { link(data.parent, to: child, day) }
            guard let continuing = data.continuing, continuing != data.parent else { return }
            if !data.children.contains(continuing) { link(data.parent, to: continuing, day) }
            goOn(data.parent, as: continuing, day)
        default: break
        }
    }

    private mutating func register(_ data: SchoolRegistered, _ day: Day) {
        holdings[data.urn] = Holding(
            school: data.urn, schoolFrom: day, from: day, name: data.name,
            isAcademy: data.schoolType.isAcademy)
    }

    private mutating func link(_ old: URN, to new: URN, _ day: Day) {
        links[old, default: []].append(Link(new: new, day: day))
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
