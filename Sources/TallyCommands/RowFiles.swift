internal import CommandTable
internal import Essentials
internal import Imports
internal import Reports
internal import SQLite

/// A file that an import leaves beside the one it read: rows as they were, each with what became of
/// it, to be put right and imported again.
enum RowFile: String {
    /// Rows that could not go in, so that nothing did.
    case errors
    /// Rows kept back by `--set-aside`, while the others went in.
    case setAside = "set-aside"

    /// The path of this file for an imported one; for standard input, in the current folder.
    func path(for file: String) -> String { (file == "-" ? "import" : file) + ".\(rawValue).csv" }
}

extension Session {
    /// Writes the rows that `notes` are about, and returns what the file is called.
    ///
    /// It replaces what an earlier run left, and never writes through a symbolic link. `nil` when it
    /// cannot be written, which is said on standard error.
    func writeRows(
        _ kind: RowFile, of notes: [RowNote], in table: CSVTable, for file: String
    ) -> String? {
        let name = kind.path(for: file)
        let width = table.header.count
        var lines = [table.header + CSVTable.addedColumns]
        for (row, notes) in Dictionary(grouping: notes, by: \.row).sorted(by: { $0.key < $1.key }) {
            var fields = table.fields(ofRow: row)
            fields += Array(repeating: "", count: max(0, width - fields.count))
            let reasons = notes.map { note in
                (note.column.map { "\($0): " } ?? "") + note.sentence
            }
            lines.append(fields + [String(row), reasons.joined(separator: "; ")])
        }
        // Spreadsheets take a CSV file for UTF-8 only when it has a byte order mark.
        let text = "\u{FEFF}" + csv(lines.map { $0.map(csvField(text:)) })
        do throws(SQLiteError) {
            try putFile(path(name), Array(text.utf8))
            return name
        } catch {
            say("tally: \(printable(name)) could not be written: \(printable(error.message))\n")
            return nil
        }
    }

    /// Removes what an earlier run left beside `file`, and nothing that merely has its name.
    func removeStale(_ kind: RowFile, for file: String) {
        let path = path(kind.path(for: file))
        // What cannot be read as such a file, or is a link, is not ours to remove.
        guard
            FileStatus(path)?.kind == .file, let bytes = try? contents(of: path),
            let table = try? CSVTable(bytes), table.isPart
        else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Keeps the rows set aside where that was asked for, removes what earlier runs left, and returns
    /// where they are kept.
    func keep(
        _ notes: [RowNote], of table: CSVTable, _ file: String, _ arguments: Arguments
    ) -> String? {
        guard !arguments[dryRun] else { return nil }
        // What an import says of a fact that the file has no longer is said of no row.
        let setAside = notes.filter { $0.row > 1 }
        removeStale(.errors, for: file)
        guard !setAside.isEmpty else {
            removeStale(.setAside, for: file)
            return nil
        }
        guard arguments[setRowsAsideFlag] else { return nil }
        return writeRows(.setAside, of: setAside, in: table, for: file)
    }

    /// Says where the rows set aside are.
    func tell(keptIn file: String?) {
        if let file { print("The rows set aside are in \(printable(file))") }
    }

    /// The refusal of a file whose rows cannot all go in; the rows are kept beside it, with why.
    func refusal(
        of notes: [RowNote], in table: CSVTable, file: String, isTrial: Bool,
        counts: RowCounts? = nil
    ) -> Failure {
        let notes = notes.sorted { $0.row < $1.row }
        let shown = notes.prefix(rowsShownMaximum).map(\.words)
        let more = notes.count - shown.count
        let rest = more > 0 ? ["and \(more) more"] : []
        let kept = isTrial ? nil : writeRows(.errors, of: notes, in: table, for: file)
        let rows = Set(notes.map(\.row)).count
        let place =
            kept.map {
                "\(rows == 1 ? "the row is" : "these \(rows) rows are") in \($0) with what is wrong; "
            } ?? ""
        return Failure(
            .refused, (shown + rest).joined(separator: "\n"),
            hint: "nothing was recorded; \(place)correct the file and run it again, or record the "
                + "other rows with --set-aside",
            details: counts.map { [(name: "rows", text: $0.words)] } ?? [])
    }
}

/// How many problems are shown; all of them are in the file of errors.
private let rowsShownMaximum = 50

extension RowNote {
    var words: String {
        let place = column.map { "row \(row), column \($0)" } ?? "row \(row)"
        return "\(place): \(sentence)"
    }
}
