internal import CanonicalJSON
internal import Dispatch
internal import SQLite
internal import Synchronization

extension EventLog {
    /// The tree over all events and the events at which a clock was set back, when every leaf, tile
    /// and head is in order; `nil` when anything is not.
    ///
    /// It does what ``carefulLeaves(_:_:)`` does, with threads that each check a stretch of the log
    /// and then the next that is left, and leaves it to that to say what is wrong and where.
    func quickLeaves(
        _ heads: [RecordedHead], _ progress: (Int, Int) -> Void
    ) throws -> CheckedLeaves? {
        let size = try size()
        let checkers = try (0..<checkerCount).map { _ in try LeafChecker(place) }
        var growth = Growth(heads)
        while growth.leaves.tree.size < size {
            // No more than one round is held at a time, however long the log.
            let start = growth.leaves.tree.size
            let round = Round(start..<min(start + roundCount, size))
            DispatchQueue.concurrentPerform(iterations: checkers.count) { index in
                checkers[index].check(round)
            }
            for stretch in round.takeStretches() {
                guard let stretch, growth.take(stretch) else { return nil }
            }
            try expectHashes(growth.takeTilesAbove())
            progress(growth.leaves.tree.size, size)
        }
        try expectHashes(growth.takeTilesAbove())
        return growth.isAtEndOfHeads ? growth.leaves : nil
    }

    /// Throws unless the tiles above those of the leaves begin with these hashes.
    private func expectHashes(_ tiles: [Tile]) throws {
        for tile in tiles {
            let place = TileAddress(level: tile.address.level + 1, index: tile.address.index)
            guard try storedTile(place, tile.hashes.count).starts(with: tile.hashes) else {
                throw Difference()
            }
        }
    }
}

/// Something is wrong; the careful way says what.
private struct Difference: Error {}

/// The tree as it grows, compared with the heads as it reaches them.
private struct Growth {
    var leaves = CheckedLeaves()
    /// Those the tree has not reached, the next one last.
    private var heads: [RecordedHead]
    /// The tree over the roots of full tiles: its tiles are those above the leaves'.
    private var above = TreeTiles()
    private var last: Instant?

    init(_ heads: [RecordedHead]) {
        self.heads = heads.sorted { $0.head.size > $1.head.size }
    }

    var isAtEndOfHeads: Bool { heads.isEmpty }

    mutating func takeTilesAbove() -> [Tile] { above.takeChanges() }

    /// - Returns: False when a head or the time beside it differs.
    mutating func take(_ stretch: Stretch) -> Bool {
        var hashes = stretch.hashes[...]
        for tile in stretch.tiles {
            let start = leaves.tree.size - (stretch.hashes.count - hashes.count)
            guard expectHeads(within: hashes.prefix(tile.size), stretch, from: start) else {
                return false
            }
            leaves.tree.append(tile)
            if tile.size == Tile.capacity { above.append(tile.root) }
            hashes = hashes.dropFirst(tile.size)
        }
        if let last, let first = stretch.first, first < last {
            leaves.clockSetBack.append(leaves.tree.size - stretch.hashes.count + 1)
        }
        leaves.clockSetBack += stretch.clockSetBack
        last = stretch.last ?? last
        return true
    }

    /// Compares the heads of which the last leaf is among `hashes`, the next ones of the tree.
    private mutating func expectHeads(
        within hashes: ArraySlice<Hash>, _ stretch: Stretch, from start: Int
    ) -> Bool {
        let end = leaves.tree.size + hashes.count
        guard let next = heads.last, next.head.size <= end else { return true }
        var grown = leaves.tree
        for hash in hashes {
            grown.append(hash)
            while let next = heads.last, next.head.size == grown.size {
                guard next.head.root == grown.root,
                    next.recordedAt == stretch.times[grown.size - start - 1].text
                else { return false }
                heads.removeLast()
            }
        }
        return true
    }
}

private let checkerCount = 2
/// How many leaves a thread checks at a time: whole tiles, and few, so that none waits long for
/// another.
private let stretchCount = 8 * Tile.capacity
/// How many leaves are checked before the tree grows by them.
private let roundCount = 32 * stretchCount

/// Consecutive events that were found in order.
private struct Stretch: Sendable {
    var hashes: [Hash] = []
    /// When each of them was recorded.
    var times: [Instant] = []
    /// The trees over the leaves of each tile.
    var tiles: [CompactRange] = []
    var clockSetBack: [Int] = []

    var first: Instant? { times.first }
    var last: Instant? { times.last }
}

/// Stretches that threads check side by side, each taking the next when it is done with one.
private final class Round: Sendable {
    private let places: Range<Int>
    private let state: Mutex<(begun: Int, stretches: [Stretch?])>

    /// - Parameter places: Where the events stand in the tree, counted from 0.
    init(_ places: Range<Int>) {
        self.places = places
        let count = (places.count + stretchCount - 1) / stretchCount
        state = Mutex((0, Array(repeating: nil, count: count)))
    }

    /// The next stretch to be checked: its number, and the places of its events.
    func next() -> (number: Int, places: Range<Int>)? {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun - 1
        }
        let first = places.lowerBound + number * stretchCount
        guard first < places.upperBound else { return nil }
        return (number, first..<min(first + stretchCount, places.upperBound))
    }

    func put(_ stretch: Stretch, at number: Int) {
        state.withLock { $0.stretches[number] = stretch }
    }

    /// The stretches in their order; `nil` for one in which something was wrong.
    func takeStretches() -> [Stretch?] { state.withLock { $0.stretches } }
}

/// Checks stretches of a log on a thread of its own.
private final class LeafChecker: Sendable {
    private let reader: Mutex<StretchReader>

    init(_ place: LogPlace) throws { reader = Mutex(try StretchReader(place.connection())) }

    /// Checks stretches until all are begun, or one is found wrong.
    func check(_ round: Round) {
        reader.withLock { reader in
            while let next = round.next() {
                // What is wrong is found out by reading again, so here it does not matter.
                guard let stretch = try? reader.stretch(next.places) else { return }
                round.put(stretch, at: next.number)
            }
        }
    }
}

/// Reads stretches of a log and compares them with the tiles.
private struct StretchReader: ~Copyable {
    private var leaves: Statement
    private var tiles: Statement
    private let connection: Connection

    init(_ connection: consuming Connection) throws {
        let leaves = try connection.prepare(
            "SELECT seq, leaf FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq")
        let tiles = try connection.prepare(
            "SELECT hashes FROM tile WHERE level = 0 AND position >= ? ORDER BY position")
        self.leaves = leaves
        self.tiles = tiles
        self.connection = connection
    }

    /// The events whose places in the tree, counted from 0, are `places`; the first begins a tile.
    mutating func stretch(_ places: Range<Int>) throws -> Stretch {
        var stretch = Stretch()
        stretch.times.reserveCapacity(places.count)
        var hashing = LeafHashes(expecting: places.count)
        // Numbers below 1 would stand before the first.
        let first = places.lowerBound == 0 ? .min : places.lowerBound + 1
        try leaves.bind([.integer(first), .integer(places.upperBound)])
        while try leaves.step() {
            let seq = leaves.row.integer(0)
            guard seq == places.lowerBound + stretch.times.count + 1 else { throw Difference() }
            try leaves.row.withBytes(1) { leaf in
                guard let event = CanonicalLeaf(leaf), event.seq == seq else { throw Difference() }
                hashing.add(leaf)
                if let last = stretch.last, event.recordedAt < last {
                    stretch.clockSetBack.append(seq)
                }
                stretch.times.append(event.recordedAt)
            }
        }
        hashing.finish()
        stretch.hashes = hashing.hashes
        for start in stride(from: 0, to: stretch.hashes.count, by: Tile.capacity) {
            stretch.tiles.append(
                CompactRange(byLevel: stretch.hashes[start...].prefix(Tile.capacity)))
        }
        guard stretch.hashes.count == places.count else { throw Difference() }
        try expectTiles(stretch.hashes, from: places.lowerBound)
        return stretch
    }

    /// Throws unless the tiles of the leaves hold `hashes`, from the place `first` on, which begins a
    /// tile.
    private mutating func expectTiles(_ hashes: [Hash], from first: Int) throws {
        try tiles.bind([.integer(first / Tile.capacity)])
        // It may have been left in the midst of its rows.
        defer { tiles.reset() }
        var expected = hashes[...]
        while !expected.isEmpty, try tiles.step() {
            let tile = expected.prefix(Tile.capacity)
            let agrees = tiles.row.withBytes(0) { bytes in
                for (index, hash) in tile.enumerated()
                where Hash(bytes, at: index * Hash.byteCount) != hash { return false }
                return true
            }
            guard agrees else { throw Difference() }
            expected = expected.dropFirst(tile.count)
        }
        guard expected.isEmpty else { throw Difference() }
    }
}
