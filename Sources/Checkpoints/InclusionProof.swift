internal import Essentials
package import EventLog

/// That a log of a certain head has an event, in a file of its own (C2SP tlog-proof,
/// <https://c2sp.org/tlog-proof>).
package struct InclusionProof: Equatable, Sendable {
    /// The first line of the file.
    package static let header = "c2sp.org/tlog-proof@v1"

    /// The head the proof is about.
    package let checkpoint: LogCheckpoint
    /// The place of the event in the tree, from 0: its number less one.
    package let index: Int
    /// The hashes beside the way from the leaf to the root, from the bottom up.
    package let path: [Hash]
    /// The event's leaf, when the proof brings it along; nothing but the path vouches for it.
    package let leaf: [UInt8]?

    package init(checkpoint: LogCheckpoint, index: Int, path: [Hash], leaf: [UInt8]?) {
        self.checkpoint = checkpoint
        self.index = index
        self.path = path
        self.leaf = leaf
    }

    /// The number of the event.
    package var seq: Int { index + 1 }

    /// Whether the path leads from a leaf of hash `leaf` to the root of the checkpoint.
    package func shows(_ leaf: Hash) -> Bool {
        let head = checkpoint.head
        return verifyInclusion(
            leaf: leaf, index: index, size: head.size, proof: path, root: head.root)
    }

    /// The file.
    package var text: String {
        let extra = leaf.map { "extra \(Data($0).base64EncodedString())\n" } ?? ""
        return "\(Self.header)\n\(extra)index \(index)\n\(lines(path))\n\(checkpoint.body)"
    }

    /// Reads exactly what ``text`` gives; a proof has one spelling.
    package init(parsing bytes: some Collection<UInt8>) throws(CheckpointProblem) {
        var lines = StrictLines(bytes)
        try lines.expect(Self.header)
        var line = try lines.next("the index")
        leaf = try Self.extra(line)
        if leaf != nil { line = try lines.next("the index") }
        guard line.hasPrefix("index "), let index = decimal(String(line.dropFirst(6))),
            index < Int.max
        else { throw CheckpointProblem("the line with the index is not 'index NUMBER'") }
        self.index = index
        path = try lines.path()
        checkpoint = try LogCheckpoint(reading: &lines)
        guard lines.isAtEnd else { throw CheckpointProblem("text after the root") }
    }

    private static func extra(_ line: String) throws(CheckpointProblem) -> [UInt8]? {
        guard line.hasPrefix("extra ") else { return nil }
        let text = String(line.dropFirst(6))
        guard let data = Data(base64Encoded: text), !data.isEmpty,
            data.base64EncodedString() == text
        else { throw CheckpointProblem("the line with the event is not base64") }
        return [UInt8](data)
    }
}
