/// A comma-separated file as a table: a header, and the records that fit it.
///
/// The form is RFC 4180, with lines ended by CRLF, LF or CR, with or without a byte order mark.
/// Semicolons or tabs in place of commas are read too, when the header has them.
/// <https://www.rfc-editor.org/rfc/rfc4180>
package struct CSVTable: Sendable {
    package let header: [String]
    package private(set) var records: [CSVRecord] = []
    /// Rows that could not be read, one note each; they are not among the records.
    package private(set) var problems: [RowNote] = []
    package let encoding: TextEncoding
    /// How the file was cut and read where that is not what one expects; no full stops.
    let formNotices: [String]
    /// Whether the encoding was found out, rather than given.
    let isEncodingFound: Bool
    /// What is left to show of the rows that could not be read.
    private var unreadable: [CSVRecord] = []

    /// The columns that follow those of the original in a file of rows that did not go in; an import
    /// passes over them.
    package static let addedColumns = ["import row", "import problem"]

    /// Whether it holds rows that an import kept back, so that nothing is missing from it that is not
    /// in it.
    package var isPart: Bool { header.suffix(2) == Self.addedColumns[...] }

    /// How many rows hold anything, the header not counted.
    package var rowCount: Int { records.count + problems.count }

    /// Reads a whole file.
    ///
    /// - Parameter encoding: How its bytes stand for characters; found out unless given.
    /// - Throws: ``ImportProblem`` when it is not text, or has no header that can be read.
    package init(_ bytes: [UInt8], encoding given: TextEncoding? = nil) throws(ImportProblem) {
        let text = try withoutMark(bytes)
        let separator = separatorUsed(in: text)
        var scanner = CSVScanner(bytes: text, separator: separator)
        let reader = RecordReader(encoding: given ?? TextEncoding(of: bytes))
        encoding = reader.encoding
        isEncodingFound = given == nil
        formNotices =
            separator == UInt8(ascii: ",")
            ? [] : ["The columns are separated by \(separatorNames[separator] ?? "another mark")"]
        guard let first = scanner.nextFilled() else {
            throw ImportProblem(
                "the file is empty", remedy: "check that you have named the right file")
        }
        header = try reader.header(first)
        while let record = scanner.nextFilled() {
            do throws(RowNote) {
                records.append(try reader.record(record, columns: header.count))
            } catch {
                problems.append(error)
                unreadable.append(reader.remains(of: record))
            }
        }
    }

    /// The fields of a row, as far as they can be shown; empty when there is no such row.
    package func fields(ofRow row: Int) -> [String] {
        for rows in [records, unreadable] {
            var (low, high) = (0, rows.count)
            while low < high {
                let middle = (low + high) / 2
                if rows[middle].row < row { low = middle + 1 } else { high = middle }
            }
            if low < rows.count, rows[low].row == row { return rows[low].fields }
        }
        return []
    }
}

/// One record of a table.
package struct CSVRecord: Equatable, Sendable {
    /// The row as a spreadsheet numbers it: the header is row 1, and a line break inside quotes
    /// does not start a new row.
    package let row: Int
    package let fields: [String]
}

/// Turns records as they stand in a file into text.
private struct RecordReader {
    let encoding: TextEncoding

    /// The names of the columns; those that end the header without a name are no columns.
    func header(_ raw: RawRecord) throws(ImportProblem) -> [String] {
        do throws(RowNote) {
            var names = try record(raw, columns: raw.fields.count).fields.map(trimmed)
            while names.last == "" { names.removeLast() }
            return names
        } catch {
            throw ImportProblem(
                "the header cannot be read: \(error.sentence)",
                remedy: "the first row must hold the names of the columns")
        }
    }

    /// The record, with as many fields as there are columns.
    func record(_ raw: RawRecord, columns: Int) throws(RowNote) -> CSVRecord {
        if let fault = raw.fault { throw RowNote(row: raw.row, fault.sentence) }
        // What a spreadsheet adds at the end of a row is empty.
        guard raw.fields.count >= columns, raw.fields.dropFirst(columns).allSatisfy(\.isEmpty)
        else {
            throw RowNote(
                row: raw.row,
                "the row has \(counted(raw.fields.count, "field")) and the header has \(columns); "
                    + "put a value that holds a comma in double quotes, and keep every comma")
        }
        var fields: [String] = []
        fields.reserveCapacity(columns)
        for field in raw.fields.prefix(columns) {
            guard field.count <= cellBytesMaximum else {
                throw RowNote(
                    row: raw.row,
                    "the row has a cell of more than \(cellBytesMaximum) bytes; shorten its text")
            }
            guard let text = encoding.decode(field) else {
                throw RowNote(
                    row: raw.row,
                    "the row holds a byte that is no character in \(encoding.name); "
                        + "save the file as CSV UTF-8 and import it again")
            }
            guard !field.contains(0) else {
                throw RowNote(
                    row: raw.row,
                    "the row holds a character that is no text (NUL); type the cell anew")
            }
            fields.append(withoutFormulaMark(text))
        }
        return CSVRecord(row: raw.row, fields: fields)
    }

    /// The record with a mark in place of each byte that is no character.
    func remains(of raw: RawRecord) -> CSVRecord {
        CSVRecord(
            row: raw.row,
            fields: raw.fields.map { field in
                let text = encoding.decode(field) ?? String(decoding: field, as: UTF8.self)
                return raw.fault == nil ? withoutFormulaMark(text) : text
            })
    }
}

/// How long a cell may be: longer than any of a register, and short enough for an event.
private let cellBytesMaximum = 10_000

/// The text without the apostrophe that CSV written by this program has before what a spreadsheet
/// would take for a formula; nothing else is taken away.
private func withoutFormulaMark(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'") else { return text }
    let rest = text.utf8.drop { $0 == UInt8(ascii: "'") }
    guard let first = rest.first, formulaStarts.contains(first) else { return text }
    return String(text.unicodeScalars.dropFirst())
}

/// `=`, `+`, `-`, `@`, tab, carriage return and NUL.
private let formulaStarts: Set<UInt8> = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x00]

/// The text of a file, without its byte order mark.
private func withoutMark(_ bytes: [UInt8]) throws(ImportProblem) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
        throw ImportProblem(
            "the file is a workbook, not a CSV file",
            remedy: "save the sheet as CSV UTF-8 and import that")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        throw ImportProblem(
            "the file is written in UTF-16", remedy: "save it as CSV UTF-8 and import that")
    }
    return bytes.dropFirst(bytes.starts(with: TextEncoding.byteOrderMark) ? 3 : 0)
}
