internal import EventLog
internal import Ledger

/// A file of facts, one flat JSON object a line, of which a few pieces at a time are in memory: while
/// what one says is decided on, the next are read on other threads.
struct FactFile {
    /// Whether the lines say when they were recorded, and by whom.
    private let keepsTimes: Bool
    /// The next piece of the file, empty at its end.
    private let nextPiece: () throws -> [UInt8]
    /// The beginning of a line that the next piece ends.
    private var begun: [UInt8] = []
    private var isAtEnd = false
    /// What is left of the piece that is decided on.
    private var lines = FactLines()
    private var linesBefore = 0
    /// The pieces that come next.
    private var ahead: [LinesAhead] = []
    /// Where facts come from that do not say so themselves; `nil` when that is not recorded.
    var origin: FactOrigin?

    init(keepsTimes: Bool, nextPiece: @escaping () throws -> [UInt8]) {
        self.keepsTimes = keepsTimes
        self.nextPiece = nextPiece
    }

    /// A line that holds something, by its number in the file.
    struct Line {
        var number: Int
        /// What it says, or why it cannot be read.
        let entry: Result<Entry, any Error>
    }

    /// The next line that holds something; `nil` at the end.
    mutating func next() throws -> Line? {
        while true {
            if var line = lines.next() {
                line.number += linesBefore
                return line
            }
            try readAhead()
            guard !ahead.isEmpty else { return nil }
            linesBefore += lines.count
            lines = ahead.removeFirst().wait()
        }
    }

    /// Starts to read the next pieces.
    private mutating func readAhead() throws {
        while ahead.count < piecesAhead, let bytes = try nextWholeLines() {
            ahead.append(LinesAhead(bytes, keepsTimes: keepsTimes))
        }
    }

    /// The bytes up to the end of a line; of a line that is too long, only so many that it shows.
    private mutating func nextWholeLines() throws -> [UInt8]? {
        var bytes = begun
        begun = []
        while !isAtEnd {
            let piece = try nextPiece()
            isAtEnd = piece.isEmpty
            if let end = piece.lastIndex(of: UInt8(ascii: "\n")) {
                begun = Array(piece[(end + 1)...])
                return bytes + piece[...end]
            }
            if bytes.count <= FactLines.lineMaximum { bytes += piece }
        }
        return bytes.isEmpty ? nil : bytes
    }
}

/// How many pieces are read before they are needed.
private let piecesAhead = 4

/// What is wrong with the lines of a file, none of which is recorded then.
struct LineProblems {
    private var unreadable: [String] = []
    private var disorder: Failure?
    private var refused: [String] = []
    private var last: Instant?
    private var factCount = 0

    /// Whether deciding on further lines can still be of use.
    var isDeciding: Bool {
        unreadable.isEmpty && disorder == nil && refused.count < problemsMaximum
    }

    /// Whether there is room for more of them.
    var isReading: Bool { unreadable.count < problemsMaximum }

    mutating func add(unreadable error: any Error, _ line: Int) {
        unreadable.append("line \(line): \(error)")
    }

    /// Notes why an entry is refused; throws on what is wrong with the storage.
    ///
    /// - Parameter line: `nil` when the entry stands in no line.
    mutating func add(refused error: any Error, _ line: Int?) throws {
        var problems = EntryProblems()
        try problems.add(error, 0)
        let place = line.map { "line \($0): " } ?? ""
        refused += problems.problems.map { place + $0.sentence }
    }

    /// Recording times must not go back from fact to fact.
    mutating func expectOrder(_ entry: Entry) {
        factCount += 1
        guard let recordedAt = entry.recordedAt, disorder == nil else { return }
        if let last, recordedAt < last {
            disorder = Failure(
                .refused,
                "fact \(factCount) was recorded at \(recordedAt), before the one above it (\(last))",
                hint: "put the facts in the order in which they were recorded")
        }
        last = recordedAt
    }

    /// Throws what is wrong; lines that cannot be read come first, because others may depend on
    /// them.
    func expectNone() throws {
        if unreadable.isEmpty, let disorder { throw disorder }
        let sentences = unreadable.isEmpty ? refused : unreadable
        guard !sentences.isEmpty else { return }
        throw Failure(
            .refused, sentences.joined(separator: "\n"),
            hint: "nothing was recorded; correct the file and run it again")
    }
}

/// How many problems of a file are told.
private let problemsMaximum = 50

extension FactFile {
    /// Records every line with `record`, after the entry `first` that stands in no line.
    ///
    /// - Throws: ``Failure`` that tells the lines that cannot be read or recorded.
    mutating func record(
        after first: Entry? = nil, line: Line? = nil,
        with record: (Entry) throws -> Outcome, _ told: (Outcome) -> Void
    ) throws {
        var problems = LineProblems()
        func decide(_ entry: Entry, _ line: Int?) throws {
            problems.expectOrder(entry)
            guard problems.isDeciding else { return }
            do {
                guard entry.source == nil, let origin else { return told(try record(entry)) }
                var entry = entry
                entry.source = origin.source(row: line)
                told(try record(entry))
            } catch {
                try problems.add(refused: error, line)
            }
        }
        func take(_ line: Line) throws {
            switch line.entry {
            case .success(let entry): try decide(entry, line.number)
            case .failure(let error): problems.add(unreadable: error, line.number)
            }
        }
        if let first { try decide(first, nil) }
        if let line { try take(line) }
        while problems.isReading, let line = try next() { try take(line) }
        try problems.expectNone()
    }
}
