internal import Events

/// How many payments there are, and what they come to in pence.
struct Total {
    var payments = 0
    var pence = 0

    /// A sum that no number holds stays at the largest there is.
    mutating func add(_ amount: Int) {
        let (sum, isTooLarge) = pence.addingReportingOverflow(amount)
        pence = isTooLarge ? .max : sum
        payments += 1
    }
}

/// What payments that are added up have in common; the numbers are places in the order of names.
struct SumKey: Comparable {
    let group: Int32
    let purpose: Int32
    let day: Day
    let end: Day

    static func < (a: SumKey, b: SumKey) -> Bool {
        (a.group, a.purpose, a.day, a.end) < (b.group, b.purpose, b.day, b.end)
    }
}

/// A dictionary of sums whose keys are numbers of ours, which need no hash that nobody can guess.
struct KeyedTotals {
    private var sums: [(key: SumKey, total: Total)] = []
    /// A power of two of slots: -1 when free, else a place among the sums.
    private var slots = [Int32](repeating: -1, count: 1_024)

    var inOrder: [(key: SumKey, total: Total)] { sums.sorted { $0.key < $1.key } }

    mutating func add(_ pence: Int, to key: SumKey) {
        var slot = slot(of: key)
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            if sums[place].key == key { return sums[place].total.add(pence) }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(sums.count)
        var total = Total()
        total.add(pence)
        sums.append((key, total))
        if sums.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        for (place, sum) in sums.enumerated() {
            var slot = slot(of: sum.key)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(place)
        }
    }

    private func slot(of key: SumKey) -> Int {
        var hash = UInt64(UInt32(bitPattern: key.group)) << 32
        hash = (hash | UInt64(UInt32(bitPattern: key.purpose))) &* 0x9e37_79b9_7f4a_7c15
        hash ^= hash >> 32 ^ UInt64(bitPattern: Int64(key.day.number))
        hash &*= 0xe703_7ed1_a0b4_28db
        return Int(hash >> 32) & (slots.count - 1)
    }
}
