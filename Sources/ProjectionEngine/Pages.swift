internal import CanonicalJSON
internal import Dispatch
internal import EventLog
internal import Events
internal import Programme
internal import Synchronization

/// What a stretch of the log says, read in place.
struct Page: Sendable {
    /// The tree over its leaves.
    var tree = CompactRange()
    /// The facts told that its events state, oldest first, before any correction.
    var facts: [Reading] = []
    /// What its events say about others.
    var amendments: [Amendment] = []

    /// A correction or a retraction.
    struct Amendment: Sendable {
        let seq: Int
        let target: Int
        /// The replacement as canonical JSON; `nil` for a retraction.
        let replacement: [UInt8]?
    }
}

/// Reads stretches of the log on a thread of its own.
final class PageReader: Sendable {
    private let reader: Mutex<LogReader>
    private let page = Mutex<Page?>(nil)
    private let uses: [ObjectIdentifier: Use]

    /// What is done with events of a type.
    private enum Use { case tell, correct, retract, passOver, judge }

    init(_ place: LogPlace, _ telling: Telling) throws {
        reader = Mutex(try place.reader())
        let types = vocabulary.values.map { type in
            (ObjectIdentifier(type), Self.use(type.descriptor.type, telling))
        }
        uses = Dictionary(uniqueKeysWithValues: types)
    }

    private static func use(_ type: String, _ telling: Telling) -> Use {
        switch type {
        case EventCorrected.descriptor.type: .correct
        case EventRetracted.descriptor.type: .retract
        // How another event is to be read must be known before any is told.
        case QuarantineResolved.descriptor.type: .judge
        default: telling.tells(type) ? .tell : .passOver
        }
    }

    /// The page last read; `nil` when something in it needs a closer look.
    func takePage() -> Page? { page.withLock { $0.take() } }

    /// Reads events `seqs`.
    func read(_ seqs: ClosedRange<Int>) {
        let found = reader.withLock { try? self.page(seqs, $0) }
        page.withLock { $0 = found }
    }

    private func page(
        _ seqs: ClosedRange<Int>, _ reader: borrowing LogReader
    ) throws -> Page {
        var page = Page()
        page.facts.reserveCapacity(seqs.count / 2)
        try reader.scanLeaves(from: seqs.lowerBound, through: seqs.upperBound) { seq, leaf in
            guard seq == seqs.lowerBound + page.tree.size else { throw Unusual() }
            page.tree.append(leafHash(leaf))
            try take(seq, leaf, into: &page)
        }
        guard page.tree.size == seqs.count else { throw Unusual() }
        return page
    }

    private func take(
        _ seq: Int, _ leaf: borrowing Span<UInt8>, into page: inout Page
    ) throws {
        guard let tail = LeafTail(leaf),
            let type = FactType.named(leaf.extracting(tail.type)),
            let use = uses[ObjectIdentifier(type)]
        else { throw Unusual() }
        if use == .passOver { return }
        guard use != .judge, tail.version == type.descriptor.version,
            var cursor = LeafTail.data(leaf),
            let day = Day(utf8: leaf.extracting(tail.validFrom))
        else { throw Unusual() }
        switch use {
        case .tell:
            page.facts.append(
                Reading(seq: seq, validFrom: day, fact: try type.read(&cursor, leaf)))
        default: page.amendments.append(try amendment(seq, &cursor, leaf))
        }
    }

    /// Reads `{"approvedBy":…,"replacement":{…},"target":7}`.
    private func amendment(
        _ seq: Int, _ cursor: inout JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws -> Page.Amendment {
        var replacement: [UInt8]?
        try cursor.beginObject(leaf)
        if cursor.member("approvedBy", leaf) { _ = try cursor.skipValue(leaf) }
        if cursor.member("replacement", leaf) {
            replacement = copy(of: leaf, try cursor.skipValue(leaf))
        }
        guard cursor.member("target", leaf) else { throw Unusual() }
        return Page.Amendment(
            seq: seq, target: try cursor.integer(leaf), replacement: replacement)
    }
}

/// An event that is not as nearly all are: the log is then read with more care.
struct Unusual: Error {}

func copy(of bytes: borrowing Span<UInt8>, _ place: Range<Int>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(place.count)
    for index in place { copy.append(bytes[index]) }
    return copy
}
