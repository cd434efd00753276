package import EventLog

/// What a signature is put under: which log, how long it is, and the root of the tree over it.
///
/// Its text is the body of a C2SP tlog-checkpoint (<https://c2sp.org/tlog-checkpoint>): the origin,
/// the size and the root in base64, a line each.
package struct LogCheckpoint: Sendable {
    /// The most bytes an origin may have.
    package static let originMaximum = 1_000

    /// The name that tells this log from every other.
    package let origin: String
    package let head: Head

    /// - Throws: ``CheckpointProblem`` when the origin cannot stand in one line.
    package init(origin: String, head: Head) throws(CheckpointProblem) {
        guard !origin.isEmpty, origin.utf8.count <= Self.originMaximum,
            !origin.unicodeScalars.contains(where: isHidden)
        else {
            throw CheckpointProblem(
                "the origin is not one line of 1 to \(Self.originMaximum) bytes without control "
                    + "characters")
        }
        self.origin = origin
        self.head = head
    }

    /// Reads exactly what ``body`` gives; a checkpoint has one spelling.
    package init(parsing bytes: some Collection<UInt8>) throws(CheckpointProblem) {
        var lines = StrictLines(bytes)
        try self.init(reading: &lines)
        guard lines.isAtEnd else { throw CheckpointProblem("text after the root") }
    }

    /// Reads the three lines of a checkpoint, where more may follow.
    init(reading lines: inout StrictLines) throws(CheckpointProblem) {
        let origin = try lines.next("the origin")
        let size = try lines.next("the number of events")
        let root = try lines.next("the root")
        guard let count = decimal(size) else {
            throw CheckpointProblem("the second line is not a number of events")
        }
        guard let hash = Hash(base64: root) else {
            throw CheckpointProblem("the third line is not a root in base64")
        }
        try self.init(origin: origin, head: Head(size: count, root: hash))
    }

    /// The bytes that are signed, as text.
    package var body: String { "\(origin)\n\(head.size)\n\(head.root.base64)\n" }

    /// The bytes that are signed.
    package var bytes: [UInt8] { Array(body.utf8) }
}

/// Whether a character would end the line, or show something other than what is signed.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
}

extension LogCheckpoint: Equatable {
    /// Equal to the byte: texts that only look the same are different origins.
    package static func == (a: Self, b: Self) -> Bool { a.bytes == b.bytes }
}

/// Why a text is no checkpoint or no proof, as a sentence without a full stop.
package struct CheckpointProblem: Error, Equatable, CustomStringConvertible {
    package let sentence: String

    package init(_ sentence: String) { self.sentence = sentence }

    package var description: String { sentence }
}
