internal import Events
internal import Markup
internal import Programme

/// A line through numbers over time, its first and last number beside it.
struct LineDrawing {
    private let days: [(day: Int, point: ChartPoint, number: Int)]
    /// The marks on days that are drawn, each with its label in lines.
    private let shownMarks: [(mark: ReportTable.Chart.Mark, lines: [String])]
    /// The round numbers of the grid.
    private let steps: (step: Int, top: Int)
    private let top: Int

    init(points: [ChartPoint], marks: [ReportTable.Chart.Mark]) {
        let days = points.compactMap { point -> (day: Int, point: ChartPoint, number: Int)? in
            guard let day = Day(point.key), let number = point.number else { return nil }
            return (day.number, point, number)
        }
        let drawn = days.isEmpty ? nil : days[0].day...days[days.count - 1].day
        let shown = marks.filter { drawn?.contains($0.day.number) ?? false }.map { mark in
            (mark, wrapped("\(mark.day.words): \(mark.label)"))
        }
        self.days = days
        shownMarks = shown
        steps = roundSteps(to: max(1, days.map(\.number).max() ?? 1))
        top = 26 + 18 * shown.reduce(0) { $0 + $1.1.count }
    }

    var pieces: DrawnPieces {
        DrawnPieces(
            pieces: grid + markPieces + [curve] + ends + years, height: bottom + 26)
    }

    /// Where the plot lies: from `left` to `right` in thousandths, from `top` to `bottom` in pixels.
    private static let (left, right) = (30, 970)
    private var bottom: Int { top + 220 }

    private func x(_ day: Int) -> Int {
        let (first, last) = (days.first?.day ?? 0, days.last?.day ?? 0)
        guard last > first else { return Self.left }
        return Self.left + (day - first) * (Self.right - Self.left) / (last - first)
    }

    private func y(_ number: Int) -> Int {
        bottom - max(0, number) * (bottom - top) / steps.top
    }

    private var grid: [Markup] {
        stride(from: 0, through: steps.top, by: steps.step).flatMap { number in
            let place = y(number)
            let line = Markup.element(
                "line",
                [
                    Attribute("class", number == 0 ? "axis" : "grid"), Attribute("x1", "0"),
                    Attribute("x2", "100%"), Attribute("y1", place), Attribute("y2", place),
                ], [])
            let label = Markup.element(
                "text", [Attribute("x", 0), Attribute("y", place - 4)], words(number))
            return number == 0 ? [line] : [line, label]
        }
    }

    private func words(_ number: Int) -> String {
        guard case .number(let value)? = days.first?.point.cell else { return String(number) }
        return value.of(number).words
    }

    /// A day is marked by an upright line, with what it is above the plot.
    private var markPieces: [Markup] {
        var height = -4
        return shownMarks.flatMap { mark, lines -> [Markup] in
            let place = across(x(mark.day.number))
            let label = lines.map { text in
                height += 18
                return Markup.element("text", [Attribute("x", 0), Attribute("y", height)], text)
            }
            let line = Markup.element(
                "line",
                [
                    Attribute("class", "mark"), Attribute("x1", place), Attribute("x2", place),
                    Attribute("y1", height + 6), Attribute("y2", bottom),
                ], [])
            return [line] + label
        }
    }

    /// The line itself, in a picture of its own that is stretched to the width.
    private var curve: Markup {
        let path = days.map { "\(x($0.day)),\(y($0.number))" }.joined(separator: " ")
        return .element(
            "svg",
            [
                Attribute("x", "0"), Attribute("y", "0"), Attribute("width", "100%"),
                Attribute("height", bottom + 26),
                Attribute("viewBox", "0 0 1000 \(bottom + 26)"),
                Attribute("preserveAspectRatio", "none"), Attribute("aria-hidden", "true"),
            ],
            [
                .element(
                    "polyline",
                    [
                        Attribute("class", "curve"), Attribute("points", path),
                        Attribute("vector-effect", "non-scaling-stroke"),
                    ], [])
            ])
    }

    private var ends: [Markup] {
        guard let first = days.first, let last = days.last else { return [] }
        let dots = [first, last].map { one in
            Markup.element(
                "circle",
                [
                    Attribute("class", "dot"), Attribute("cx", across(x(one.day))),
                    Attribute("cy", y(one.number)), Attribute("r", 5),
                ], [])
        }
        let label = Markup.element(
            "text",
            [
                Attribute("class", "value"), Attribute("x", across(x(last.day))),
                Attribute("y", y(last.number) - 10), Attribute("text-anchor", "end"),
            ], last.point.words)
        return dots + [label]
    }

    /// The first and the last day below the plot.
    private var years: [Markup] {
        guard let first = days.first, let last = days.last else { return [] }
        let places = [(first, "0", "start"), (last, "100%", "end")]
        return places.map { one, x, anchor in
            Markup.element(
                "text",
                [
                    Attribute("x", x), Attribute("y", bottom + 20),
                    Attribute("text-anchor", anchor),
                ], Day(number: one.day).words)
        }
    }
}

/// The numbers of a grid of at most five lines that goes up to `most` or just above it.
private func roundSteps(to most: Int) -> (step: Int, top: Int) {
    var step = 1
    while true {
        for factor in [1, 2, 5] where step * factor * 4 >= most {
            let found = step * factor
            return (found, (most + found - 1) / found * found)
        }
        step *= 10
    }
}
