/// A type of establishment, as Get Information About Schools names it.
///
/// Source: the establishment types and type groups of the GIAS extract of 22 April 2025
/// (Department for Education, Open Government Licence v3.0).
package struct SchoolType: Token, Comparable {
    /// Its place in ``all``.
    private let index: UInt8

    package static let form =
        "a GIAS type of establishment, such as Community school or Academy converter"

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(utf8: bytes.span)
    }

    package init?(utf8 bytes: borrowing Span<UInt8>) {
        guard let index = indexByType.value(bytes) else { return nil }
        self.index = index
    }

    package var text: String { Self.all[Int(index)] }

    /// The group GIAS puts the type in.
    package var group: TypeGroup { groups[Int(index)] }

    package static let all = typesByGroup.flatMap(\.types)

    package static func < (a: SchoolType, b: SchoolType) -> Bool { a.text < b.text }
}

/// A group of types of establishment, as Get Information About Schools names it.
package enum TypeGroup: String, Choice {
    package static let byName = WordTable<Self>()

    case colleges = "Colleges"
    case universities = "Universities"
    case independent = "Independent schools"
    case maintained = "Local authority maintained schools"
    case special = "Special schools"
    case welsh = "Welsh schools"
    case other = "Other types"
    case academies = "Academies"
    case freeSchools = "Free Schools"
    case online = "Online provider"
}

private let typesByGroup: [(group: TypeGroup, types: [String])] = [
    (.colleges, ["Further education", "Sixth form centres"]),
    (.universities, ["Higher education institutions"]),
    (.independent, ["City technology college", "Other independent school"]),
    (
        .maintained,
        [
            "Community school", "Voluntary aided school", "Voluntary controlled school",
            "Foundation school", "Pupil referral unit", "Local authority nursery school",
        ]
    ),
    (
        .special,
        [
            "Community special school", "Non-maintained special school",
            "Other independent special school", "Foundation special school",
        ]
    ),
    (.welsh, ["Welsh establishment"]),
    (
        .other,
        [
            "Secure units", "Offshore schools", "Service children's education", "Miscellaneous",
            "Special post 16 institution", "British schools overseas",
            "Institution funded by other government department",
        ]
    ),
    (
        .academies,
        [
            "Academy sponsor led", "Academy special sponsor led", "Academy converter",
            "Academy alternative provision converter",
            "Academy alternative provision sponsor led", "Academy special converter",
            "Academy 16-19 converter", "Academy 16 to 19 sponsor led",
            "Academy secure 16 to 19",
        ]
    ),
    (
        .freeSchools,
        [
            "Free schools", "Free schools special", "Free schools alternative provision",
            "Free schools 16 to 19", "University technical college", "Studio schools",
        ]
    ),
    (.online, ["Online provider"]),
]

private let indexByType = NameTable(
    SchoolType.all.enumerated().map { ($0.element, UInt8($0.offset)) })

/// The group of each of ``SchoolType/all``.
private let groups = typesByGroup.flatMap { entry in entry.types.map { _ in entry.group } }

/// The phase of education of a school.
package enum Phase: String, Choice {
    package static let byName = WordTable<Self>()

    case nursery, primary
    case middleDeemedPrimary = "middle-deemed-primary"
    case secondary
    case middleDeemedSecondary = "middle-deemed-secondary"
    case allThrough = "all-through"
    case sixteenPlus = "sixteen-plus"
    case notApplicable = "not-applicable"
}
