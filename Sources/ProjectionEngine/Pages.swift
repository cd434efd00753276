internal import CanonicalJSON
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
    /// The payments among them that need no value each; what they name is numbered by the reader.
    var payments: [Payments.Line] = []
    /// Who took part, where that needs no fact.
    var participations: [Participations.Line] = []
    /// Which reader read it.
    let reader: Int
    /// What its events say about others.
    var amendments: [Amendment] = []

    init(by reader: Int) { self.reader = reader }

    /// A correction or a retraction.
    struct Amendment: Sendable {
        let seq: Int
        let target: Int
        /// The replacement as canonical JSON; `nil` for a retraction.
        let replacement: [UInt8]?
    }
}

/// Pages that threads read side by side, each taking the next when it is done with one.
final class PageStack: Sendable {
    private let seqs: ClosedRange<Int>
    private let pageSize: Int
    private let state: Mutex<(begun: Int, pages: [Page?])>
    let count: Int

    init(_ seqs: ClosedRange<Int>, pageSize: Int) {
        self.seqs = seqs
        self.pageSize = pageSize
        count = (seqs.count + pageSize - 1) / pageSize
        state = Mutex((0, Array(repeating: nil, count: count)))
    }

    /// The next page to be read: its number, and its events.
    func next() -> (number: Int, seqs: ClosedRange<Int>)? {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun - 1
        }
        guard number < count else { return nil }
        let first = seqs.lowerBound + number * pageSize
        return (number, first...min(first + pageSize - 1, seqs.upperBound))
    }

    func put(_ page: Page?, at number: Int) { state.withLock { $0.pages[number] = page } }

    /// Takes a page that was read; `nil` when something in it needs a closer look.
    func take(_ number: Int) -> Page? { state.withLock { $0.pages[number].take() } }
}

/// Reads stretches of the log on a thread of its own.
final class PageReader: Sendable {
    private let number: Int
    private let place: Mutex<Place>
    private let uses: [Use]
    private let types: [FactType]

    private struct Place: ~Copyable {
        let log: LogReader
        /// The types of event, numbered as ``uses`` are.
        var typeNumbers: TextNumbers
        var payments = PaymentReader()
    }

    /// What is done with events of a type.
    private enum Use { case tell, pay, takePart, correct, retract, passOver, judge }

    /// - Parameter number: Which of the readers of one history it is.
    init(_ number: Int, _ log: LogPlace, _ telling: Telling) throws {
        self.number = number
        types = Array(vocabulary.values)
        uses = types.map { Self.use($0.descriptor.type, telling) }
        var numbers = TextNumbers()
        for type in types {
            let name = Array(type.descriptor.type.utf8)
            _ = numbers.number(of: name.span)
        }
        place = Mutex(Place(log: try log.reader(), typeNumbers: numbers))
    }

    private static func use(_ type: String, _ telling: Telling) -> Use {
        switch type {
        case EventCorrected.descriptor.type: .correct
        case EventRetracted.descriptor.type: .retract
        // How another event is to be read must be known before any is told.
        case QuarantineResolved.descriptor.type: .judge
        case SpendRecorded.descriptor.type where telling.addsUpPayments && telling.tells(type): .pay
        case ParticipationRecorded.descriptor.type where telling.tells(type): .takePart
        default: telling.tells(type) ? .tell : .passOver
        }
    }

    /// Reads pages until all are begun.
    func read(_ stack: PageStack) {
        while let next = stack.next() {
            // Whatever is wrong, the careful way finds it again.
            stack.put(place.withLock { try? page(next.seqs, &$0) }, at: next.number)
        }
    }

    /// What the payments of its pages name, in the order of their numbers.
    var paymentNames: (purposes: [Payments.Purpose], bearers: [Body]) {
        place.withLock { ($0.payments.purposes, $0.payments.bodies) }
    }

    private func page(_ seqs: ClosedRange<Int>, _ place: inout Place) throws -> Page {
        var page = Page(by: number)
        let uses = uses
        var (typeNumbers, payments) = (place.typeNumbers, PaymentReader())
        swap(&payments, &place.payments)
        defer { swap(&payments, &place.payments) }
        var leaves = LeafHashes(expecting: seqs.count)
        var count = 0
        try place.log.scanLeaves(from: seqs.lowerBound, through: seqs.upperBound) { seq, leaf in
            guard seq == seqs.lowerBound + count else { throw Unusual() }
            count += 1
            leaves.add(leaf)
            guard let tail = LeafTail(leaf) else { throw Unusual() }
            let type = typeNumbers.number(of: leaf.extracting(tail.type))
            guard type < uses.count else { throw Unusual() }
            if uses[type] == .passOver { return }
            try take(seq, leaf, tail, type, &payments, into: &page)
        }
        guard count == seqs.count else { throw Unusual() }
        leaves.finish()
        page.tree = CompactRange(byLevel: leaves.hashes[...])
        return page
    }

    private func take(
        _ seq: Int, _ leaf: borrowing Span<UInt8>, _ tail: LeafTail, _ type: Int,
        _ payments: inout PaymentReader, into page: inout Page
    ) throws {
        guard uses[type] != .judge, tail.version == types[type].descriptor.version,
            var cursor = LeafTail.data(leaf),
            let day = Day(utf8: leaf.extracting(tail.validFrom))
        else { throw Unusual() }
        if uses[type] == .pay, let line = try payments.read(seq, day, cursor, leaf) {
            page.payments.append(line)
        } else if uses[type] == .takePart {
            let data = try ParticipationRecorded(reading: &cursor, leaf)
            guard let line = Participations.Line(data, on: day, seq: seq) else { throw Unusual() }
            page.participations.append(line)
        } else if uses[type] == .correct || uses[type] == .retract {
            page.amendments.append(try amendment(seq, &cursor, leaf))
        } else {
            page.facts.append(
                Reading(seq: seq, validFrom: day, fact: try types[type].read(&cursor, leaf)))
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
            replacement = [UInt8](copying: leaf.extracting(try cursor.skipValue(leaf)))
        }
        guard cursor.member("target", leaf) else { throw Unusual() }
        return Page.Amendment(
            seq: seq, target: try cursor.integer(leaf), replacement: replacement)
    }
}

/// An event that is not as nearly all are: the log is then read with more care.
struct Unusual: Error {}
