package import EventLog

/// That a log only grew from one head to another, in a file of its own.
///
/// The file is made like a tlog-proof: a first line that says what it is, the path of RFC 6962 section
/// 2.1.2, and the two checkpoints, with an empty line before each.
package struct ConsistencyProof: Equatable, Sendable {
    /// The first line of the file.
    package static let header = "tallystick/consistency-proof@v1"

    package let old: LogCheckpoint
    package let new: LogCheckpoint
    package let path: [Hash]

    package init(old: LogCheckpoint, new: LogCheckpoint, path: [Hash]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// Whether the path shows that the new log starts with the old one.
    package var holds: Bool {
        old.origin.utf8.elementsEqual(new.origin.utf8)
            && verifyConsistency(
                old: old.head.size, oldRoot: old.head.root, new: new.head.size,
                newRoot: new.head.root, proof: path)
    }

    /// The file.
    package var text: String { "\(Self.header)\n\(lines(path))\n\(old.body)\n\(new.body)" }

    /// Reads exactly what ``text`` gives; a proof has one spelling.
    package init(parsing bytes: some Collection<UInt8>) throws(CheckpointProblem) {
        var lines = StrictLines(bytes)
        try lines.expect(Self.header)
        path = try lines.path()
        old = try LogCheckpoint(reading: &lines)
        try lines.expect("")
        new = try LogCheckpoint(reading: &lines)
        guard lines.isAtEnd else { throw CheckpointProblem("text after the root") }
    }
}
