internal import EventLog
internal import Events

extension Report {
    /// The row that `TABLE/KEY` names.
    func row(named name: String) -> ReportTable.Row? {
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let (table, key) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
        return self.table(table)?.rows.first { $0.key == key }
    }

    /// What a figure counts that is a count of the rows of a table, or the sum of a column of it.
    func opened(_ name: String, adding column: String?) -> Opened {
        guard let table = table(name) else { return Opened(counted: []) }
        let numbers = column.map(table.numbers) ?? table.rows.map { _ in 1 }
        return Opened(
            counted: zip(table.rows, numbers).compactMap { row, number in
                // A row that nothing is behind adds nothing.
                guard let number, number != 0 || !row.behind.isEmpty else { return nil }
                return table.item(of: row, adds: number)
            })
    }
}

extension ReportTable {
    fileprivate func item(of row: Row, adds: Int) -> Explanation.Item {
        let texts = zip(columns, row.cells).compactMap { column, cell in
            column.isNumber || cell == .notApplicable ? nil : cell.words
        }
        return Explanation.Item(
            key: "\(name)/\(row.key)", name: row.name, la: "", adds: adds,
            detail: texts.joined(separator: ", "), events: row.behind.map(\.seq))
    }
}

extension ReportTable.Behind {
    var item: Explanation.Item {
        Explanation.Item(
            key: "event/\(seq)", name: "event \(seq)", la: "", adds: adds ?? 1, detail: "",
            events: [seq])
    }
}

extension ReportTable.Row {
    /// A sum of what the events behind the row add, of the kind of its first number.
    func sumValue(_ sum: Int) -> Figure.Value {
        for case .number(let value) in cells where value != .missing { return value.of(sum) }
        return .count(sum)
    }
}
