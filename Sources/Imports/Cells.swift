internal import Events

/// The cells of one row, and what is wrong with them.
struct Cells<Column: ColumnName> {
    let record: CSVRecord
    let columns: Columns<Column>
    private(set) var problems: [RowNote] = []

    init(record: CSVRecord, columns: Columns<Column>) {
        self.record = record
        self.columns = columns
    }

    mutating func note(_ column: Column, _ sentence: String) {
        problems.append(
            RowNote(row: record.row, column: columns.header(of: column), sentence))
    }

    /// The trimmed text; empty when the cell is, or the file has no such column.
    func text(_ column: Column) -> String { columns.text(column, in: record) }

    /// - Parameter what: What the cell holds, as in "the school's name".
    mutating func required(_ column: Column, _ what: String) -> String? {
        let text = text(column)
        guard text.isEmpty else { return text }
        note(column, "\(what) is missing; enter it")
        return nil
    }

    mutating func token<T: Token>(_ column: Column) -> T? {
        let text = text(column)
        guard let value = T(text) else {
            let what = text.isEmpty ? "it is missing" : "\(quoted(text)) is not \(T.form)"
            note(column, text.isEmpty ? "\(what); enter \(T.form)" : "\(what); correct it")
            return nil
        }
        return value
    }

    /// The same for a cell that may be empty.
    mutating func optionalToken<T: Token>(_ column: Column) -> T? {
        token(text(column), column)
    }

    /// Reads `text`, which comes from `column` and may be empty.
    mutating func token<T: Token>(_ text: String, _ column: Column) -> T? {
        guard !text.isEmpty else { return nil }
        if let value = T(text) { return value }
        note(column, "\(quoted(text)) is not \(T.form); correct it, or leave the cell empty")
        return nil
    }

    /// A number in a cell that may be empty.
    ///
    /// - Parameter decimals: How many digits after the point the value keeps; it is scaled by them.
    mutating func number(
        _ column: Column, _ what: String, decimals: Int = 0, upTo maximum: Int = .max
    ) -> RoundedNumber? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        if let number = Imports.number(text, decimals: decimals), number.value <= maximum {
            return number
        }
        note(column, "\(quoted(text)) is not \(what); enter digits only, or leave the cell empty")
        return nil
    }

    /// A day in a cell that may be empty.
    mutating func day(_ column: Column) -> WrittenDay? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        do throws(WritingProblem) { return try WrittenDay(reading: text) } catch {
            note(column, error.sentence)
            return nil
        }
    }

    /// An amount of money in a cell that may be empty, in pence.
    mutating func pence(_ column: Column) -> Int? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        do throws(WritingProblem) { return try Imports.pence(reading: text) } catch {
            note(column, error.sentence)
            return nil
        }
    }
}
