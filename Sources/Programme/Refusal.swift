/// Why a fact is not legal where it would stand in its story.
///
/// The sentence names the fact it collides with, the remedy says what to do; neither has a full
/// stop.
package struct Refusal: Error, Equatable, Sendable {
    package let sentence: String
    package let remedy: String
    /// Whether the fact is refused because its effect already holds.
    package let isRepetition: Bool

    package init(_ sentence: String, remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
        isRepetition = false
    }

    /// The fact would bring about what `since` already brought about.
    package init(repeats since: Since, _ sentence: String) {
        self.sentence = "\(sentence) (\(since))"
        remedy = "correct event \(since.seq) if its date or details are wrong"
        isRepetition = true
    }
}

extension Refusal: CustomStringConvertible {
    package var description: String { "\(sentence); \(remedy)" }
}
