/// Two things that must say the same and do not: which, where, and what each of them says.
package struct Disagreement: Equatable, Sendable {
    /// The first bad event, when one is known.
    package let seq: Int?
    /// What is bad: a member of the leaf, a column, a tile, a line of `heads`, a table, a row.
    package let member: String
    package let expected: String
    package let found: String
    /// Up to which event all are as they were recorded; `nil` when nothing is said against any.
    package let goodThrough: Int?

    package init(
        seq: Int? = nil, member: String, expected: String, found: String, goodThrough: Int? = nil
    ) {
        self.seq = seq
        self.member = member
        self.expected = expected
        self.found = found
        self.goodThrough = goodThrough ?? seq.map { $0 - 1 }
    }

    /// The first line in which two texts differ, of each of them.
    static func firstLines(_ expected: String, _ found: String) -> (String, String) {
        let lines = { (text: String) in text.split(separator: "\n").map(String.init) }
        let (ours, theirs) = (lines(expected), lines(found))
        let place = zip(ours, theirs).prefix { $0 == $1 }.count
        let line = { (all: [String]) in place < all.count ? all[place] : "nothing more" }
        return (line(ours), line(theirs))
    }
}
