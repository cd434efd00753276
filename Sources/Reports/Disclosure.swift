/// What a report says of small numbers of people.
package enum Disclosure: String, CaseIterable, Sendable {
    /// Every number as it is.
    case exact
    /// Counts of people to the nearest 5, and 1 to 4 as "fewer than 5".
    case round5
}

extension Report {
    /// The report as its options have numbers of people shown.
    ///
    /// Percentages and ratios stay as they are, worked out from the numbers before they were rounded.
    package var disclosed: Report {
        guard options.disclosure == .round5 else { return self }
        var report = self
        report.figures = figures.map(\.rounded)
        report.groups = groups.map { entry in
            let cells = PeopleCells(entry.groups.map { $0.figures.map(\.value) }).disclosed
            let groups = zip(entry.groups, cells).map { group, values in
                Group(
                    key: group.key, name: group.name,
                    figures: zip(group.figures, values).map { Figure($0.name, $1) })
            }
            return (entry.dimension, groups)
        }
        report.tables = tables.map(\.disclosed)
        report.page.tables = page.tables.map(\.disclosed)
        report.notes.append(disclosureRule)
        return report
    }
}

extension Report {
    /// Whether any of its numbers is one of people.
    package var countsPeople: Bool {
        let cells = (tables + page.tables).flatMap { $0.rows.flatMap(\.cells) }
        let groups = groups.flatMap { $0.groups.flatMap(\.figures) }
        return (figures + groups).contains { $0.value.isOfPeople }
            || cells.contains {
                if case .number(let value) = $0 { value.isOfPeople } else { false }
            }
    }
}

/// The rule, as a report that follows it prints it.
let disclosureRule =
    "counts of people are rounded to the nearest 5; 1 to 4 are shown as fewer than 5, and where one "
    + "number of a row or column is, the next smallest is shown as [c]; 0 is exact; percentages are "
    + "worked out before rounding; counts of schools are exact"

extension Figure {
    fileprivate var rounded: Figure { Figure(name, value.rounded) }
}

extension Figure.Value {
    /// The value as a report under ``Disclosure/round5`` shows it.
    var rounded: Figure.Value {
        guard case .people(let number) = self else { return self }
        return (1...4).contains(number) ? .fewerThanFive : .people((number + 2) / 5 * 5)
    }

    fileprivate var isOfPeople: Bool {
        if case .people = self { true } else { isConfidential }
    }

    /// Whether the number is kept back because it is of so few people, or would give them away.
    package var isConfidential: Bool { self == .fewerThanFive || self == .withheld }
}

extension ReportTable {
    fileprivate var disclosed: ReportTable {
        let values = rows.map { row in
            row.cells.map { cell -> Figure.Value in
                if case .number(let value) = cell { value } else { .missing }
            }
        }
        let disclosed = PeopleCells(values).disclosed
        var table = self
        table.rows = zip(rows, disclosed).map { row, values in
            let cells = zip(row.cells, values).map { cell, value -> Cell in
                if case .number = cell { .number(value) } else { cell }
            }
            return Row(row.key, row.name, cells, behind: row.behind)
        }
        return table
    }
}

/// The numbers of a table, of which those of people are rounded.
private struct PeopleCells {
    let exact: [[Figure.Value]]

    init(_ values: [[Figure.Value]]) { exact = values }

    /// All of them as they are shown.
    ///
    /// Where only one number of a row or a column is kept back, it could be had from the total; so the
    /// smallest of its neighbours is kept back too, and so on until none stands alone.
    var disclosed: [[Figure.Value]] {
        var shown = exact.map { $0.map(\.rounded) }
        while let next = neighbour(in: shown) { shown[next.row][next.column] = .withheld }
        return shown
    }

    private func neighbour(in shown: [[Figure.Value]]) -> (row: Int, column: Int)? {
        for line in lines where line.count(where: { shown[$0.row][$0.column].isConfidential }) == 1
        {
            let others = line.filter { place in
                if case .people(let number) = shown[place.row][place.column] {
                    number > 0
                } else {
                    false
                }
            }
            if let smallest = others.min(by: { number($0) < number($1) }) { return smallest }
        }
        return nil
    }

    /// The places of each row and each column.
    private var lines: [[(row: Int, column: Int)]] {
        let columns = exact.first?.indices ?? 0..<0
        return exact.indices.map { row in columns.map { (row, $0) } }
            + columns.map { column in exact.indices.map { ($0, column) } }
    }

    private func number(_ place: (row: Int, column: Int)) -> Int {
        exact[place.row][place.column].number ?? 0
    }
}
