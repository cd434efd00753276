package import Projections

/// A figure opened to what it counts: each thing with the events that put it there, and what was
/// left out, with the reason.
package struct Explanation: Sendable {
    package let report: Report
    package let figure: Figure
    /// The read model that was read.
    package let model: ReadModel
    /// What the figure is worked out from where it is no read model: `the events of the log`.
    package let source: String?
    /// What the ledger itself says the figure means, as known.
    package let definition: Report.Definition?
    /// What is counted; the counts add up to the figure.
    package private(set) var counted: [Item]
    package private(set) var leftOut: [Item]
    /// The figures that a quotient is made of.
    package let parts: [Part]
    /// How a quotient is worked out from its parts.
    package let formula: String?
    /// Why there is nothing to open.
    package let remark: String?

    /// The same without all that was counted and left out, which may be a great deal.
    package var withoutItems: Explanation {
        var explanation = self
        (explanation.counted, explanation.leftOut) = ([], [])
        return explanation
    }

    /// One school, pair, trust or amount.
    package struct Item: Sendable, Equatable {
        package let key: String
        package let name: String
        package let la: String
        /// What it adds to the figure, in the unit of the figure: things, pence, or the smallest
        /// decimal.
        package var adds: Int
        /// Strand and days, what an amount was for, or the reason it is left out.
        package var detail: String
        /// The events that put it there, with all that was said about them later.
        package var events: [Int]
        /// The events that say which area it is in: the school's state, the area's membership.
        package var placedBy: [Int] = []
        /// The rules that counted it, or left it out.
        package var rules: [Int] = []
        /// What is alike about it and its neighbours, as a heading.
        package var group = ""
        /// Why it is left out; `nil` for what is counted.
        package var reason: String?
        /// What it would add if it were not left out, where that is an amount.
        package var wouldAdd: Int?
        /// Whether another part of the same thing is counted, or left out for another reason.
        package var isPart = false
    }

    /// A figure that another is worked out from.
    package struct Part: Sendable {
        package let role: String
        package let figure: Figure
        /// The command that opens it, without `tally`.
        package let words: [String]

        package var command: String { (["tally"] + words).joined(separator: " ") }
    }

    /// What the figure is worked out from, in words.
    package var sourceWords: String {
        source ?? "read model \(model.name), version \(model.definitionVersion)"
    }

    /// The sum of what is counted.
    package var sum: Int { counted.reduce(0) { $0 + $1.adds } }

    /// Whether the figure is a sum of what is counted, rather than missing or a quotient.
    package var isSum: Bool { formula == nil && figure.value != .missing }
}

/// What a figure counts and what it leaves out.
struct Opened {
    var counted: [Explanation.Item]
    var leftOut: [Explanation.Item] = []
}

extension Explanation.Item {
    /// The same item, left out because of `reason`.
    func leftOut(_ reason: String, wouldAdd: Int? = nil) -> Self {
        var item = self
        item.adds = 0
        item.reason = reason
        item.wouldAdd = wouldAdd
        return item
    }

    /// The same item, taken away instead of added.
    var negated: Self {
        var item = self
        item.adds = -adds
        item.wouldAdd = wouldAdd.map { -$0 }
        return item
    }
}
