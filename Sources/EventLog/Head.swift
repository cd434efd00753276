/// How long a history is, and the root of the Merkle tree over it.
package struct Head: Equatable, Sendable {
    package let size: Int
    package let root: Hash

    package init(size: Int, root: Hash) {
        self.size = size
        self.root = root
    }
}

/// One line of the file `heads`: a head that was acknowledged, and when.
struct RecordedHead: Equatable, Sendable {
    let head: Head
    /// When the last event of that history was recorded, as that event says.
    let recordedAt: String

    init(_ head: Head, recordedAt: String) {
        self.head = head
        self.recordedAt = recordedAt
    }

    /// Reads `SIZE ROOT TIME`; `nil` when the line has another form, or is written otherwise than
    /// it would be here.
    init?(line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let size = Int(words[0]), size > 0,
            let root = Hash(base64: String(words[1]))
        else { return nil }
        head = Head(size: size, root: root)
        recordedAt = String(words[2])
        guard self.line == line else { return nil }
    }

    var line: String { "\(head.size) \(head.root.base64) \(recordedAt)" }
}
