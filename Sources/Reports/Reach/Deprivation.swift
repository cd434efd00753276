/// Eligible schools in five groups by the share of their pupils known to be eligible for free
/// school meals, the most deprived first.
///
/// Schools with the same share are in the same group, so groups need not be equally large.
struct DeprivationGroups {
    /// The groups in order, those that have a school; last those whose share is not known.
    let groups: [(group: DeprivationGroup, schools: [CoveredSchool])]
    /// The schools of the most deprived fifth.
    let mostDeprived: [CoveredSchool]

    init(_ schools: [CoveredSchool]) {
        let known = schools.compactMap(\.freeMealsTenths).sorted(by: >)
        var firstPlace: [Int: Int] = [:]
        for (place, share) in known.enumerated() where firstPlace[share] == nil {
            firstPlace[share] = place
        }
        let grouped = Dictionary(grouping: schools) { school in
            school.freeMealsTenths.flatMap { firstPlace[$0] }.map { place in
                DeprivationGroup.fifth(place * fifths / known.count + 1)
            } ?? .unknown
        }
        mostDeprived = grouped[.fifth(1)] ?? []
        groups = grouped.sorted { $0.key.order < $1.key.order }.map { ($0.key, $0.value) }
    }
}

enum DeprivationGroup: Hashable {
    /// From 1, the most deprived, to 5.
    case fifth(Int)
    /// No count of pupils says.
    case unknown

    var order: Int { if case .fifth(let number) = self { number } else { fifths + 1 } }
    var key: String { if case .fifth(let number) = self { "fifth-\(number)" } else { "unknown" } }

    var words: String {
        switch self {
        case .fifth(1): "Most deprived fifth"
        case .fifth(fifths): "Least deprived fifth"
        case .fifth(let number): "Fifth \(number) of \(fifths)"
        case .unknown: "Not known"
        }
    }
}

private let fifths = 5
