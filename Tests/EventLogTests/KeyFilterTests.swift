import Testing

@testable import EventLog

/// What the filter of keys denies was never seen.
@Suite struct KeyFilterTests {
    @Test func holdsEveryKeyItHasSeenAndFewOthers() {
        var filter = KeyFilter()
        for number in 0..<50_000 { filter.insert("row-\(number)") }
        #expect((0..<50_000).allSatisfy { filter.mayHold("row-\($0)") })
        #expect((50_000..<100_000).count { filter.mayHold("row-\($0)") } < 100)
    }

    /// A few keys are kept as they are, and none is lost when they become many.
    @Test func holdsEveryKeyWhileItGrows() {
        var filter = KeyFilter()
        for number in 0..<5_000 {
            #expect(!filter.mayHold("row-\(number)"))
            filter.insert("row-\(number)")
            #expect(filter.mayHold("row-\(number)") && filter.mayHold("row-\(number / 2)"))
        }
    }

    @Test func holdsNothingAtFirst() {
        let filter = KeyFilter()
        #expect(!["", "a", "row-1", "é"].contains(where: filter.mayHold))
    }

    @Test func holdsAKeyOfAnyLength() {
        var filter = KeyFilter()
        for number in 0..<5_000 { filter.insert("row-\(number)") }
        let keys = (0..<40).map { String(repeating: "é", count: $0) }
        for key in keys { filter.insert(key) }
        #expect(keys.allSatisfy(filter.mayHold))
    }

    @Test func aLargeWriteKnowsTheKeysBeforeItAndItsOwn() throws {
        let folder = try Folder()
        let log = try folder.open()
        try log.append([draft("a"), draft("b")])
        // Of the first few keys it does not say that they are not there.
        let found = try log.write(isBulk: true) { writer in
            for number in 0..<300 { _ = try writer.mayHold("other-\(number)") }
            let before = try ["a", "b", "c"].map { try writer.mayHold($0) }
            try writer.append(draft("c"))
            return try before + ["c", "d"].map { try writer.mayHold($0) }
        }.result
        #expect(found == [true, true, false, true, false])
        let isUnknown = try log.write { writer in try writer.mayHold("d") }.result
        #expect(isUnknown)
    }
}
