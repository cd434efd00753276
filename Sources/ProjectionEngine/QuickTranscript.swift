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
    /// Every fact told, in the order of its root event, as it reads at the end; then payments and
    /// participations that were corrected.
    let facts: [Reading]
    /// The payments that are told without a value for each.
    let payments: Payments
    /// Who took part, told without a fact for each.
    let participations: Participations
    /// Where the facts about schools, areas and programmes stand, in the order of the story.
    let story: [Int]
    /// Where the facts about money stand, and those about programmes that they depend on.
    let money: [Int]
    /// Where the facts stand that others may quote before their day.
    let foretold: [Int]

    /// - Parameters:
    ///   - threads: How many threads read; each has a connection of its own.
    ///   - pageSize: How many events a thread reads at a time: a power of two, so that their tree is
    ///     a subtree; unless given, so many that the threads are done at about the same time.
    /// - Returns: `nil` when an event needs a closer look, or the log does not hold what its tiles
    ///   say.
    init?(
        _ log: EventLog, through last: Int, _ telling: Telling, threads: Int = 2,
        pageSize: Int? = nil,
        _ progress: (Int) -> Void
    ) throws {
        guard last > 0 else { return nil }
        let pageSize = pageSize ?? (last < 1 << 16 ? 1 << 9 : 1 << 12)
        var pages = Pages(pageSize: pageSize)
        let readers = try (0..<threads).map { try PageReader($0, log.place, telling) }
        while pages.tree.size < last {
            let first = pages.tree.size + 1
            let end = min(last, pages.tree.size + pageSize * pagesAtATime)
            let stack = PageStack(first...end, pageSize: pageSize)
            DispatchQueue.concurrentPerform(iterations: readers.count) { readers[$0].read(stack) }
            for number in 0..<stack.count {
                guard let page = stack.take(number) else { return nil }
                pages.append(page)
            }
            progress(pages.tree.size)
        }
        head = Head(size: pages.tree.size, root: pages.tree.root)
        // The leaves are those that were appended; so what they say need not be doubted.
        guard try log.head(size: last) == head else { return nil }
        guard let amended = pages.amended(readers.map(\.paymentNames)) else { return nil }
        self.facts = amended.facts
        self.payments = amended.payments
        participations = amended.participations
        (story, money, foretold) = amended.inOrder()
    }
}

/// How many pages are read between two reports of progress.
private let pagesAtATime = 64

/// What the pages read so far say together.
private struct Pages {
    private(set) var tree = CompactRange()
    private var facts: [Reading] = []
    private var payments: [(reader: Int, lines: [Payments.Line])] = []
    private var participations: Participations
    private var amendments: [Page.Amendment] = []
    private let pageSize: Int

    init(pageSize: Int) {
        self.pageSize = pageSize
        participations = Participations(pageSize: pageSize)
    }

    mutating func append(_ page: consuming Page) {
        tree.append(page.tree)
        facts.append(contentsOf: page.facts)
        payments.append((page.reader, page.payments))
        participations.append(page.participations)
        amendments.append(contentsOf: page.amendments)
    }

    /// Everything as it reads at the end; `nil` when something cannot be read.
    ///
    /// - Parameter names: What the payments of each reader name.
    mutating func amended(
        _ names: [(purposes: [Payments.Purpose], bearers: [Body])]
    ) -> Amended? {
        var all = Payments(pageSize: pageSize)
        let numbers = names.map { (all.numbers(of: $0.purposes), all.numbers(of: $0.bearers)) }
        for index in payments.indices {
            let (purposes, bearers) = numbers[payments[index].reader]
            // Taken out, so that there are not two of each.
            var lines: [Payments.Line] = []
            swap(&lines, &payments[index].lines)
            all.append(lines, purposes: purposes, bearers: bearers)
        }
        // Moved, because to change one of a million facts in a copy is to copy them all.
        var facts: [Reading] = []
        swap(&facts, &self.facts)
        facts.reserveCapacity(facts.count + amendments.count)
        var participations = Participations()
        swap(&participations, &self.participations)
        var amended = Amended(consume facts, consume all, consume participations)
        for amendment in amendments { guard amended.take(amendment) else { return nil } }
        amended.settle()
        return amended
    }
}
