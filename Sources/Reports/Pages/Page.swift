package import Markup

/// A whole page of HTML: what is the same on all of them, around what is its own.
package struct Page {
    package let title: String
    /// Whose ledger it is of.
    package let owner: String
    package let place: PagePlace
    /// What stands at the foot of each sheet of paper.
    package let paperFooter: String
    package let content: [Markup]
    /// What stands at the end.
    package let footer: [Markup]

    package init(
        _ title: String, of owner: String, at place: PagePlace, paperFooter: String,
        content: [Markup], footer: [Markup] = []
    ) {
        self.title = title
        self.owner = owner
        self.place = place
        self.paperFooter = paperFooter
        self.content = content
        self.footer = footer
    }

    /// The page as it is written to a file.
    package var text: String {
        Markup.document(
            .element("html", [Attribute("lang", "en-GB")], [head, body.line]))
    }

    /// Nothing is loaded from anywhere and nothing runs, whatever may have slipped into the page.
    private var head: Markup {
        .element(
            "head", [],
            Markup.lines([
                .element("meta", [Attribute("charset", "utf-8")]),
                .element(
                    "meta",
                    [
                        Attribute("http-equiv", fixed: "Content-Security-Policy"),
                        Attribute("content", fixed: contentSecurityPolicy),
                    ]),
                .element(
                    "meta",
                    [
                        Attribute("name", "viewport"),
                        Attribute("content", fixed: "width=device-width, initial-scale=1"),
                    ]),
                .element("title", [], "\(title) – \(owner)"),
                .style(PageStyle.sheet(footer: paperFooter)),
            ]))
    }

    private var body: Markup {
        .element(
            "body", [],
            Markup.lines([
                .element(
                    "a", [Attribute("class", "skip"), .href(.part("main"))],
                    "Skip to main content"),
                .element(
                    "div", [Attribute("class", "page")],
                    Markup.lines([top, main, .element("footer", [], footer + [made])])),
            ]))
    }

    private var top: Markup {
        let links = place.navigation.map { label, path in
            Markup.element(
                "li", [],
                [
                    .element(
                        "a", [.href(.page(place.up + path))] + current(path), [Markup(label)])
                ])
        }
        let bar = Markup.element(
            "nav", [Attribute("aria-label", "Site")], [.element("ul", [], links)])
        return .element(
            "header", [Attribute("class", "top")],
            [.element("p", [], [.element("b", [], owner)])] + (links.isEmpty ? [] : [bar]))
    }

    private func current(_ path: String) -> [Attribute] {
        path == place.path ? [Attribute("aria-current", "page")] : []
    }

    private var main: Markup {
        .element(
            "main", [Attribute("id", "main"), Attribute("tabindex", "-1")], Markup.lines(content))
    }

    private var made: Markup {
        .element("p", [], "Made by Tallystick from the events of the ledger.")
    }
}

/// ``Page``'s second defence: only styles that stand in the page and pictures that stand in it.
private let contentSecurityPolicy: StaticString =
    """
    default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'
    """

extension Markup {
    /// A list of points.
    package static func list(_ items: [[Markup]], _ attributes: [Attribute] = []) -> Markup {
        .element("ul", attributes, items.map { Markup.element("li", [], $0).line })
    }

    /// A link.
    package static func link(_ label: String, _ address: Address) -> Markup {
        .element("a", [.href(address)], label)
    }

    /// Terms with what is said of each.
    package static func terms(
        _ terms: [(term: [Markup], said: [Markup])], _ style: StaticString
    ) -> Markup {
        .element(
            "dl", [Attribute("class", fixed: style)],
            terms.map { entry in
                Markup([.element("dt", [], entry.term), .element("dd", [], entry.said)]).line
            })
    }

    /// What a page is of, and of which history.
    package static func facts(_ facts: [(label: String, value: String)]) -> Markup {
        .terms(
            facts.map { label, value in
                ([Markup(label)], [label == "Head" ? .code(value) : Markup(value)])
            }, "facts")
    }

    /// A heading with an id to be linked to.
    package static func heading(_ level: Int, _ text: String, id: String? = nil) -> Markup {
        let attributes = id.map { [Attribute("id", $0)] } ?? []
        return switch level {
        case 1: .element("h1", attributes, text)
        case 2: .element("h2", attributes, text)
        default: .element("h3", attributes, text)
        }
    }

    /// A paragraph.
    package static func paragraph(_ text: String) -> Markup { .element("p", [], text) }

    /// What is typed at a command line.
    package static func code(_ text: String) -> Markup { .element("code", [], text) }

    /// A command in a cell, which is broken between its words and never in one.
    static func command(_ text: String) -> Markup {
        let words = text.split(separator: " ").map { Markup.element("span", [], String($0)) }
        let spaced = words.enumerated().flatMap { $0 == 0 ? [$1] : [Markup(" "), $1] }
        return .element("code", [Attribute("class", "command")], spaced)
    }
}
