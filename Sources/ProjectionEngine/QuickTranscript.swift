internal import CanonicalJSON
internal import Dispatch
internal import EventLog
internal import Events
internal import Programme

/// The log read by two threads, in place, without making a value of what is not needed.
///
/// It says the same as ``Transcript``, which is the reference, or nothing at all: whatever is out of
/// the ordinary is left to that.
struct QuickTranscript {
    let head: Head
    /// Every fact told, in the order of its root event, as it reads at the end.
    let facts: [Reading]
    /// Where the facts about schools, areas and programmes stand, in the order of the story.
    let story: [Int]
    /// Where the facts about money stand, and those about programmes that they depend on.
    let money: [Int]
    /// Where the facts stand that others may quote before their day.
    let foretold: [Int]

    /// - Parameters:
    ///   - threads: How many threads read; each has a connection of its own.
    ///   - pageSize: How many events a thread reads at a time: a power of two, so that their tree is
    ///     a subtree.
    /// - Returns: `nil` when an event needs a closer look, or the log does not hold what its tiles
    ///   say.
    init?(
        _ log: EventLog, through last: Int, _ telling: Telling, threads: Int = 2,
        pageSize: Int = 1 << 14,
        _ progress: (Int) -> Void
    ) throws {
        guard last > 0 else { return nil }
        let readers = try (0..<threads).map { _ in try PageReader(log.place, telling) }
        var tree = CompactRange()
        var facts: [Reading] = []
        var amendments: [Page.Amendment] = []
        while tree.size < last {
            let start = tree.size
            let pages = min(readers.count, (last - start + pageSize - 1) / pageSize)
            DispatchQueue.concurrentPerform(iterations: pages) { index in
                let first = start + index * pageSize
                readers[index].read(first + 1...min(first + pageSize, last))
            }
            for reader in readers[..<pages] {
                guard let page = reader.takePage() else { return nil }
                tree.append(page.tree)
                facts.append(contentsOf: page.facts)
                amendments.append(contentsOf: page.amendments)
            }
            progress(tree.size)
        }
        head = Head(size: tree.size, root: tree.root)
        // The leaves are those that were appended; so what they say need not be doubted.
        guard try log.head(size: last) == head else { return nil }
        // Moved, because to change one of a million facts in a copy is to copy them all.
        var amended = Amended(consume facts)
        for amendment in amendments { guard amended.take(amendment) else { return nil } }
        self.facts = amended.facts
        (story, money, foretold) = amended.inOrder()
    }
}

/// Facts with what was said about them later.
private struct Amended {
    private(set) var facts: [Reading]
    private var corrections: [Int: [Correction]] = [:]
    /// Where the root of each correction stands.
    private var rootOfCorrection: [Int: Int] = [:]
    private var retracted: Set<Int> = []
    private var originals: [Int: Reading] = [:]

    private struct Correction {
        let reading: Reading
        var isRetracted = false
    }

    init(_ facts: consuming [Reading]) { self.facts = facts }

    /// - Returns: False when it cannot be read.
    mutating func take(_ amendment: Page.Amendment) -> Bool {
        guard amendment.target < amendment.seq else { return false }
        if let root = place(of: amendment.target) {
            guard let replacement = amendment.replacement else {
                retracted.insert(root)
                return true
            }
            let original = originals[root] ?? facts[root]
            guard let reading = correction(of: original, by: replacement, at: amendment.seq) else {
                return false
            }
            originals[root] = original
            corrections[root, default: []].append(Correction(reading: reading))
            rootOfCorrection[amendment.seq] = root
            facts[root] = reading
        } else if let root = rootOfCorrection[amendment.target] {
            guard amendment.replacement == nil else { return false }
            retractCorrection(amendment.target, of: root)
        }
        // Anything else is about a fact that is not told.
        return true
    }

    private mutating func retractCorrection(_ seq: Int, of root: Int) {
        guard var all = corrections[root],
            let index = all.firstIndex(where: { $0.reading.readAt == seq })
        else { return }
        all[index].isRetracted = true
        corrections[root] = all
        facts[root] =
            all.last { !$0.isRetracted }?.reading ?? originals[root] ?? facts[root]
    }

    /// Where the fact of the root event `seq` stands; `nil` when it is not told.
    private func place(of seq: Int) -> Int? {
        var (low, high) = (0, facts.count)
        while low < high {
            let middle = (low + high) / 2
            if facts[middle].seq < seq { low = middle + 1 } else { high = middle }
        }
        return low < facts.count && facts[low].seq == seq ? low : nil
    }

    /// The places of the facts that stand, in the order of their days, and of their events within a
    /// day: those about money, with the programmes, and all others; and those that are foretold.
    func inOrder() -> (story: [Int], money: [Int], foretold: [Int]) {
        var counts: [Int] = []
        let days = facts.map { Int($0.validFrom.number) }
        guard let first = days.min(), let last = days.max() else { return ([], [], []) }
        // Sorted by counting: the facts of a day stay in the order in which they are.
        counts = [Int](repeating: 0, count: last - first + 2)
        for day in days { counts[day - first + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        var order = [Int](repeating: 0, count: facts.count)
        for (place, day) in days.enumerated() {
            order[counts[day - first]] = place
            counts[day - first] += 1
        }
        var (story, money, foretold): ([Int], [Int], [Int]) = ([], [], [])
        for place in order where retracted.isEmpty || !retracted.contains(place) {
            if facts[place].fact.isForetold { foretold.append(place) }
            switch facts[place].fact {
            case .money: money.append(place)
            case .programme(.programmeOpened), .programme(.programmeMoved),
                .programme(.programmeClosed):
                story.append(place)
                money.append(place)
            default: story.append(place)
            }
        }
        return (story, money, foretold)
    }
}

/// What a correction gives to a root; `nil` when it cannot be read.
private func correction(of original: Reading, by replacement: [UInt8], at seq: Int) -> Reading? {
    guard let (data, day) = try? split(replacement) else { return nil }
    let type = original.fact.descriptor
    var cursor = JSONCursor()
    guard
        let fact = try? Fact(
            type: type.type, version: type.version, reading: &cursor, data.span),
        cursor.index == data.count
    else { return nil }
    return Reading(seq: original.seq, readAt: seq, validFrom: day, fact: fact)
}

/// Takes the day out of a replacement: `validFrom` is a member of it, among those of the data.
private func split(_ replacement: [UInt8]) throws -> (data: [UInt8], day: Day) {
    let bytes = replacement.span
    var cursor = JSONCursor()
    try cursor.beginObject(bytes)
    var start = cursor.index
    while let name = try cursor.nextMember(bytes) {
        let value = try cursor.skipValue(bytes)
        guard name == "validFrom" else {
            start = cursor.index
            continue
        }
        guard let day = Day(utf8: bytes.extracting(value.lowerBound + 1..<value.upperBound - 1))
        else { throw Unusual() }
        // A comma goes with it: the one before, or, when it is the first, the one after.
        let isFirst = bytes[start] != UInt8(ascii: ",")
        let end = isFirst && bytes[value.upperBound] == UInt8(ascii: ",") ? 1 : 0
        return (
            Array(replacement[..<start] + replacement[(value.upperBound + end)...]), day
        )
    }
    throw Unusual()
}
