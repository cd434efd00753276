package import Events

/// Payments against no commitment, told without a value and a name for each.
///
/// Such a payment can be told in any order: it is legal when its programme is known and has not
/// closed, no other has its short name, and it is reversed at most once, after it. Of the name only
/// a fingerprint is kept. Where this is in doubt, it says so, and the facts are told one by one.
package struct Payments: Sendable {
    /// What a payment is for.
    package struct Purpose: Hashable, Sendable {
        package let programme: Slug
        package let strand: Slug?
        package let from: Day
        package let to: Day

        package init(programme: Slug, strand: Slug?, from: Day, to: Day) {
            self.programme = programme
            self.strand = strand
            self.from = from
            self.to = to
        }

        package init(_ data: SpendRecorded) {
            self.init(
                programme: data.programme, strand: data.strand, from: data.from, to: data.to)
        }
    }

    package struct Line: EventLine {
        /// The fingerprint of its short name.
        package let name: UInt64
        package let pence: Int
        package let seq: Int32
        package let day: Day
        /// Which of the purposes; -1 when it is told otherwise, or not at all.
        package internal(set) var purpose: Int32
        /// Which of the bearers.
        package internal(set) var bearer: Int32

        package init(
            name: UInt64, pence: Int, seq: Int32, day: Day, purpose: Int32, bearer: Int32
        ) {
            self.name = name
            self.pence = pence
            self.seq = seq
            self.day = day
            self.purpose = purpose
            self.bearer = bearer
        }

        package var since: Since { Since(day: day, seq: Int(seq)) }
    }

    package private(set) var purposes: [Purpose] = []
    package private(set) var bearers: [Body] = []
    private var purposeNumbers: [Purpose: Int32] = [:]
    private var bearerNumbers: [Body: Int32] = [:]
    private var lines: EventLines<Line>
    /// Since when a payment does not count any more.
    private var reversals: [Int: Since] = [:]
    private var index = NameIndex()

    /// - Parameter pageSize: A power of two: the most lines that a page has.
    package init(pageSize: Int = 1) { lines = EventLines(pageSize: pageSize) }
}

// MARK: - Taking

extension Payments {
    /// The number of each of these purposes here.
    package mutating func numbers(of new: [Purpose]) -> [Int32] {
        new.map { purpose in
            if let known = purposeNumbers[purpose] { return known }
            let number = Int32(purposes.count)
            purposes.append(purpose)
            purposeNumbers[purpose] = number
            return number
        }
    }

    /// The number of each of these bearers here.
    package mutating func numbers(of new: [Body]) -> [Int32] {
        new.map { bearer in
            if let known = bearerNumbers[bearer] { return known }
            let number = Int32(bearers.count)
            bearers.append(bearer)
            bearerNumbers[bearer] = number
            return number
        }
    }

    /// Takes the next page of lines, whose numbers are places in these lists.
    package mutating func append(_ page: [Line], purposes: [Int32], bearers: [Int32]) {
        // Made anew, because an array that has grown holds more room than it needs.
        lines.append(
            page.map { line in
                var line = line
                line.purpose = purposes[Int(line.purpose)]
                line.bearer = bearers[Int(line.bearer)]
                return line
            })
    }

    /// Leaves out the line of event `seq`.
    package mutating func leaveOut(_ seq: Int) {
        guard let place = lines.place(ofEvent: seq) else { return }
        lines[place].purpose = -1
    }

    package func has(_ seq: Int) -> Bool { lines.place(ofEvent: seq) != nil }
}

// MARK: - Judging

extension Payments {
    /// Makes the names known.
    ///
    /// - Returns: False when two may be the same.
    package mutating func indexNames() -> Bool {
        var index = NameIndex(expecting: lines.count)
        var areNew = true
        lines.forEach { place, line in
            guard areNew, line.purpose >= 0 else { return }
            areNew = index.insert(line.name, place) { lines[$0].name }
        }
        self.index = index
        return areNew
    }

    /// Whether a payment here may have this short name.
    package func mayHave(_ name: Slug) -> Bool { place(named: name.fingerprint) != nil }

    private func place(named name: UInt64) -> Int? { index.place(of: name) { lines[$0].name } }

    /// Reverses a payment of those here.
    ///
    /// - Returns: False when that is not legal.
    package mutating func reverse(_ name: Slug, _ since: Since) -> Bool {
        guard let place = place(named: name.fingerprint), reversals[place] == nil,
            lines[place].since < since
        else { return false }
        reversals[place] = since
        return true
    }

    /// Whether every payment names a programme there is, and none that had closed.
    func areWithin(_ programmes: Programmes) -> Bool {
        let standings = purposes.map { programmes.standing(of: $0.programme) }
        guard standings.contains(where: { !$0.isKnown || $0.closed != nil }) else { return true }
        return lines.allSatisfy { line in
            guard line.purpose >= 0 else { return true }
            let standing = standings[Int(line.purpose)]
            return standing.isKnown && standing.closed.map { line.since < $0 } ?? true
        }
    }

    /// Calls `body` with each payment told here, and the day it was reversed.
    package func forEach(_ body: (_ line: Line, _ end: Day) -> Void) {
        var reversed = reversals.keys.sorted()[...]
        lines.forEach { place, line in
            guard line.purpose >= 0 else { return }
            if place == reversed.first {
                reversed.removeFirst()
                body(line, reversals[place]?.day ?? .endOfTime)
            } else {
                body(line, .endOfTime)
            }
        }
    }
}

/// The places of names, found by their fingerprints, in one array.
private struct NameIndex: Sendable {
    /// A power of two of slots: 0 when free, else a place plus one.
    private var slots: [UInt32]

    init(expecting count: Int = 0) {
        var size = 4
        while size < count * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
    }

    /// - Returns: False when the name is there already.
    mutating func insert(_ name: UInt64, _ place: Int, _ nameAt: (Int) -> UInt64) -> Bool {
        var slot = Int(truncatingIfNeeded: name) & (slots.count - 1)
        while slots[slot] != 0 {
            if nameAt(Int(slots[slot]) - 1) == name { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(place + 1)
        return true
    }

    func place(of name: UInt64, _ nameAt: (Int) -> UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: name) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if nameAt(place) == name { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
