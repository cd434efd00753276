internal import CanonicalJSON
internal import Events
internal import Reports

extension FigureChange {
    var words: String {
        let change = difference.map { " (\($0 < 0 ? "−" : "+")\(number($0.magnitude)))" } ?? ""
        return "\(printable(figure)): \(before.words) → \(after.words)\(change)"
    }

    /// A difference in the form of the figure.
    private func number(_ magnitude: UInt) -> String {
        let value = Int(clamping: magnitude)
        return switch after {
        case .count, .people: Figure.Value.count(value).words
        case .pence: Figure.Value.pence(value).words
        case .decimal(_, let places): Figure.Value.decimal(value, places: places).words
        case .missing, .fewerThanFive, .withheld: ""
        }
    }

    var json: JSONValue { .object(members) }

    fileprivate var members: [(String, JSONValue?)] {
        [
            ("figure", .string(figure)), ("before", before.json), ("after", after.json),
            ("difference", difference.map { _ in differenceJSON }),
        ]
    }

    private var differenceJSON: JSONValue {
        guard let difference else { return .null }
        if case .decimal(_, let places) = after {
            return .number(Figure.Value.decimal(difference, places: places).digits ?? "")
        }
        return .integer(difference)
    }
}

extension ForeseenFigures {
    func lines(isTrial: Bool) -> [String] {
        let place = authority.map { "of \($0)" } ?? "everywhere"
        let part = programme.map { ", \($0)" } ?? ""
        let hole = isComplete ? "" : ", INCOMPLETE: an event is quarantined"
        let verb = isTrial ? "would change" : "changed"
        return ["Figures \(place)\(part) as of the end of \(asOf.words) \(verb)\(hole):"]
            + changes.map { "  " + $0.words }
    }

    /// Each change by itself, with the day and the area it is of.
    var json: [JSONValue] {
        changes.map { change in
            .object(
                [
                    ("asOf", .string(asOf.text)),
                    ("authority", authority.map { .string($0.text) } ?? .null),
                    ("programme", programme.map { .string($0.text) } ?? .null),
                ] + change.members + [("complete", isComplete ? nil : .bool(false))])
        }
    }
}

extension [ForeseenFigures] {
    func lines(isTrial: Bool) -> [String] {
        isEmpty
            ? ["No headline figure \(isTrial ? "would change" : "changed")"]
            : flatMap { $0.lines(isTrial: isTrial) }
    }

    var json: JSONValue { .array(flatMap(\.json)) }
}
