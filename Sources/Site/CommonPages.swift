internal import EventLog
internal import Events
internal import Markup
internal import Projections
internal import Reports

extension SiteMaterial {
    /// The pages that every site has.
    var commonPages: [SiteFile] {
        [
            SiteFile("index.html") { [self] in indexPage },
            SiteFile("definitions.html") { [self] in definitionsPage },
            SiteFile("accessibility.html") { [self] in accessibilityPage },
        ]
    }

    // MARK: - The first page

    private var indexPage: String {
        Page(
            "Reports", of: ledger, at: place("index.html"), paperFooter: paperFooter,
            content: indexStart + indexFigures + indexReports + indexAreas,
            footer: [
                .element("p", [], [Markup("Head: "), .code("\(head.size) \(head.root.base64)")])
            ]
        ).text
    }

    private var indexStart: [Markup] {
        let layout = reports.first?.layout
        let facts = (layout?.facts ?? []).filter { $0.label != "Read models" }
        return [.heading(1, "Reports of \(ledger)")]
            + (layout?.banner.map { [.element("p", [Attribute("class", "banner")], $0)] } ?? [])
            + [.facts(facts)]
    }

    private var indexFigures: [Markup] {
        guard let first = reports.first, let table = first.layout.headline else { return [] }
        let paths = explained.first { $0.name == first.name }?.paths ?? [:]
        return [
            .heading(2, "Engagement at a glance"),
            table.markup(part: "headline") { paths[$0.key].map { .page($0) } },
        ]
    }

    private var indexReports: [Markup] {
        let items = reports.filter { $0.basis.ending.isEmpty }.map { site -> [Markup] in
            let others = reports.filter {
                $0.standard.name == site.standard.name && !$0.basis.ending.isEmpty
            }
            let versions = others.flatMap { other -> [Markup] in
                [Markup("; "), .link(other.basis.short, .page(other.path))]
            }
            return [
                .link(site.layout.title, .page(site.path)),
                Markup(" – \(site.standard.question) For \(site.standard.audience)"),
            ] + versions + [Markup(".")]
        }
        return [.heading(2, "Reports"), .list(items)]
    }

    private var indexAreas: [Markup] {
        guard !areas.isEmpty else { return [] }
        return [
            .heading(2, "Local authorities"),
            .list(areas.map { [.link("\($0.name) (\($0.code))", .page($0.path))] }),
        ]
    }

    // MARK: - Definitions

    private var definitionsPage: String {
        let sections = models.flatMap { model -> [Markup] in
            let meanings = FigureMeaning.all(of: model)
            guard !meanings.isEmpty else { return [] }
            return [
                .heading(
                    2,
                    ReadModel.named(model) == nil
                        ? "Read from the log: \(model)" : "Read model \(model)", id: model),
                .terms(
                    meanings.map { one in
                        let label = Figure(one.figure, .missing).label
                        let name = label == one.figure ? "" : "\(label): "
                        return ([Markup(name), .code(one.figure)], one.definition.map(\.markup))
                    }, "meanings"),
            ] + pitfalls(model)
        }
        return Page(
            "Definitions", of: ledger, at: place("definitions.html"), paperFooter: paperFooter,
            content: [
                .heading(1, "What the figures mean"),
                .paragraph(
                    "V is the day reported, taken at its end. The area and its boundary basis are "
                        + "named at the top of each report."),
                .paragraph(
                    "Names in code are those of the JSON and CSV forms, and of the command line."),
            ] + sections
        ).text
    }

    private func pitfalls(_ model: String) -> [Markup] {
        let found = FigureMeaning.pitfalls(of: model)
        guard !found.isEmpty else { return [] }
        return [.heading(3, "Pitfalls"), .list(found.map { $0.map(\.markup) })]
    }

    // MARK: - Accessibility

    private var accessibilityPage: String {
        Page(
            "Accessibility", of: ledger, at: place("accessibility.html"), paperFooter: paperFooter,
            content: accessibilityStatement
        ).text
    }

    private var accessibilityStatement: [Markup] {
        [
            .heading(1, "Accessibility statement"),
            .paragraph(
                "These pages are made to meet the Web Content Accessibility Guidelines 2.2 at level "
                    + "AA. They run no scripts and load nothing from anywhere."),
            .heading(2, "What is done"),
            .list(
                [
                    "Every page has one heading of the first level, a link that skips to the main "
                        + "content, and a language.",
                    "Every table has a caption, and headings that say which row or column they are of.",
                    "Every drawing has a title, says in words what it shows, and stands beside the "
                        + "table it is drawn from. None of them relies on colour.",
                    "Text is never smaller than 12 pixels, also on a screen 320 pixels wide, and "
                        + "stands out from what is behind it by at least 4.5 to 1.",
                    "Pages can be printed; sheets repeat the headings of a table, and say which "
                        + "history they were made from.",
                    "The colours that a reader chooses are kept.",
                ].map { [Markup($0)] }),
            .heading(2, "How it was tested"),
            .paragraph(
                "scripts/browser-test of Tallystick opens every page of a site in Chromium and looks "
                    + "for what a program can find: axe-core's rules for the guidelines, the size and "
                    + "contrast of text, the order of the keyboard, narrow screens, forced colours, "
                    + "tagged PDF, and HTML without errors."),
            .heading(2, "What a program cannot check"),
            .list(
                [
                    "How the pages sound in a screen reader that people use. Nobody has listened to "
                        + "this site unless whoever publishes it says so.",
                    "Whether the words are plain, and whether a drawing says the right thing.",
                    "Whether the names of schools and strands, which come from the ledger, are "
                        + "written as their readers would write them.",
                ].map { [Markup($0)] }),
            .heading(2, "What to do when something is in the way"),
            .paragraph(
                "Tell whoever gave you these pages. Every report is there as CSV, JSON and a "
                    + "spreadsheet too."),
        ]
    }
}

extension SiteMaterial.Basis {
    /// The basis in few words.
    fileprivate var short: String {
        switch boundary {
        case .asWas: "areas as they were"
        case .current: "today's areas"
        case .held(_, let day): "areas of \(day.words)"
        }
    }
}
