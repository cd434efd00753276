/// The name of something an import reads from a column, such as `urn`.
package protocol ColumnName: RawRepresentable<String>, Hashable, Sendable {}

/// Which headers of a file each column can go by, the preferred one first.
package struct ColumnMapping<Column: ColumnName>: Equatable, Sendable {
    package var headers: [Column: [String]]
    /// Headers that somebody named, so that the file must have them.
    private(set) var demanded: [String] = []

    package init(_ headers: [Column: [String]]) { self.headers = headers }

    /// Puts `header` before the other headers that `column` can go by.
    package mutating func prefer(_ header: String, for column: Column) {
        let others = headers[column, default: []].filter { !isSameName($0, header) }
        headers[column] = [header] + others
        demanded.append(header)
    }
}

/// Where the columns of one file are.
package struct Columns<Column: ColumnName>: Sendable {
    /// The columns found, in the order of the file, each with the header it goes by there.
    package private(set) var found: [(column: Column, header: String)] = []
    /// The headers that nothing is read from.
    package private(set) var ignored: [String] = []
    private var indices: [Column: Int] = [:]
    /// Every header of the file, in its order.
    var all: [String] { header }
    private let header: [String]

    /// Finds the columns by their headers.
    ///
    /// - Throws: ``ImportProblem`` when a header that is needed stands there twice, or one that was
    ///   named does not.
    init(of header: [String], _ mapping: ColumnMapping<Column>) throws(ImportProblem) {
        self.header = header
        let names = header.map(folded)
        if let missing = mapping.demanded.first(where: { !names.contains(folded($0)) }) {
            throw ImportProblem(
                "the file has no column \(quoted(missing)); its columns are "
                    + header.joined(separator: ", "),
                remedy: "write the column after --map as the file has it")
        }
        for (column, accepted) in mapping.headers {
            guard let name = accepted.map(folded).first(where: names.contains) else { continue }
            let places = names.indices.filter { names[$0] == name }
            guard places.count == 1 else {
                throw ImportProblem(
                    "the header names '\(header[places[0]])' \(places.count) times",
                    remedy: "rename or remove the columns that are not the \(column.rawValue)")
            }
            indices[column] = places[0]
        }
        let columns = Dictionary(grouping: indices.keys) { indices[$0] ?? 0 }
        for index in header.indices {
            for column in columns[index] ?? [] { found.append((column, header[index])) }
            if columns[index] == nil, !header[index].isEmpty { ignored.append(header[index]) }
        }
    }

    func has(_ column: Column) -> Bool { indices[column] != nil }

    /// What the file calls the column.
    func header(of column: Column) -> String? { indices[column].map { header[$0] } }

    /// The text in the column, trimmed; empty when the file has no such column.
    func text(_ column: Column, in record: CSVRecord) -> String {
        indices[column].map { trimmed(record.fields[$0]) } ?? ""
    }

    /// Throws unless the file has all of `needed`.
    func expect(_ needed: [Column]) throws(ImportProblem) {
        guard let missing = needed.first(where: { !has($0) }) else { return }
        throw ImportProblem(
            "the file has no column for \(missing.rawValue); its columns are "
                + header.joined(separator: ", "),
            remedy: "say which column it is with --map 'COLUMN=\(missing.rawValue)'")
    }
}

// MARK: - How the file was read

extension Columns {
    /// What there is to say about how `table` was cut and decoded.
    func notices(of table: CSVTable) -> [String] {
        guard table.isEncodingFound, table.encoding == .windows1252 else {
            return table.formNotices
        }
        let names = unusualTexts(in: table).map { "'\($0)'" }.joined(separator: ", ")
        return table.formNotices + [
            "The file is not UTF-8 and is read as Windows-1252; "
                + (names.isEmpty
                    ? "nothing that is read has an accent or a dash"
                    : "check \(names), or name another encoding with --encoding")
        ]
    }

    /// The first texts with other characters than ASCII in the columns that are read.
    private func unusualTexts(in table: CSVTable) -> [String] {
        var texts: [String] = []
        for record in table.records {
            for (column, _) in found where texts.count < textsShownMaximum {
                let text = text(column, in: record)
                if !text.utf8.allSatisfy({ $0 < 0x80 }), !texts.contains(text) {
                    texts.append(text)
                }
            }
            if texts.count == textsShownMaximum { break }
        }
        return texts
    }
}

/// How many texts an officer is asked to check.
private let textsShownMaximum = 3
