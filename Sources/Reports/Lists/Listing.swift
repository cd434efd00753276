internal import CanonicalJSON
package import EventLog
package import Events

/// Rows of named columns, for people and for programs.
package struct Listing: Sendable {
    /// What is listed, in the plural: the name of the list in its JSON form.
    package let what: String
    /// The state at the end of this day.
    package let asOf: Day
    /// Events up to this one are known.
    package let head: Head
    /// What is said first when events are missing from it.
    package let banner: String?
    package let columns: [Column]
    package let rows: [[Cell]]

    package init(
        what: String, asOf: Day, head: Head, banner: String?, columns: [Column], rows: [[Cell]]
    ) {
        (self.what, self.asOf, self.head, self.banner) = (what, asOf, head, banner)
        (self.columns, self.rows) = (columns, rows)
    }

    /// One column.
    package struct Column: Sendable {
        /// The member of the JSON form, and the header of the CSV form.
        package let name: String
        /// The heading for people; `nil` when it is left out for them.
        package let heading: String?

        package init(_ name: String, _ heading: String?) {
            (self.name, self.heading) = (name, heading)
        }
    }

    /// What stands in a column of a row.
    package enum Cell: Equatable, Sendable {
        case text(String)
        case number(Int)
        case pence(Int)
        case flag(Bool)
        case day(Day)
        case texts([String])
        case none

        package init(_ text: String?) { self = text.map { .text($0) } ?? .none }

        /// A day that is kept as a number; none at the end of time.
        package init(day number: Int?) {
            self =
                number.flatMap { $0 >= Day.endOfTime.number ? nil : .day(Day(number: $0)) } ?? .none
        }
    }
}

extension Listing {
    package var count: Int { rows.count }

    /// What is listed, for people: `localAuthorities` are "Local authorities".
    package var title: String {
        let words = what.reduce(into: "") { title, letter in
            title += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
