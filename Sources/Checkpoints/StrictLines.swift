/// The lines of a text that has one spelling: UTF-8, each line ended by a line feed.
struct StrictLines {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) { rest = Array(bytes)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the next line, without its line feed.
    ///
    /// - Parameter what: What the line should hold, for the sentence when there is none.
    mutating func next(_ what: String) throws(CheckpointProblem) -> String {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            throw CheckpointProblem("the line with \(what) is missing or not ended")
        }
        defer { rest = rest[(end + 1)...] }
        guard let line = String(validating: rest[..<end], as: UTF8.self) else {
            throw CheckpointProblem("the line with \(what) is not UTF-8")
        }
        return line
    }
}

/// The number that `text` is the only spelling of: digits, without leading zeroes.
package func decimal(_ text: String) -> Int? {
    guard let number = Int(text), number >= 0, String(number) == text else { return nil }
    return number
}
