/// What became of the rows of a file, each counted once.
package struct RowCounts: Equatable, Sendable {
    package var new = 0
    /// Rows that changed what the ledger said, by a correction or a retraction.
    package var changed = 0
    /// Rows that add nothing, because the ledger says so already.
    package var already = 0
    package var setAside = 0
    /// Rows that could not go in.
    package var wrong = 0

    package init() {}

    package var total: Int { new + changed + already + setAside + wrong }

    /// The counts under the names that a JSON receipt gives them, in the order of the summary.
    package var named: [(name: String, words: String, count: Int)] {
        [
            ("new", "new", new), ("changed", "changed", changed),
            ("already", "there already", already), ("setAside", "set aside", setAside),
            ("wrong", "wrong", wrong),
        ]
    }

    /// `3 new, 0 changed, 2 there already, 0 set aside, 0 wrong`.
    package var words: String {
        named.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
    }
}
