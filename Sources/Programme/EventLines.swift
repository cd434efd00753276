/// What is kept of an event that needs no fact of its own.
protocol EventLine: Sendable {
    /// The event.
    var seq: Int32 { get }
}

/// Lines in the order of their events, page by page as they were read: one array would have to be
/// copied to grow.
struct EventLines<Line: EventLine>: Sendable {
    private var pages: [[Line]] = []
    /// A power of two, no less than the lines of any page.
    private let pageSize: Int

    init(pageSize: Int) { self.pageSize = pageSize }

    var count: Int { pages.reduce(0) { $0 + $1.count } }

    /// The line at a place, which is no more than a number: places are in order, with gaps.
    subscript(place: Int) -> Line {
        get { pages[place / pageSize][place % pageSize] }
        set { pages[place / pageSize][place % pageSize] = newValue }
    }

    /// Takes the next page.
    mutating func append(_ lines: [Line]) { if !lines.isEmpty { pages.append(lines) } }

    /// Where the line of event `seq` is; `nil` when there is none.
    func place(ofEvent seq: Int) -> Int? {
        let page = pages.partitioningIndex { ($0.last.map { Int($0.seq) } ?? .min) >= seq }
        guard page < pages.count else { return nil }
        let line = pages[page].partitioningIndex { Int($0.seq) >= seq }
        guard line < pages[page].count, Int(pages[page][line].seq) == seq else { return nil }
        return page * pageSize + line
    }

    func forEach(_ body: (_ place: Int, _ line: Line) throws -> Void) rethrows {
        for (number, page) in pages.enumerated() {
            for (offset, line) in page.enumerated() { try body(number * pageSize + offset, line) }
        }
    }

    func allSatisfy(_ holds: (Line) -> Bool) -> Bool {
        pages.allSatisfy { $0.allSatisfy(holds) }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on `isPast` holds.
    fileprivate func partitioningIndex(_ isPast: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isPast(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
