internal import CanonicalJSON
package import EventLog
package import Events
package import Ledger

/// Something to say about one row of a file: what is wrong with it and how to put it right.
package struct RowNote: Error, Equatable, Sendable {
    /// The row as a spreadsheet numbers it.
    package let row: Int
    /// The column as the file calls it; `nil` when the note is about the whole row.
    package let column: String?
    /// Without a full stop.
    package let sentence: String

    package init(row: Int, column: String? = nil, _ sentence: String) {
        self.row = row
        self.column = column
        self.sentence = sentence
    }
}

/// Why a file, or what it was to be read by, is of no use as a whole; neither text has a full stop.
package struct ImportProblem: Error, Equatable, CustomStringConvertible {
    package let sentence: String
    package let remedy: String

    package init(_ sentence: String, remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
    }

    package var description: String { "\(sentence); \(remedy)" }
}

/// An entry to record, and the rows it comes from, so that a refusal can be reported by row.
package struct PlannedEntry: Sendable {
    package let entry: Entry
    package let rows: [Int]

    /// Whether it changes what the ledger says of a school it has, rather than taking one in; when it
    /// is refused, a person has to see to it in the ledger, not in the file.
    package var isRevision: Bool {
        entry.type != SchoolRegistered.descriptor.type
            && entry.type != LocalAuthorityRegistered.descriptor.type
    }
}

/// The extract that a plan was made from: what is recorded about it once its rows are in.
package struct Extract: Equatable, Sendable {
    package let kind: RegisterExtractImported.Kind
    package let date: Day
    /// The name of the file, without its folder.
    package let fileName: String
    package let sha256: Hash

    /// The statement that ends an import.
    ///
    /// It has no key of its own: the ledger knows a file by its SHA-256, and what became of the rows may
    /// differ when the same file is imported into a ledger that has moved on.
    func statement(rows: Int, accepted: Int) -> Entry {
        var entry = Entry(
            type: RegisterExtractImported.descriptor.type, validFrom: date,
            members: [
                JSONMember("accepted", .integer(accepted)),
                JSONMember("extractDate", .string(date.text)),
                JSONMember("kind", .string(kind.text)),
                JSONMember("rejected", .integer(rows - accepted)),
                JSONMember("rows", .integer(rows)),
                JSONMember("sha256", .string(sha256.hex)),
            ])
        entry.source = source(row: nil)
        return entry
    }

    /// Where a fact comes from.
    ///
    /// - Parameter dates: The days that the file gives, as an object of URN and day, where it has several.
    func source(row: Int?, dates: JSONValue? = nil) -> JSONValue {
        .object([
            ("kind", .string(kind.text)), ("reference", .string(fileName)),
            ("sha256", .string(sha256.hex)), ("row", row.map { .integer($0) }), ("dates", dates),
        ])
    }

    /// A key for what one row says: the same file gives the same keys.
    func key(_ part: String) -> String { "\(kind):\(sha256.hex.prefix(hashDigits)):\(part)" }
}

/// How many digits of a file's SHA-256 tell it from every other file in a key.
private let hashDigits = 16
