import Checkpoints
import EventLog
import Testing

/// Proofs in files: what is refused, and that nothing else is accepted.
@Suite struct ProofFileTests {
    /// The sizes around powers of two, where the shape of the path changes.
    @Test(arguments: [1, 2, 3, 4, 5, 8, 9, 31, 32, 33, 130])
    func anInclusionProofReadsAsItIsWritten(size: Int) throws {
        for index in Set([0, size / 2, size - 1]) {
            for proof in [try inclusion(index, size), try inclusion(index, size, leaf: nil)] {
                #expect(try InclusionProof(parsing: proof.text.utf8) == proof)
                #expect(try ProofFile(parsing: Array(proof.text.utf8)) == .inclusion(proof))
                #expect(proof.shows(leafHash(leaf(index))))
            }
        }
    }

    @Test(arguments: [(1, 1), (1, 2), (3, 4), (4, 8), (6, 8), (31, 33), (64, 130), (127, 130)])
    func aConsistencyProofReadsAsItIsWritten(old: Int, new: Int) throws {
        let proof = try consistency(old, new)
        #expect(try ConsistencyProof(parsing: proof.text.utf8) == proof)
        #expect(try ProofFile(parsing: Array(proof.text.utf8)) == .consistency(proof))
        #expect(proof.holds)
    }

    /// As C2SP tlog-proof has it, written out by hand: two leaves, the proof of the second.
    @Test func theFileIsThatOfTheStandard() throws {
        let text = """
            c2sp.org/tlog-proof@v1
            extra bGVhZiAx
            index 1
            \(leafHash(leaf(0)).base64)

            example.org/ne
            2
            \(nodeHash(leafHash(leaf(0)), leafHash(leaf(1))).base64)

            """
        #expect(try inclusion(1, 2).text == text)
    }

    /// Whoever holds the signed checkpoint accepts no file but the one that was written.
    @Test(arguments: [(0, 1), (0, 2), (1, 3), (4, 5), (7, 8), (20, 33), (129, 130)])
    func everyBitOfAnInclusionProofCounts(index: Int, size: Int) throws {
        let proof = try inclusion(index, size)
        for (bit, bytes) in flips(proof.text) {
            guard let other = try? InclusionProof(parsing: bytes) else { continue }
            let isAccepted =
                other.leaf.map { other.shows(leafHash($0)) } ?? false
                && other.checkpoint == proof.checkpoint
            #expect(!isAccepted, "bit \(bit)")
        }
    }

    @Test(arguments: [(1, 1), (1, 2), (3, 4), (4, 8), (6, 8), (31, 33), (127, 130)])
    func everyBitOfAConsistencyProofCounts(old: Int, new: Int) throws {
        let proof = try consistency(old, new)
        for (bit, bytes) in flips(proof.text) {
            guard let other = try? ConsistencyProof(parsing: bytes) else { continue }
            let isAccepted = other.holds && other.old == proof.old && other.new == proof.new
            #expect(!isAccepted, "bit \(bit)")
        }
    }

    /// What a proof cannot say by itself: the name of the log, and sizes whose path has the same turns.
    @Test func onlyTheOriginAndTheSizeNeedTheSignature() throws {
        let proof = try inclusion(4, 7)
        var accepted = 0
        for (_, bytes) in flips(proof.text) {
            guard let other = try? InclusionProof(parsing: bytes), let leaf = other.leaf,
                other.shows(leafHash(leaf))
            else { continue }
            accepted += 1
            #expect(other.leaf == proof.leaf && other.index == proof.index)
            #expect(other.path == proof.path)
            #expect(other.checkpoint.head.root == proof.checkpoint.head.root)
        }
        #expect(accepted > 0)
    }

    @Test func onlyTheSizesOfAConsistencyProofNeedTheSignature() throws {
        let proof = try consistency(31, 33)
        for (bit, bytes) in flips(proof.text) {
            guard let other = try? ConsistencyProof(parsing: bytes), other.holds else { continue }
            #expect(other.path == proof.path, "bit \(bit)")
            #expect(other.old.head.root == proof.old.head.root, "bit \(bit)")
            #expect(other.new.head.root == proof.new.head.root, "bit \(bit)")
            #expect(other.old.origin == proof.old.origin, "bit \(bit)")
        }
    }

    @Test(arguments: [
        ("index 4", "index 04"), ("index 4", "index +4"), ("index 4", "index  4"),
        ("index 4", "Index 4"), ("index 4", "index 9223372036854775807"), ("extra ", "extra  "),
        ("extra bGVhZiA0", "extra "), ("extra bGVhZiA0", "extra bGVhZiA0\nextra bGVhZiA0"),
        ("extra bGVhZiA0", "extra bGVhZiA0="), ("extra bGVhZiA0", "extra bGVhZiA-"),
        ("@v1", "@v2"), ("@v1\n", "@v1\r\n"), ("\n\n", "\n \n"), ("\n\n", "\n"),
        ("\n\n", "\n\n\n"), ("example.org/ne\n7", "example.org/ne\n07"),
    ])
    func refusesAnotherSpelling(_ part: String, _ other: String) throws {
        let text = try inclusion(4, 7).text
        try #require(text.contains(part))
        let bytes = Array(text.replacing(part, with: other, maxReplacements: 1).utf8)
        #expect(throws: CheckpointProblem.self) { try ProofFile(parsing: bytes) }
        #expect(throws: CheckpointProblem.self) { try ProofFile(parsing: Array(text.utf8) + [10]) }
        #expect(throws: CheckpointProblem.self) {
            try ProofFile(parsing: Array(text.utf8.dropLast()))
        }
    }

    @Test func twoLogsAreNeverConsistent() throws {
        let proof = try consistency(3, 7)
        let other = try LogCheckpoint(origin: "example.org/else", head: proof.new.head)
        #expect(!ConsistencyProof(old: proof.old, new: other, path: proof.path).holds)
    }
}

/// The hashes of 130 leaves, few enough for one tile.
private let hashes = (0..<130).map { leafHash(leaf($0)) }

private func leaf(_ index: Int) -> [UInt8] { Array("leaf \(index)".utf8) }

private func checkpoint(_ size: Int) throws -> LogCheckpoint {
    let head = Head(size: size, root: CompactRange(hashes.prefix(size)).root)
    return try LogCheckpoint(origin: "example.org/ne", head: head)
}

private func inclusion(_ index: Int, _ size: Int) throws -> InclusionProof {
    try inclusion(index, size, leaf: leaf(index))
}

private func inclusion(_ index: Int, _ size: Int, leaf: [UInt8]?) throws -> InclusionProof {
    InclusionProof(
        checkpoint: try checkpoint(size), index: index,
        path: inclusionProof(index: index, size: size) { _, _ in hashes }, leaf: leaf)
}

private func consistency(_ old: Int, _ new: Int) throws -> ConsistencyProof {
    ConsistencyProof(
        old: try checkpoint(old), new: try checkpoint(new),
        path: consistencyProof(old: old, new: new) { _, _ in hashes })
}

/// The text with each of its bits changed, and which one it was.
private func flips(_ text: String) -> some Sequence<(Int, [UInt8])> {
    let bytes = Array(text.utf8)
    return (0..<bytes.count * 8).lazy.map { bit in
        var other = bytes
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        return (bit, other)
    }
}
