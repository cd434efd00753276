package import Events

/// Why a fact is not legal where it would stand in its story.
///
/// The sentence names the fact it collides with, the remedy says what to do; neither has a full
/// stop.
package struct Refusal: Error, Equatable, Sendable {
    package let sentence: String
    package let remedy: String
    /// Whether the fact is refused because its effect already holds.
    package let isRepetition: Bool
    /// The facts told later that would not be legal any more, in the order of the story.
    package let dependents: [Dependent]

    /// A fact that depends on what was to be changed.
    package struct Dependent: Equatable, Sendable {
        package let seq: Int
        package let type: String
        package let validFrom: Day
        /// Why it would not be legal.
        package let sentence: String
    }

    package init(_ sentence: String, remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
        isRepetition = false
        dependents = []
    }

    /// Other facts would not be legal any more.
    package init(dependents: [Dependent]) {
        let listed = dependents.prefix(dependentsListedMaximum).map { one in
            "event \(one.seq) (\(one.type) from \(one.validFrom)) would not be legal: "
                + one.sentence
        }
        let more = dependents.count - listed.count
        sentence = listed.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
        remedy =
            dependents.count == 1
            ? "correct or retract event \(dependents[0].seq) first, or choose another date"
            : "correct or retract those events first, or choose another date"
        isRepetition = false
        self.dependents = dependents
    }

    /// The fact would bring about what `since` already brought about.
    package init(repeats since: Since, _ sentence: String) {
        self.sentence = "\(sentence) (\(since))"
        remedy = "correct event \(since.seq) if its date or details are wrong"
        isRepetition = true
        dependents = []
    }
}

/// How many of the facts that would not be legal are spelt out.
package let dependentsListedMaximum = 20

extension Refusal: CustomStringConvertible {
    package var description: String { "\(sentence); \(remedy)" }
}
