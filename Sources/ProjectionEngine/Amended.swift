internal import CanonicalJSON
internal import Events
internal import Programme

/// Facts, payments and participations with what was said about them later.
struct Amended {
    private(set) var facts: [Reading]
    private(set) var payments: Payments
    private(set) var participations: Participations
    private var corrections: [Int: [Correction]] = [:]
    /// The root of each correction.
    private var rootOfCorrection: [Int: Int] = [:]
    private var retracted: Set<Int> = []
    private var originals: [Int: Reading] = [:]

    private struct Correction {
        let reading: Reading
        var isRetracted = false
    }

    init(
        _ facts: consuming [Reading], _ payments: consuming Payments,
        _ participations: consuming Participations
    ) {
        self.facts = facts
        self.payments = payments
        self.participations = participations
    }

    /// - Returns: False when it cannot be read.
    mutating func take(_ amendment: Page.Amendment) -> Bool {
        let target = amendment.target
        guard target < amendment.seq else { return false }
        if let descriptor = descriptor(of: target) {
            guard let replacement = amendment.replacement else {
                retracted.insert(target)
                return true
            }
            guard
                let reading = correction(
                    of: target, descriptor, by: replacement, at: amendment.seq)
            else { return false }
            corrections[target, default: []].append(Correction(reading: reading))
            rootOfCorrection[amendment.seq] = target
        } else if let root = rootOfCorrection[target] {
            guard amendment.replacement == nil else { return false }
            retractCorrection(target, of: root)
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
    }

    /// The type of the root event `seq`; `nil` when it is not told.
    private func descriptor(of seq: Int) -> FactDescriptor? {
        if let place = place(of: seq) { return facts[place].fact.descriptor }
        if participations.has(seq) { return ParticipationRecorded.descriptor }
        return payments.has(seq) ? SpendRecorded.descriptor : nil
    }

    /// Where the fact of the root event `seq` stands; `nil` when it is not among the facts.
    private func place(of seq: Int) -> Int? {
        var (low, high) = (0, facts.count)
        while low < high {
            let middle = (low + high) / 2
            if facts[middle].seq < seq { low = middle + 1 } else { high = middle }
        }
        return low < facts.count && facts[low].seq == seq ? low : nil
    }

    /// Puts the readings that stand in the place of what was amended.
    ///
    /// A payment or participation that was corrected becomes a fact, at the end.
    mutating func settle() {
        var added: [Reading] = []
        for (root, all) in corrections {
            guard let reading = all.last(where: { !$0.isRetracted })?.reading,
                !retracted.contains(root)
            else { continue }
            if let place = place(of: root) {
                facts[place] = reading
            } else {
                leaveOut(root)
                added.append(reading)
            }
        }
        for root in retracted { leaveOut(root) }
        facts += added.sorted { $0.seq < $1.seq }
    }

    /// Tells a payment or participation otherwise, or not at all.
    private mutating func leaveOut(_ root: Int) {
        payments.leaveOut(root)
        participations.leaveOut(root)
    }

    /// The places of the facts that stand, in the order of their days, and of their events within a
    /// day: those about money, with the programmes, and all others; and those that are foretold.
    func inOrder() -> (story: [Int], money: [Int], foretold: [Int]) {
        let days = facts.map { Int($0.validFrom.number) }
        guard let first = days.min(), let last = days.max() else { return ([], [], []) }
        // Sorted by counting: the facts of a day stay in the order in which they are.
        var counts = [Int](repeating: 0, count: last - first + 2)
        for day in days { counts[day - first + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        var order = [Int](repeating: 0, count: facts.count)
        for (place, day) in days.enumerated() {
            order[counts[day - first]] = place
            counts[day - first] += 1
        }
        var (story, money, foretold): ([Int], [Int], [Int]) = ([], [], [])
        for place in order where retracted.isEmpty || !retracted.contains(facts[place].seq) {
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
        // What became a fact stands at the end, whatever its number.
        story.sort { facts[$0] < facts[$1] }
        money.sort { facts[$0] < facts[$1] }
        return (story, money, foretold)
    }
}

/// What a correction gives to a root; `nil` when it cannot be read.
private func correction(
    of root: Int, _ type: FactDescriptor, by replacement: [UInt8], at seq: Int
) -> Reading? {
    guard let (data, day) = try? split(replacement) else { return nil }
    var cursor = JSONCursor()
    guard
        let fact = try? Fact(
            type: type.type, version: type.version, reading: &cursor, data.span),
        cursor.index == data.count
    else { return nil }
    return Reading(seq: root, readAt: seq, validFrom: day, fact: fact)
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
