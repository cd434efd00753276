internal import Dispatch
internal import SQLite
internal import Synchronization

extension EventLog {
    /// The tree over all events and the events at which a clock was set back, when every leaf, tile
    /// and head is in order; `nil` when anything is not.
    ///
    /// It does what ``carefulTree(_:)`` does, with threads that hash stretches of the log side by
    /// side, and leaves it to that to say what is wrong and where.
    func quickTree(_ heads: [RecordedHead]) throws -> (tree: CompactRange, clockSetBack: [Int])? {
        let size = try size()
        let checkers = try (0..<checkerCount).map { _ in try LeafChecker(place) }
        var bySize = Dictionary(grouping: heads) { $0.head.size }
        var tree = CompactRange()
        var last: Instant?
        var clockSetBack: [Int] = []
        while tree.size < size {
            // No more than one stretch for each thread is held at a time, however long the log.
            let start = tree.size
            DispatchQueue.concurrentPerform(iterations: checkers.count) { index in
                let first = start + index * stretchCount
                checkers[index].check(first..<max(first, min(first + stretchCount, size)))
            }
            for checker in checkers {
                guard let stretch = checker.takeStretch() else { return nil }
                for hash in stretch.hashes {
                    tree.append(hash)
                    for recorded in bySize.removeValue(forKey: tree.size) ?? []
                    where recorded.head.root != tree.root { return nil }
                }
                if let last, let first = stretch.first, first < last {
                    clockSetBack.append(tree.size - stretch.hashes.count + 1)
                }
                clockSetBack += stretch.clockSetBack
                last = stretch.last ?? last
            }
        }
        return bySize.isEmpty ? (tree, clockSetBack) : nil
    }
}

private let checkerCount = 2
/// How many leaves a thread hashes at a time: whole tiles.
private let stretchCount = 64 * Tile.capacity

/// Consecutive events that were found in order.
private struct Stretch: Sendable {
    var hashes: [Hash] = []
    var first: Instant?
    var last: Instant?
    var clockSetBack: [Int] = []
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
        // Numbers below 1 would stand before the first.
        let first = places.lowerBound == 0 ? .min : places.lowerBound + 1
        try reader.scanLeaves(from: first, through: places.upperBound) { seq, leaf in
            let event = try EventEnvelope(leaf: leaf)
            guard seq == places.lowerBound + stretch.hashes.count + 1, event.seq == seq else {
                throw Disagreement()
            }
            stretch.hashes.append(leafHash(leaf))
            if let last = stretch.last, event.recordedAt < last { stretch.clockSetBack.append(seq) }
            stretch.first = stretch.first ?? event.recordedAt
            stretch.last = event.recordedAt
        }
        let agree =
            try stretch.hashes.count == places.count
            && reader.tilesHold(stretch.hashes, from: places.lowerBound)
        return agree ? stretch : nil
    }

    private struct Disagreement: Error {}
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
