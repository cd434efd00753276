internal import SQLite

/// What a verification of the log found in order.
package struct VerifiedLog: Sendable {
    package let head: Head
    /// How many recorded heads agree with the history.
    package let heads: Int
    /// The size of the longest of them; events after it were written, but nobody was told so.
    package let acknowledged: Int
    /// Events whose recording time lies before that of the event before them: a clock set back.
    package let clockSetBack: [Int]
    /// How long it took to let SQLite check the file; `nil` when it was not asked to.
    package let fileCheck: Duration?
}

/// The tree over leaves that were read again, and the events at which a clock was set back.
struct CheckedLeaves {
    var tree = CompactRange()
    var clockSetBack: [Int] = []
}

extension EventLog {
    /// Reads every event again, hashes it, builds the tree anew and compares it with all that is
    /// stored: the tiles, the heads, and the tables and triggers with those shipped.
    ///
    /// - Parameters:
    ///   - checksFile: Let SQLite check the structure of the file, and that no key stands twice.
    ///   - progress: Called now and then with the number of events read, and of all.
    /// - Throws: ``LogError`` at the first disagreement: `.altered` with the first bad `seq`,
    ///   `.shorter` when events that were acknowledged are gone, `.different` when the history is
    ///   another one.
    package func verify(
        checksFile: Bool = true, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> VerifiedLog {
        // Before the events, so that whoever writes meanwhile only makes the history longer.
        let heads = try recordedHeads()
        return try atOneMoment {
            let leaves = try checkedLeaves(heads, progress)
            try expectSchema()
            let clock = ContinuousClock()
            let fileCheck = try checksFile ? clock.measure { try expectSoundFile() } : nil
            return VerifiedLog(
                head: Head(size: leaves.tree.size, root: leaves.tree.root), heads: heads.count,
                acknowledged: heads.map(\.head.size).max() ?? 0,
                clockSetBack: leaves.clockSetBack, fileCheck: fileCheck)
        }
    }

    private func checkedLeaves(
        _ heads: [RecordedHead], _ progress: (Int, Int) -> Void
    ) throws -> CheckedLeaves {
        // A failure to read, too, is put into words by the careful way.
        if let leaves = try? quickLeaves(heads, progress) {
            try expectTileSizes(leaves.tree.size)
            return leaves
        }
        let leaves = try carefulLeaves(heads, progress)
        try expectTileSizes(leaves.tree.size)
        try expectTilesAbove(leaves.tree.size)
        return leaves
    }

    /// Runs `body` while what this connection reads stays as it is, whoever writes meanwhile.
    func atOneMoment<T>(_ body: () throws -> T) throws -> T {
        do {
            try connection.execute("BEGIN")
            // Nothing was written, so nothing can be lost by ending it.
            defer { try? connection.execute("ROLLBACK") }
            return try body()
        } catch let error as SQLiteError {
            guard !error.isBusy, !error.isStorage else { throw LogError(error) }
            throw LogError(
                .altered(seq: nil), "the database file is damaged: \(error.message)",
                hint: restoreHint,
                at: Disagreement(
                    member: "log.db", expected: "a database that can be read",
                    found: error.message, goodThrough: 0))
        }
    }
}

/// What to do about a log that is damaged.
package let restoreHint =
    "keep the whole folder as evidence, and restore the ledger from a copy; 'tally verify' on the "
    + "copy tells whether that one is sound"
