package import Events

/// A kind of list that officers keep as a spreadsheet: which event a row of it is, and in which columns.
///
/// All kinds are rows of ``all``; a new one needs nothing else.
package struct TableKind: Sendable {
    /// What it is called on the command line, such as `opt-ins`.
    package let name: String
    /// What importing it does, as help says it.
    package let summary: String
    package let type: FactDescriptor
    package let columns: [TableColumn]
    /// The day a fact holds from when neither a column nor an option says so.
    let dayOtherwise: DayOtherwise
    /// What to do in place of writing a negative amount.
    let insteadOfNegative: String
    /// The members by which two facts are about the same thing, where no story in the ledger knows.
    let identity: [String]

    /// Where a day comes from that no cell holds.
    enum DayOtherwise: Sendable {
        /// Nowhere: it has to be given.
        case needed
        /// The first day after the period.
        case afterPeriod
        /// The first day after the financial year.
        case afterYear
    }

    init(
        _ name: String, _ summary: String, _ type: FactDescriptor, _ columns: [TableColumn],
        dayOtherwise: DayOtherwise = .needed, insteadOfNegative: String = "",
        identity: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.type = type
        self.columns = columns
        self.dayOtherwise = dayOtherwise
        self.insteadOfNegative = insteadOfNegative
        self.identity = identity
    }

    /// The columns that a list needs; of the two that can end a period, the usual one.
    var neededColumns: [MemberColumn] {
        columns.map(\.member).filter { member in
            switch member.rawValue {
            case "validFrom": dayOtherwise == .needed
            case "lastDay": true
            case "to": false
            default: type.member(member.rawValue)?.isRequired ?? false
            }
        }
    }

    package var mapping: ColumnMapping<MemberColumn> {
        ColumnMapping(Dictionary(uniqueKeysWithValues: columns.map { ($0.member, $0.headers) }))
    }

    /// What people call the column that `member` is read from.
    func title(of member: MemberColumn) -> String {
        columns.first { $0.member == member }?.headers[0] ?? member.rawValue
    }
}

/// One column of a kind of list.
package struct TableColumn: Sendable {
    package let member: MemberColumn
    /// The headers it can go by; a template has the first.
    package let headers: [String]
    /// What a template shows in it; `nil` for a column that a template leaves out.
    package let example: String?

    init(_ member: String, _ headers: [String], example: String? = nil) {
        self.member = MemberColumn(rawValue: member)
        self.headers = headers
        self.example = example
    }
}

/// The member of an event that a column is read as; or `validFrom`, or `lastDay`, the last day of a
/// period, of which events hold the first day after.
package struct MemberColumn: ColumnName {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    static let validFrom = MemberColumn(rawValue: "validFrom")
    static let lastDay = MemberColumn(rawValue: "lastDay")
    static let to = MemberColumn(rawValue: "to")
}
