internal import CanonicalJSON
package import Events
package import Programme

/// A fact and the day it holds from: one line of a story.
package struct Told: Equatable, Sendable, CustomStringConvertible {
    package var fact: Fact
    package var from: Day

    package init(_ fact: Fact, from: Day) {
        self.fact = fact
        self.from = from
    }

    /// Puts the data of one type among the facts of every type, by writing and reading it.
    package init(_ data: some FactData, from: Day) {
        var writer = JSONWriter()
        data.write(to: &writer)
        let type = Swift.type(of: data).descriptor.type
        var cursor = JSONCursor()
        do throws(ReadingProblem) {
            fact = try Fact(type: type, version: 1, reading: &cursor, writer.bytes.span)
        } catch {
            preconditionFailure("\(type) cannot be read back: \(error)")
        }
        self.from = from
    }

    /// The same fact from another day.
    package func from(_ day: Day) -> Told { Told(fact, from: day) }

    package func reading(seq: Int) -> Reading { Reading(seq: seq, validFrom: from, fact: fact) }

    package var description: String {
        "\(fact.type) from \(from) \(String(decoding: fact.canonical, as: UTF8.self))"
    }
}
