package import SQLite

/// Why the log could not do what was asked, in terms a reader can act on.
///
/// Switch over ``kind``. Equality ignores the wording.
package struct LogError: Error, Sendable {
    package enum Kind: Equatable, Sendable {
        /// There is no ledger at this place, or what is there is not one.
        case notALedger
        /// A ledger or file is already there.
        case exists
        /// Another process is writing and did not finish in time; nothing was recorded.
        case busy
        /// The storage failed: full, read-only, or an input/output error.
        case storage
        /// The bytes of the log contradict each other; the first bad event, when one is known.
        case altered(seq: Int?)
        /// The history is shorter than a head that was recorded.
        case shorter(size: Int, head: Int)
        /// The history has another root than a head of the same size that was recorded.
        case different(head: Int)
        /// An event would be larger than ``EventLog/leafMaximum``.
        case tooLarge
    }

    package let kind: Kind
    /// What happened, as one sentence without a full stop.
    package let message: String
    /// What the reader can do about it.
    package let hint: String?
    /// What a verification found to disagree, and where.
    package let disagreement: Disagreement?

    package init(
        _ kind: Kind, _ message: String, hint: String? = nil, at disagreement: Disagreement? = nil
    ) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.disagreement = disagreement
    }

    /// Puts a failure of SQLite in the ledger's terms.
    package init(_ error: SQLiteError) {
        if error.isBusy {
            self.init(
                .busy, "another process is writing to this ledger", hint: "try again in a moment")
        } else if error.isDamage {
            self.init(
                .altered(seq: nil), "the database file is damaged: \(error.message)",
                hint: "run 'tally verify', and restore the ledger from a copy")
        } else {
            self.init(
                .storage, "the storage failed: \(error.message)",
                hint: "check the disk's free space and the folder's permissions; nothing more was "
                    + "recorded")
        }
    }
}

extension LogError: Equatable {
    package static func == (a: Self, b: Self) -> Bool { a.kind == b.kind }
}

extension LogError: CustomStringConvertible {
    package var description: String { hint.map { "\(message); \($0)" } ?? message }
}
