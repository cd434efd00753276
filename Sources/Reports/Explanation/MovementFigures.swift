internal import Events
internal import ProjectionEngine
internal import SQLite

/// The figures of each measure of a movement, in the order in which they are read.
let movementFigureNames =
    ["opening", "restatements"] + statementLines.map(\.rawValue) + ["closing"]

extension MovementMeasure {
    /// What a figure of this measure is called where the measure is not said otherwise: `joiners` of
    /// schools, `pointsOfContact.joiners` of points of contact.
    func figureName(_ name: String) -> String {
        self == .engagedSchools ? name : "\(rawValue).\(name)"
    }
}

extension Report {
    /// The figures of the measures that a movement does not put first.
    var figuresByMeasure: [Figure] {
        groups.flatMap(\.groups).compactMap { group in
            MovementMeasure(rawValue: group.key).map { ($0, group.figures) }
        }.flatMap { measure, figures in
            figures.map { Figure(measure.figureName($0.name), $0.value) }
        }
    }
}

extension Evidence {
    /// What one figure of a movement counts.
    func movement(of measure: MovementMeasure, _ figure: String) throws -> Opened {
        let movement = try movements()[measure] ?? MovementOfMeasure()
        let names = try schoolNames()
        let items: [MovementItem]
        switch figure {
        case "opening": items = try openingThen(measure) ?? movement.opening
        case "closing": items = movement.closing
        case "restatements": items = try restated(movement.opening, since: openingThen(measure))
        // Leavers are counted and then subtracted.
        case "leavers":
            items = movement.moved.filter { $0.line == .leavers }.map(\.negated)
        default: items = movement.moved.filter { $0.line?.rawValue == figure }
        }
        return Opened(counted: items.map { $0.explained(names) })
    }

    private func openingThen(_ measure: MovementMeasure) throws -> [MovementItem]? {
        try builder.openingsAsKnownThen(options)[measure]
    }

    /// What the opening counts now and did not then, and the reverse.
    private func restated(_ now: [MovementItem], since then: [MovementItem]?) -> [MovementItem] {
        guard let then else { return [] }
        let (known, counted) = (Set(then.map(\.key)), Set(now.map(\.key)))
        return now.filter { !known.contains($0.key) }
            + then.filter { !counted.contains($0.key) }.map(\.negated)
    }
}

extension MovementItem {
    fileprivate func explained(_ names: [String: String]) -> Explanation.Item {
        let change =
            switch (line, adds > 0) {
            case (nil, true): "counted since"
            case (nil, false): "not counted any more; was since"
            case (.leavers?, _), (_, false): "out since"
            case (_, true): "in since"
            }
        let since = "\(change) \(Day(number: day))"
        return Explanation.Item(
            key: key, name: names[school] ?? school, la: la, adds: adds,
            detail: pair.map { "\($0), \(since)" } ?? since, events: events)
    }
}
