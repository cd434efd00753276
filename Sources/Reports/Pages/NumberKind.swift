/// What the numbers of a column are, as far as what stands in it tells.
enum NumberKind: Sendable {
    case whole, people, decimal

    /// - Parameters:
    ///   - name: The name of the column, which tells where no number does.
    init(_ values: [Figure.Value], named name: String) {
        var kind: NumberKind?
        for value in values {
            switch value {
            case .decimal: kind = .decimal
            case .people, .fewerThanFive, .withheld: kind = kind ?? .people
            case .count, .pence: kind = kind ?? .whole
            case .missing: break
            }
        }
        self = kind ?? (name.hasSuffix("Pence") ? .whole : .decimal)
    }
}

extension ReportTable {
    /// The numbers of each column; none for a column of text.
    func kind(of column: Int) -> NumberKind? {
        guard columns[column].isNumber else { return nil }
        let values = rows.compactMap { row -> Figure.Value? in
            if case .number(let value) = row.cells[column] { value } else { nil }
        }
        return NumberKind(values, named: columns[column].name)
    }
}

extension Report {
    /// What the numbers of a figure are, in the whole and in every part.
    func kind(of figure: Figure) -> NumberKind {
        let values = groups.flatMap { $0.groups.flatMap(\.figures) }.filter {
            $0.name == figure.name
        }
        return NumberKind([figure.value] + values.map(\.value), named: figure.name)
    }
}
