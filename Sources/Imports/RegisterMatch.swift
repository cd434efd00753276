internal import CanonicalJSON
package import Events
internal import Programme

/// The schools of a ledger beside those of a list, on one day: which are the same, and why not.
///
/// It changes nothing. Every school of the ledger is followed through its URNs and mergers to the one it
/// has on the day.
package struct RegisterMatch: Sendable {
    /// How a school of the ledger stands to the list.
    package enum Standing: String, CaseIterable, Sendable {
        /// The list has it under the URN it was first known by.
        case same
        /// The list has it under a URN it got later.
        case later
        /// The list has the school that it became part of.
        case merged
        case closed
        case split
        /// A link to another URN was recorded and taken back.
        case withdrawn = "taken-back"
        /// The links have something about it that could not be recorded.
        case setAside = "set-aside"
        /// It has a URN of its own by a link, and the list has not that one.
        case successorAbsent = "successor-absent"
        /// Nothing says what became of it.
        case unexplained

        package var isMatch: Bool { self == .same || self == .later || self == .merged }
    }

    /// One school of the ledger.
    package struct Item: Equatable, Sendable {
        /// The URN it was first registered under.
        package let school: URN
        /// The URN it has on the day, or last had.
        package let urn: URN
        package let name: String
        package let la: LACode?
        package let standing: Standing
        /// What the ledger or the links say about it; empty for a match.
        package fileprivate(set) var reason: String

        /// Names the schools of the list that are called the same, for somebody to look at.
        fileprivate func pointing(to namesakes: [String: [Stranger]]) -> Item {
            guard !standing.isMatch, let found = namesakes[folded(name)] else { return self }
            var item = self
            let named = found.map { "\($0.urn) (row \($0.row))" }.joined(separator: ", ")
            item.reason += "; the list has a school of that name, \(named)"
            return item
        }
    }

    /// One school of the list that no open school of the ledger is.
    package struct Stranger: Equatable, Sendable {
        package let row: Int
        package let urn: URN
        package let name: String
        package let reason: String
    }

    /// In the order of the URNs the schools were first registered under.
    package let items: [Item]
    /// In the order of the list.
    package let strangers: [Stranger]
    /// Rows of the list that cannot be read.
    package let problems: [RowNote]
    package let day: Day

    package func count(_ standing: Standing) -> Int { items.count { $0.standing == standing } }
}

extension RegisterMatch {
    /// Compares a ledger with a list.
    ///
    /// - Parameter bytes: A CSV file with a school a row; its URN is enough, and a name is shown.
    /// - Parameter findings: What became of the rows of the links, to explain by.
    package init(
        _ known: KnownRegister, on day: Day, with bytes: [UInt8], _ mapping: Mapping = .standard,
        encoding: TextEncoding? = nil, links findings: [LinksPlan.Finding] = [],
        wanted: Set<LACode> = []
    ) throws {
        let list = try SchoolList(bytes, mapping, encoding: encoding)
        let schools = try KnownSchools(known, on: day)
        let explaining = MatchExplanation(known, schools, list, findings)
        let strangers = list.rows.compactMap { row in
            explaining.stranger(row, schools.standing(of: row.urn))
        }
        let namesakes = Dictionary(grouping: strangers) { folded($0.name) }
        items = schools.registrations.keys.sorted().compactMap { urn in
            explaining.item(urn, on: day, wanted: wanted)?.pointing(to: namesakes)
        }
        self.strangers = strangers
        problems = list.problems
        self.day = day
    }
}
