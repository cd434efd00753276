internal import Dispatch
internal import Events
internal import Ledger
internal import Synchronization

/// Some lines of a file of facts, read.
struct FactLines {
    /// Those that hold something and were not taken yet, each by its number among these, the last
    /// first.
    private var lines: [FactFile.Line] = []
    /// How many there are, the empty ones too.
    private(set) var count = 0

    /// The most bytes a line may have; the leaf of an event has fewer.
    static let lineMaximum = 1 << 20

    init() {}

    /// Reads whole lines; the last may lack its line feed.
    init(_ bytes: [UInt8], keepsTimes: Bool) {
        var reader = EntryReader()
        var start = 0
        while start < bytes.count {
            let end = Self.end(from: start, bytes.span)
            count += 1
            if !Self.isEmpty(bytes.span.extracting(start..<end)) {
                let line = Array(bytes[start..<end])
                let entry = Result { try Self.entry(line, keepsTimes, &reader) }
                lines.append(FactFile.Line(number: count, entry: entry))
            }
            start = end + 1
        }
        lines.reverse()
    }

    /// Takes the next line that holds something; `nil` when there is none left.
    mutating func next() -> FactFile.Line? { lines.popLast() }

    /// Where the line ends that begins at `start`.
    private static func end(from start: Int, _ bytes: borrowing Span<UInt8>) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        return end
    }

    private static func isEmpty(_ line: borrowing Span<UInt8>) -> Bool {
        for index in line.indices {
            guard [0x20, 0x0D, 0x09].contains(line[index]) else { return false }
        }
        return true
    }

    private static func entry(
        _ line: [UInt8], _ keepsTimes: Bool, _ reader: inout EntryReader
    ) throws -> Entry {
        guard line.count <= lineMaximum else {
            throw ReadingProblem("the line has more than \(lineMaximum) bytes")
        }
        var entry = try reader.entry(line)
        if !keepsTimes {
            entry.recordedAt = nil
            entry.recordedBy = nil
        }
        entry.readFact()
        return entry
    }
}

/// Lines that are read on another thread.
final class LinesAhead: Sendable {
    private let lines = Mutex(FactLines())
    private let reading = DispatchGroup()

    /// Starts to read whole lines.
    init(_ bytes: [UInt8], keepsTimes: Bool) {
        DispatchQueue.global().async(group: reading) {
            let found = FactLines(bytes, keepsTimes: keepsTimes)
            self.lines.withLock { $0 = found }
        }
    }

    /// The lines, once they are read; to be asked for once.
    func wait() -> FactLines {
        reading.wait()
        return lines.withLock { lines in
            defer { lines = FactLines() }
            return lines
        }
    }
}
