import EventLog
import Testing

/// Few enough to lie in one tile, the only one there is then.
private let leaves = someLeaves(130)
/// The roots of the trees over the first 0, 1, 2… of them.
private let roots = (0...leaves.count).map { CompactRange(leaves.prefix($0)).root }

@Suite struct ProofsTests {
    // The proofs Certificate Transparency publishes with its test leaves, checked once with
    // Python's hashlib.
    @Test(arguments: [
        (0, 1, []),
        (0, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (5, 8, ["bc1a0643", "ca854ea1", "d37ee418"]),
        (2, 3, ["fac54203"]),
        (1, 5, ["6e340b9c", "5f083f0a", "bc1a0643"]),
    ])
    func givesThePublishedAuditPaths(index: Int, size: Int, path: [String]) throws {
        let store = TileStore(publishedLeaves.map { leafHash($0) })
        let proof = try inclusionProof(index: index, size: size, tile: store.read)
        #expect(proof.map { String($0.hex.prefix(8)) } == path)
    }

    @Test(arguments: [
        (0, 8, []),
        (8, 8, []),
        (1, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (6, 8, ["0ebc5d34", "ca854ea1", "d37ee418"]),
        (2, 5, ["5f083f0a", "bc1a0643"]),
        (3, 7, ["0298d122", "07506a85", "fac54203", "837dbb15"]),
    ])
    func givesThePublishedConsistencyProofs(old: Int, new: Int, proof: [String]) throws {
        let store = TileStore(publishedLeaves.map { leafHash($0) })
        let made = try consistencyProof(old: old, new: new, tile: store.read)
        #expect(made.map { String($0.hex.prefix(8)) } == proof)
    }

    @Test func everyLeafOfEverySizeIsProved() {
        for size in 1...leaves.count {
            for index in 0..<size {
                let proof = inclusionProof(index: index, size: size) { _, _ in leaves }
                let isAccepted = verifyInclusion(
                    leaf: leaves[index], index: index, size: size, proof: proof, root: roots[size])
                #expect(isAccepted, "leaf \(index) of \(size)")
            }
        }
    }

    @Test func everyPairOfSizesIsProvedConsistent() {
        for new in 0...leaves.count {
            for old in 0...new {
                let proof = consistencyProof(old: old, new: new) { _, _ in leaves }
                let isAccepted = verifyConsistency(
                    old: old, oldRoot: roots[old], new: new, newRoot: roots[new], proof: proof)
                #expect(isAccepted, "\(old) to \(new)")
            }
        }
    }

    @Test(arguments: 1...33)
    func refusesAnInclusionProofThatIsNotQuiteRight(size: Int) {
        for index in 0..<size {
            let proof = inclusionProof(index: index, size: size) { _, _ in leaves }
            func isAccepted(
                leaf: Hash = leaves[index], at index: Int = index, _ proof: [Hash] = proof,
                root: Hash = roots[size]
            ) -> Bool {
                verifyInclusion(leaf: leaf, index: index, size: size, proof: proof, root: root)
            }
            #expect(!mutations(of: proof).contains { isAccepted($0) }, "leaf \(index)")
            #expect(!isAccepted(leaf: emptyRoot), "leaf \(index)")
            #expect(!isAccepted(root: emptyRoot), "leaf \(index)")
            let others = (0..<size).filter { $0 != index }
            #expect(!others.contains { isAccepted(at: $0) }, "leaf \(index)")
        }
    }

    @Test(arguments: 0...33)
    func refusesAConsistencyProofThatIsNotQuiteRight(new: Int) {
        for old in 0...new {
            let proof = consistencyProof(old: old, new: new) { _, _ in leaves }
            func isAccepted(
                _ proof: [Hash] = proof, oldRoot: Hash = roots[old], newRoot: Hash = roots[new]
            ) -> Bool {
                verifyConsistency(
                    old: old, oldRoot: oldRoot, new: new, newRoot: newRoot, proof: proof)
            }
            #expect(!mutations(of: proof).contains { isAccepted($0) }, "\(old) to \(new)")
            #expect(!isAccepted(oldRoot: leaves[69]), "\(old) to \(new)")
            // Every tree starts with the empty one, whatever its root.
            let isFree = old == 0 && new > 0
            #expect(isAccepted(newRoot: leaves[69]) == isFree, "\(old) to \(new)")
        }
    }

    @Test func proofsReachAcrossTiles() throws {
        let leaves = someLeaves(1_030)
        let store = TileStore(leaves)
        let sizes = [1, 255, 256, 257, 511, 512, 513, 768, 1_023, 1_024, 1_025, 1_030]
        let roots = sizes.map { CompactRange(leaves.prefix($0)).root }
        for (new, newRoot) in zip(sizes, roots) {
            for index in sizes.map({ $0 - 1 }) where index < new {
                let proof = try inclusionProof(index: index, size: new, tile: store.read)
                #expect(
                    verifyInclusion(
                        leaf: leaves[index], index: index, size: new, proof: proof, root: newRoot))
            }
            for (old, oldRoot) in zip(sizes, roots) where old <= new {
                let proof = try consistencyProof(old: old, new: new, tile: store.read)
                #expect(
                    verifyConsistency(
                        old: old, oldRoot: oldRoot, new: new, newRoot: newRoot, proof: proof))
            }
        }
    }

    /// The root that the proof leads to is right, but it is not as far up as the size says.
    @Test(arguments: 2...33)
    func refusesAProofThatStopsShortOfTheRoot(size: Int) {
        for part in 1..<size {
            let inclusion = inclusionProof(index: part, size: size) { _, _ in leaves }
            let isIncluded = verifyInclusion(
                leaf: leaves[part], index: part, size: 4 * size, proof: inclusion,
                root: roots[size])
            #expect(!isIncluded, "leaf \(part)")
            let consistency = consistencyProof(old: part, new: size) { _, _ in leaves }
            let isConsistent = verifyConsistency(
                old: part, oldRoot: roots[part], new: 4 * size, newRoot: roots[size],
                proof: consistency)
            #expect(!isConsistent, "\(part) to \(size)")
        }
    }

    /// Both roots lie one node above the trees they are said to be the roots of.
    @Test func refusesAProofThatGoesOnPastTheRoot() {
        let inclusion = inclusionProof(index: 2, size: 3) { _, _ in leaves } + [leaves[5]]
        let above = nodeHash(leaves[5], roots[3])
        #expect(
            !verifyInclusion(leaf: leaves[2], index: 2, size: 3, proof: inclusion, root: above))
        let consistency = consistencyProof(old: 3, new: 4) { _, _ in leaves } + [leaves[5]]
        let aboveNew = nodeHash(leaves[5], roots[4])
        #expect(
            !verifyConsistency(
                old: 3, oldRoot: above, new: 4, newRoot: aboveNew, proof: consistency))
    }

    @Test func refusesSizesThatCannotBe() {
        let leaf = leaves[0]
        for (index, size) in [(-1, 1), (1, 1), (0, 0), (0, -1), (5, 5), (.max, .max)] {
            #expect(
                !verifyInclusion(leaf: leaf, index: index, size: size, proof: [], root: leaf))
        }
        for (old, new) in [(2, 1), (-1, 1), (-1, -1), (0, -1)] {
            #expect(
                !verifyConsistency(old: old, oldRoot: leaf, new: new, newRoot: leaf, proof: []))
        }
        #expect(!verifyConsistency(old: 0, oldRoot: leaf, new: 0, newRoot: leaf, proof: []))
        #expect(!verifyConsistency(old: 0, oldRoot: leaf, new: 1, newRoot: leaf, proof: []))
    }

    /// Each hash changed, each left out, two neighbours exchanged, one too many at either end.
    private func mutations(of proof: [Hash]) -> [[Hash]] {
        var mutations = [proof + [emptyRoot], [emptyRoot] + proof]
        for place in proof.indices {
            var changed = proof
            changed[place] = nodeHash(proof[place], proof[place])
            var shorter = proof
            shorter.remove(at: place)
            mutations += [changed, shorter]
            guard place > 0 else { continue }
            var exchanged = proof
            exchanged.swapAt(place - 1, place)
            mutations.append(exchanged)
        }
        return mutations
    }
}
