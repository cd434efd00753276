internal import Markup

/// A bar from one number to another, with what it is called and its number in words.
struct ChartBar {
    let label: String
    let words: String
    /// From where to where; `nil` when there is nothing to draw.
    let span: (from: Int, to: Int)?

    init(_ point: ChartPoint) {
        label = point.label
        words = point.words
        span = point.number.map { (0, $0) }
    }

    private init(label: String, words: String, span: (from: Int, to: Int)) {
        (self.label, self.words, self.span) = (label, words, span)
    }

    /// A bridge: the first and the last stand on the ground, each between begins where the one before
    /// ended.
    static func bridge(_ points: [ChartPoint]) -> [ChartBar] {
        var reached = 0
        return points.indices.map { index in
            let point = points[index]
            let isEnd = index == 0 || index == points.count - 1
            let from = isEnd ? 0 : reached
            reached = from + (point.number ?? 0)
            let sign = !isEnd && (point.number ?? 0) > 0 ? "+" : ""
            return ChartBar(
                label: point.label, words: sign + point.words, span: (from, reached))
        }
    }
}

/// Horizontal bars, each under its label and number.
struct BarDrawing {
    let bars: [ChartBar]

    var pieces: DrawnPieces {
        let ends = bars.compactMap(\.span).flatMap { [$0.from, $0.to] } + [0]
        let (least, most) = (ends.min() ?? 0, ends.max() ?? 0)
        let scale = Scale(least: least, most: most)
        var drawn = DrawnPieces(pieces: [], height: 0)
        for bar in bars { drawn.add(bar, scale) }
        let zero = Markup.element(
            "line",
            [
                Attribute("class", "axis"), Attribute("x1", across(scale[0])),
                Attribute("x2", across(scale[0])), Attribute("y1", 0),
                Attribute("y2", drawn.height),
            ], [])
        // Only where bars go both ways does the ground need a line.
        if least < 0 { drawn.pieces.append(zero) }
        return drawn
    }

    /// Numbers to thousandths of the width.
    struct Scale {
        let least: Int
        let most: Int

        subscript(_ number: Int) -> Int {
            most == least ? 0 : ((number - least) * 1_000 + (most - least) / 2) / (most - least)
        }
    }
}

extension DrawnPieces {
    fileprivate mutating func add(_ bar: ChartBar, _ scale: BarDrawing.Scale) {
        var lines = wrapped("\(bar.label)  \(bar.words)")
        let last = lines.removeLast()
        for line in lines { addLine([Markup(line)]) }
        // The number is in bold, where it has not been broken into two lines.
        if last.hasSuffix(bar.words) {
            let label = String(last.dropLast(bar.words.count))
            addLine([
                Markup(label), .element("tspan", [Attribute("class", "value")], bar.words),
            ])
        } else {
            addLine([Markup(last)])
        }
        if let span = bar.span {
            let (from, to) = (scale[min(span.from, span.to)], scale[max(span.from, span.to)])
            pieces.append(
                Markup.element(
                    "rect",
                    [
                        Attribute("class", "bar"), Attribute("x", across(from)),
                        Attribute("y", height + 4), Attribute("width", across(max(to - from, 2))),
                        Attribute("height", 14),
                    ], []
                ).line)
        }
        height += 26
    }

    private mutating func addLine(_ content: [Markup]) {
        height += 18
        pieces.append(
            Markup.element("text", [Attribute("x", 0), Attribute("y", height - 3)], content).line)
    }
}
