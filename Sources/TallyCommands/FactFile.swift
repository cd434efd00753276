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
        for (number, line) in lines(bytes) {
            do {
                var entry = try Entry(flat: try JSONValue(parsing: Array(line)))
                if !keepingTimes {
                    entry.recordedAt = nil
                    entry.recordedBy = nil
                }
                entries.append(entry)
            } catch {
                problems.append("line \(number): \(error)")
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

    /// The lines that hold something, by their numbers in the file.
    private static func lines(_ bytes: [UInt8]) -> [(number: Int, text: ArraySlice<UInt8>)] {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x0D || byte == 0x09 }
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated().map { ($0 + 1, $1) }.filter { !$0.text.allSatisfy(isSpace) }
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

    /// Tells the problems of entries by the lines of the file they are on.
    ///
    /// - Parameter added: How many entries stood before those of the file.
    static func failure(
        _ problems: EntryProblems, in bytes: [UInt8], added: Int = 0
    ) -> Failure {
        let numbers = lines(bytes).map(\.number)
        let lines = problems.problems.map { problem in
            let index = problem.index - added
            let place = numbers.indices.contains(index) ? "line \(numbers[index]): " : ""
            return place + problem.sentence
        }
        return Failure(
            .refused, lines.joined(separator: "\n"),
            hint: "nothing was recorded; correct the file and run it again")
    }
}
