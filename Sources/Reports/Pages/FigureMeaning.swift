internal import Projections

/// What a figure means, as the page of its read model defines it.
package struct FigureMeaning: Sendable, Equatable {
    package let figure: String
    /// The definition, as spans of text.
    package let definition: [Span]

    /// A piece of a line of Markdown.
    package enum Span: Sendable, Equatable {
        case text(String)
        case code(String)
        case strong(String)
    }

    /// What a figure of a report means, or `nil` when no page says.
    package static func of(_ figure: String, models: [String]) -> FigureMeaning? {
        for model in models.reversed() {
            if let spans = definitionBook[model]?.figures[figure] {
                return FigureMeaning(figure: figure, definition: spans)
            }
        }
        return nil
    }

    /// What to mind about the figures of a read model, a paragraph each.
    package static func pitfalls(of model: String) -> [[Span]] {
        definitionBook[model]?.pitfalls ?? []
    }

    /// Every figure that the page of a read model defines, in its order.
    package static func all(of model: String) -> [FigureMeaning] {
        guard let page = definitionBook[model] else { return [] }
        return page.order.map { FigureMeaning(figure: $0, definition: page.figures[$0] ?? []) }
    }
}

extension Report {
    /// The pages that define its figures: those of its read models, and its own where no read model
    /// is behind it.
    package var definingPages: [String] {
        sources.map(\.model) + (definitionBook[name] == nil ? [] : [name])
    }
}

/// The pages that come with the program: of the read models, and of what is read from the log.
private let definitionBook: [String: DefinitionPage] = {
    let pages =
        ReadModel.all.map { ($0.name, $0.page) } + [("data-quality", DataQuality.page)]
    return Dictionary(pages.compactMap { name, page in page.map { (name, DefinitionPage($0)) } }) {
        first, _ in first
    }
}()

/// What the README of a read model says of its figures.
struct DefinitionPage {
    private(set) var figures: [String: [FigureMeaning.Span]] = [:]
    /// The figures in the order in which they are defined.
    private(set) var order: [String] = []
    private(set) var pitfalls: [[FigureMeaning.Span]] = []

    /// Reads the tables whose rows begin with names in code, and the list under `Pitfalls`.
    init(_ markdown: String) {
        var section = ""
        var pitfall: String?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#") { section = line.drop { $0 == "#" }.trimmed }
            let goesOn = line.hasPrefix("  ") && pitfall != nil
            if goesOn { pitfall? += " " + line.trimmed }
            if let found = pitfall, !goesOn {
                pitfalls.append(spans(of: found))
                pitfall = nil
            }
            if section == "Pitfalls", line.hasPrefix("- ") {
                pitfall = String(line.dropFirst(2))
            }
            if !section.contains("tables") { define(line) }
        }
    }

    /// Takes in a row such as ``| `engagedSchools` | schools open at V … |``.
    private mutating func define(_ line: Substring) {
        guard line.hasPrefix("| `") else { return }
        let cells = line.replacing("\\|", with: "¦").split(separator: "|").map(\.trimmed)
        guard cells.count >= 2 else { return }
        let names = spans(of: cells[0]).compactMap { span -> String? in
            if case .code(let name) = span { name } else { nil }
        }
        let definition = cells[1].replacing("¦", with: "|")
        // A row of several names may say of each what it is, one after the other.
        let parts = definition.split(separator: "; ").map(String.init)
        let said = parts.count == names.count ? parts : names.map { _ in definition }
        for (name, said) in zip(names, said) where figures[name] == nil {
            figures[name] = spans(of: said)
            order.append(name)
        }
    }
}

/// A line of Markdown in spans: code, strong text, and links as what they are called.
private func spans(of line: String) -> [FigureMeaning.Span] {
    var found: [FigureMeaning.Span] = []
    var plain = ""
    var rest = line[...]
    func take(_ mark: String, _ make: (String) -> FigureMeaning.Span) -> Bool {
        guard rest.hasPrefix(mark),
            let end = rest.dropFirst(mark.count).firstRange(of: mark)?.lowerBound
        else { return false }
        if !plain.isEmpty { found.append(.text(plain)) }
        plain = ""
        found.append(make(String(rest[rest.index(rest.startIndex, offsetBy: mark.count)..<end])))
        rest = rest[rest.index(end, offsetBy: mark.count)...]
        return true
    }
    while let letter = rest.first {
        if take("`", { .code($0) })
            || take("**", { .strong($0.replacing("`", with: "")) })
        {
            continue
        }
        if letter == "[", let link = rest.prefixMatch(of: /\[([^\]]*)\]\([^)]*\)/) {
            plain += link.output.1
            rest = rest[link.range.upperBound...]
            continue
        }
        plain.append(letter)
        rest = rest.dropFirst()
    }
    if !plain.isEmpty { found.append(.text(plain)) }
    // Emphasis says nothing that the words do not.
    return found.map { span in
        if case .text(let text) = span { .text(text.replacing("*", with: "")) } else { span }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

extension Figure.Value {
    /// The unit of the number, for people and as machine forms have it.
    ///
    /// - Parameter name: That of the figure, which tells what a number of its own does not.
    package func unit(of name: String) -> String {
        switch self {
        case .count: "a count; whole numbers"
        case .people: "a count of people; whole numbers"
        case .pence: "pounds and pence; whole pence in JSON, CSV and spreadsheets"
        case .decimal(_, let places):
            (name.hasSuffix("Percent") ? "per cent" : "a number")
                + " with \(places) decimals, rounded half up once"
        case .fewerThanFive, .withheld: "a count of people; whole numbers"
        case .missing:
            name.hasSuffix("Pence") ? Self.pence(0).unit(of: name) : "none, as it is not available"
        }
    }
}
