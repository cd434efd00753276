/// What one place in the sources says went wrong, and what to do about it.
struct SourceMessage: Hashable {
    let module: String
    /// The type of the error.
    let type: String
    /// What it is made with first: `usage` in `Failure(.usage, …)`, `repeats` in
    /// `Refusal(repeats: …)`.
    let kind: String
    private(set) var sentences: [String] = []
    private(set) var remedies: [String] = []

    /// Reads what a call is given; the cursor is at its opening bracket.
    init(module: String, type: String, _ cursor: inout SwiftCursor) {
        self.module = module
        self.type = type
        var start = cursor
        start.index += 1
        start.skipSpace()
        if !start.isAtEnd, start.current == UInt8(ascii: ".") { start.index += 1 }
        kind = start.word()
        var reading = CallReading()
        reading.read(&cursor)
        sentences = reading.said.filter(isSentence)
        remedies = reading.advised.filter(isSentence)
    }

    /// The exit status it ends with, as ``TallyCommands`` has it; `nil` when that depends.
    var status: Int? {
        switch type {
        case "Failure", "LogError", "PackProblem": statuses[kind]
        case "UsageError", "ArgumentError", "ReadingProblem": 2
        case "Refusal": kind == "repeats" ? 0 : 3
        case "ImportProblem", "DefinitionProblem", "RowNote", "SiteProblem": 3
        case "SignatureProblem": kind == "cannotRun" ? 1 : 7
        case "CheckpointProblem": kind == "occupied" ? 3 : 5
        default: nil
        }
    }

    /// The parts that must be shown word for word by a test: the longest of each sentence between
    /// what differs.
    var fragments: [String] {
        (sentences + remedies).compactMap { sentence in
            let parts = sentence.split(separator: "…").map { part in
                String(
                    part.trimmingPrefix(while: \.isWhitespace).reversed()
                        .trimmingPrefix(while: \.isWhitespace).reversed())
            }
            return parts.max { $0.utf8.count < $1.utf8.count }
        }.filter { $0.utf8.count >= fragmentMinimum && $0.contains(" ") }
    }
}

/// Shorter parts stand in many texts by chance.
private let fragmentMinimum = 9

private let statuses = [
    "failed": 1, "usage": 2, "refused": 3, "exists": 3, "tooLarge": 3, "busy": 4, "integrity": 5,
    "altered": 5, "history": 6, "shorter": 6, "different": 6, "signature": 7, "storage": 8,
    "nothingFound": 9, "notALedger": 9, "interrupted": 130,
]

/// Names, paths and separators are no sentences: those have two words at least.
private func isSentence(_ text: String) -> Bool {
    text.split(separator: " ").count { $0.contains { $0.isLetter } } > 1
}

/// The texts in the brackets of a call, those that `+` joins put together.
private struct CallReading {
    private(set) var said: [String] = []
    private(set) var advised: [String] = []
    private var label = ""
    /// Whether what comes next can belong to the text before it; and whether a `+` says so.
    private var isOpen = false
    private var isJoined = false

    mutating func read(_ cursor: inout SwiftCursor) {
        var depth = 0
        repeat {
            if cursor.skipComment() { continue }
            switch cursor.current {
            case UInt8(ascii: "\""):
                take(cursor.text())
                continue
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "+"): isJoined = isOpen
            case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: ":"):
                (isOpen, isJoined) = (false, false)
                if depth == 1, cursor.current == UInt8(ascii: ",") { label = "" }
            case let byte where isWordByte(byte):
                takeWord(cursor.word(), isLabel: depth == 1 && cursor.sees(": "))
                continue
            default: break
            }
            cursor.index += 1
        } while depth > 0 && !cursor.isAtEnd
    }

    private mutating func takeWord(_ word: String, isLabel: Bool) {
        if isLabel { label = word }
        // Something else is put between two texts, or after one.
        if isJoined { append("…") }
    }

    private mutating func take(_ text: String) {
        if isJoined { append(text) } else { put(text) }
        (isOpen, isJoined) = (true, false)
    }

    private mutating func put(_ text: String) {
        switch label {
        case "hint", "remedy": advised.append(text)
        case "at", "details", "member", "sql", "separator": break
        default: said.append(text)
        }
    }

    private mutating func append(_ text: String) {
        let isAdvice = label == "hint" || label == "remedy"
        let last = isAdvice ? advised.last : said.last
        guard let last, !(text == "…" && last.hasSuffix("…")) else { return }
        if isAdvice {
            advised[advised.count - 1] += text
        } else {
            said[said.count - 1] += text
        }
    }
}
