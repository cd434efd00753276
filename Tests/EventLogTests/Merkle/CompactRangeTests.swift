import EventLog
import Testing

@Suite struct CompactRangeTests {
    @Test func agreesWithTheDefinitionAtEverySize() {
        let leaves = someLeaves(1_030)
        var naive = NaiveTree(leaves)
        var range = CompactRange()
        for size in 0...leaves.count {
            #expect(range.size == size)
            #expect(range.subtrees.count == size.nonzeroBitCount)
            #expect(range.root == naive.root(0..<size), "\(size) leaves")
            if size < leaves.count { range.append(leaves[size]) }
        }
    }

    @Test func growsOnFromItsSubtrees() throws {
        let leaves = someLeaves(40)
        for size in leaves.indices {
            let before = CompactRange(leaves.prefix(size))
            var range = try #require(CompactRange(size: size, subtrees: before.subtrees))
            for leaf in leaves.dropFirst(size) { range.append(leaf) }
            #expect(range == CompactRange(leaves))
        }
    }

    @Test(arguments: [(0, 1), (1, 0), (6, 1), (6, 3), (-1, 64), (-1, 0)])
    func refusesSubtreesATreeOfThatSizeCannotHave(size: Int, count: Int) {
        #expect(CompactRange(size: size, subtrees: someLeaves(count)) == nil)
    }
}
