package import Events

/// A table of a report: what its figures are made of, or how they are spread.
///
/// Every row names the events behind it, so that it can be opened as a figure can.
package struct ReportTable: Sendable {
    /// As the JSON form names it: `spendByYear`.
    package let name: String
    /// What the table shows, in one line.
    package let caption: String
    /// What each row is: `Local authority`.
    package let rowLabel: String
    package let columns: [Column]
    package var rows: [Row]
    /// How it is drawn; `nil` when a drawing would say nothing more.
    package var chart: Chart?
    /// Why a cell is missing, and what else a reader must know.
    package var notes: [String]

    package init(
        _ name: String, _ caption: String, rows rowLabel: String, columns: [Column],
        _ rows: [Row] = [], chart: Chart? = nil, notes: [String] = []
    ) {
        self.name = name
        self.caption = caption
        self.rowLabel = rowLabel
        self.columns = columns
        self.rows = rows
        self.chart = chart
        self.notes = notes
    }

    /// What a column holds.
    ///
    /// Within one report a name means one thing, in whichever table it is.
    package struct Column: Equatable, Sendable {
        /// As the JSON form names it: `costPence`.
        package let name: String
        package let label: String
        /// Whether the cells are numbers, which are aligned to the right.
        package let isNumber: Bool

        package static func number(_ name: String, _ label: String) -> Self {
            Self(name: name, label: label, isNumber: true)
        }

        package static func text(_ name: String, _ label: String) -> Self {
            Self(name: name, label: label, isNumber: false)
        }
    }

    /// One line.
    package struct Row: Sendable {
        /// What tells it from the others: a code, a short name.
        package let key: String
        /// The same for people.
        package let name: String
        /// One for each column.
        package let cells: [Cell]
        /// The events it is made of, in order.
        package let behind: [Behind]

        package init(_ key: String, _ name: String, _ cells: [Cell], behind: [Behind] = []) {
            self.key = key
            self.name = name
            self.cells = cells
            self.behind = behind
        }

        /// A row to which each of `events` adds itself.
        package init(_ key: String, _ name: String, _ cells: [Cell], events: [Int]) {
            self.init(key, name, cells, behind: events.map { Behind(seq: $0) })
        }
    }

    package enum Cell: Equatable, Sendable {
        case text(String)
        case day(Day)
        /// A number; a missing one is shown as `[x]`, with a note that says why.
        case number(Figure.Value)
        /// There is nothing that could be here: shown as `[z]`.
        case notApplicable
        /// What programs know by a key and people by a name: `clarity-focus`.
        case named(key: String, String)
        /// The command that opens what the row shows; a page links to the page that does.
        case command(String)
    }

    /// An event behind a row.
    package struct Behind: Equatable, Sendable {
        package let seq: Int
        /// What it adds to the first number of the row, where that is a sum: pence, people.
        package let adds: Int?
        package init(seq: Int, adds: Int? = nil) {
            self.seq = seq
            self.adds = adds
        }
    }

    /// A drawing of one column.
    package struct Chart: Equatable, Sendable {
        package enum Kind: String, Sendable {
            /// A horizontal bar for each row.
            case bars
            /// A line through the rows, which are days in order: their keys are ISO dates.
            case line
            /// From an opening to a closing, each row between them up or down.
            case bridge
        }

        package let kind: Kind
        /// The name of the column drawn.
        package let column: String
        /// What the chart shows, as a sentence of at most ten words.
        package let title: String
        /// The same at more length, for who cannot see it.
        package let summary: String
        /// Days marked on a line: a merger.
        package let marks: [Mark]

        package struct Mark: Equatable, Sendable {
            package let day: Day
            package let label: String
            package init(_ day: Day, _ label: String) {
                self.day = day
                self.label = label
            }
        }

        package init(
            _ kind: Kind, of column: String, title: String, summary: String, marks: [Mark] = []
        ) {
            self.kind = kind
            self.column = column
            self.title = title
            self.summary = summary
            self.marks = marks
        }
    }
}

extension ReportTable {
    /// The place of a column; `nil` when there is none of that name.
    package func place(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

    /// The numbers of a column, row by row.
    package func numbers(_ column: String) -> [Int?] {
        guard let place = place(of: column) else { return [] }
        return rows.map { row in
            if case .number(let value) = row.cells[place] { value.number } else { nil }
        }
    }
}

extension ReportTable.Cell {
    /// The cell for people.
    package var words: String {
        switch self {
        case .text(let text), .named(_, let text), .command(let text): text
        case .day(let day): day.words
        case .number(let value): value.words
        case .notApplicable: "[z]"
        }
    }

    package static func count(_ number: Int) -> Self { .number(.count(number)) }
    package static func people(_ number: Int) -> Self { .number(.people(number)) }
    package static func pence(_ pence: Int) -> Self { .number(.pence(pence)) }

    /// A number that cannot be computed; a note of the table says why.
    package static var missing: Self { .number(.missing) }
}
