internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger

/// A file of facts: one flat JSON object a line.
enum FactFile {
    /// Reads every line; empty lines are passed over.
    ///
    /// - Parameter keepingTimes: Whether the lines say when they were recorded, and by whom.
    static func entries(_ bytes: [UInt8], keepingTimes: Bool) throws -> [Entry] {
        var entries: [Entry] = []
        var problems: [String] = []
        for (index, line) in lines(bytes).enumerated() {
            do {
                var entry = try Entry(flat: try JSONValue(parsing: Array(line)))
                if !keepingTimes {
                    entry.recordedAt = nil
                    entry.recordedBy = nil
                }
                entries.append(entry)
            } catch {
                problems.append("line \(index + 1): \(error)")
                if problems.count == 50 { break }
            }
        }
        guard problems.isEmpty else {
            throw Failure(
                .refused, problems.joined(separator: "\n"),
                hint: "nothing was recorded; correct the file and run it again")
        }
        return entries
    }

    /// The lines that hold something.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x0D || byte == 0x09 }
        return bytes.split(separator: UInt8(ascii: "\n")).filter { !$0.allSatisfy(isSpace) }
    }

    static func lineCount(_ bytes: [UInt8]) -> Int { lines(bytes).count }

    /// Recording times must not go back from line to line.
    static func expectOrder(_ entries: [Entry]) throws {
        var last: Instant?
        for (index, entry) in entries.enumerated() {
            guard let recordedAt = entry.recordedAt else { continue }
            if let last, recordedAt < last {
                throw Failure(
                    .refused,
                    "fact \(index + 1) was recorded at \(recordedAt), before the one above it (\(last))",
                    hint: "put the facts in the order in which they were recorded")
            }
            last = recordedAt
        }
    }

    /// Tells the problems of entries by the lines they are on.
    static func failure(_ problems: EntryProblems, shift: Int = 0) -> Failure {
        let lines = problems.problems.map { "line \($0.index + 1 + shift): \($0.sentence)" }
        return Failure(
            .refused, lines.joined(separator: "\n"),
            hint: "nothing was recorded; correct the file and run it again")
    }
}
