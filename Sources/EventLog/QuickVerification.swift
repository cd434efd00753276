internal import CanonicalJSON
internal import Dispatch
internal import SQLite
internal import Synchronization

extension EventLog {
    /// The tree over all events and the events at which a clock was set back, when every leaf, tile
    /// and head is in order; `nil` when anything is not.
    ///
    /// It does what ``carefulLeaves(_:_:)`` does, with threads that hash stretches of the log side by
    /// side, and leaves it to that to say what is wrong and where.
    func quickLeaves(
        _ heads: [RecordedHead], _ progress: (Int, Int) -> Void
    ) throws -> CheckedLeaves? {
        let size = try size()
        let checkers = try (0..<checkerCount).map { _ in try LeafChecker(place) }
        var growth = Growth(heads)
        while growth.leaves.tree.size < size {
            // No more than one stretch for each thread is held at a time, however long the log.
            let start = growth.leaves.tree.size
            DispatchQueue.concurrentPerform(iterations: checkers.count) { index in
                let first = start + index * stretchCount
                checkers[index].check(first..<max(first, min(first + stretchCount, size)))
            }
            for checker in checkers {
                guard let stretch = checker.takeStretch(), growth.take(stretch) else { return nil }
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
/// How many leaves a thread hashes at a time: whole tiles.
private let stretchCount = 64 * Tile.capacity

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

/// Checks stretches of a log on a thread of its own.
private final class LeafChecker: Sendable {
    private let reader: Mutex<LogReader>
    private let stretch = Mutex<Stretch?>(nil)

    init(_ place: LogPlace) throws { reader = Mutex(try place.reader()) }

    /// The stretch last checked; `nil` when something was wrong in it.
    func takeStretch() -> Stretch? { stretch.withLock { $0.take() } }

    /// Checks the events whose places in the tree, counted from 0, are `places`.
    func check(_ places: Range<Int>) {
        // What is wrong is found out by reading again, so here it does not matter.
        let found = reader.withLock { try? Self.stretch(places, $0) }
        stretch.withLock { $0 = found }
    }

    private static func stretch(
        _ places: Range<Int>, _ reader: borrowing LogReader
    ) throws -> Stretch? {
        var stretch = Stretch()
        guard !places.isEmpty else { return stretch }
        stretch.hashes.reserveCapacity(places.count)
        stretch.times.reserveCapacity(places.count)
        var object = PlainObject()
        // Numbers below 1 would stand before the first.
        let first = places.lowerBound == 0 ? .min : places.lowerBound + 1
        try reader.scanLeaves(from: first, through: places.upperBound) { seq, leaf in
            let event = try canonicalEnvelope(leaf, &object)
            guard seq == places.lowerBound + stretch.hashes.count + 1, event.seq == seq else {
                throw Difference()
            }
            stretch.hashes.append(leafHash(leaf))
            if let last = stretch.last, event.recordedAt < last { stretch.clockSetBack.append(seq) }
            stretch.times.append(event.recordedAt)
        }
        for start in stride(from: 0, to: stretch.hashes.count, by: Tile.capacity) {
            stretch.tiles.append(CompactRange(stretch.hashes[start...].prefix(Tile.capacity)))
        }
        let agree =
            try stretch.hashes.count == places.count
            && reader.tilesHold(stretch.hashes, from: places.lowerBound)
        return agree ? stretch : nil
    }
}

/// The envelope of a leaf that is in its canonical form.
private func canonicalEnvelope(
    _ leaf: borrowing Span<UInt8>, _ object: inout PlainObject
) throws -> EventEnvelope {
    if let plain = EventEnvelope(plain: leaf, &object) { return plain }
    guard isCanonicalJSON(leaf) else { throw Difference() }
    return try EventEnvelope(leaf: leaf)
}

extension LogReader {
    /// Whether the tiles of the leaves hold `hashes`, from the place `first` on, which begins a tile.
    fileprivate func tilesHold(_ hashes: [Hash], from first: Int) throws -> Bool {
        var statement = try connection.prepare(
            "SELECT hashes FROM tile WHERE level = 0 AND position >= :first ORDER BY position")
        try statement.bind(["first": .integer(first / Tile.capacity)])
        var expected = hashes[...]
        while !expected.isEmpty, try statement.step() {
            let tile = expected.prefix(Tile.capacity)
            let agrees = statement.row.withBytes(0) { bytes in
                for (index, hash) in tile.enumerated()
                where Hash(bytes, at: index * Hash.byteCount) != hash { return false }
                return true
            }
            guard agrees else { return false }
            expected = expected.dropFirst(tile.count)
        }
        return expected.isEmpty
    }
}
