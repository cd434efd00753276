/// A comma-separated file as a table: a header, and the records that fit it.
///
/// The form is RFC 4180, with lines ended by CRLF, LF or CR, and with or without a byte order mark.
/// <https://www.rfc-editor.org/rfc/rfc4180>
package struct CSVTable: Sendable {
    package let header: [String]
    package private(set) var records: [CSVRecord] = []
    /// Rows that could not be read, one note each; they are not among the records.
    package private(set) var problems: [RowNote] = []
    package let encoding: TextEncoding

    /// How many rows hold anything, the header not counted.
    package var rowCount: Int { records.count + problems.count }

    /// Reads a whole file.
    ///
    /// - Throws: ``ImportProblem`` when it is not text, or has no header that can be read.
    package init(_ bytes: [UInt8]) throws(ImportProblem) {
        var scanner = CSVScanner(bytes: try text(in: bytes))
        encoding = TextEncoding(of: bytes)
        guard let first = scanner.nextFilled() else {
            throw ImportProblem(
                "the file is empty", remedy: "check that you have named the right file")
        }
        header = try Self.header(first, encoding)
        while let record = scanner.nextFilled() {
            do throws(RowNote) {
                records.append(try Self.record(record, encoding, columns: header.count))
            } catch {
                problems.append(error)
            }
        }
    }

    private static func header(
        _ raw: RawRecord, _ encoding: TextEncoding
    ) throws(ImportProblem) -> [String] {
        do throws(RowNote) {
            let record = try Self.record(raw, encoding, columns: raw.fields.count)
            return record.fields.map(trimmed)
        } catch {
            throw ImportProblem(
                "the header cannot be read: \(error.sentence)",
                remedy: "the first row must hold the names of the columns")
        }
    }

    private static func record(
        _ raw: RawRecord, _ encoding: TextEncoding, columns: Int
    ) throws(RowNote) -> CSVRecord {
        if let fault = raw.fault { throw RowNote(row: raw.row, fault.sentence) }
        guard raw.fields.count == columns else {
            throw RowNote(
                row: raw.row,
                "the row has \(counted(raw.fields.count, "field")) and the header has \(columns); "
                    + "put a value that holds a comma in double quotes, and keep every comma")
        }
        var fields: [String] = []
        fields.reserveCapacity(columns)
        for field in raw.fields {
            guard let text = encoding.decode(field) else {
                throw RowNote(
                    row: raw.row,
                    "the row holds a byte that is no character in \(encoding.name); "
                        + "save the file as CSV UTF-8 and import it again")
            }
            fields.append(text)
        }
        return CSVRecord(row: raw.row, fields: fields)
    }
}

/// One record of a table.
package struct CSVRecord: Equatable, Sendable {
    /// The row as a spreadsheet numbers it: the header is row 1, and a line break inside quotes
    /// does not start a new row.
    package let row: Int
    package let fields: [String]
}

/// The text of a file, without its byte order mark.
private func text(in bytes: [UInt8]) throws(ImportProblem) -> ArraySlice<UInt8> {
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
