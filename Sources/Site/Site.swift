internal import CanonicalJSON
package import EventLog
package import Events
internal import ProjectionEngine
package import Reports

/// All reports as pages that lead to each other, made from one point of the history.
package struct Site: Sendable {
    /// The files, by their path in the folder, with what is in them.
    package private(set) var files: [WrittenFile] = []
    /// The history it was made from.
    package let head: Head
    package let options: ReportOptions

    /// Makes every page.
    ///
    /// The same history, options and day give the same bytes.
    package static func make(_ builder: ReportBuilder, _ request: SiteRequest) throws -> Site {
        let material = try SiteMaterial(builder, request)
        var site = Site(head: material.head, options: material.options)
        site.add(material)
        site.files.sort { $0.path < $1.path }
        site.files.append(
            WrittenFile(path: manifestName, text: site.manifest(of: material.ledger).pretty))
        return site
    }

    private init(head: Head, options: ReportOptions) {
        (self.head, self.options) = (head, options)
    }

    private mutating func add(_ material: SiteMaterial) {
        let files =
            material.reports.flatMap(material.files)
            + material.areas.map { $0.page(at: material.place($0.path)) }
            + material.explained.flatMap(material.pages)
        self.files = (files + material.commonPages).written
    }

    /// What is in the folder, so that it is known again as ours.
    private func manifest(of ledger: String) -> JSONValue {
        .object([
            ("schema", .string("tally/site/1")), ("ledger", .string(ledger)),
            (
                "head",
                .object([("seq", .integer(head.size)), ("root", .string(head.root.base64))])
            ),
            ("options", .object(options.named)),
            (
                "files",
                .array(
                    files.map { file in
                        .object([
                            ("path", .string(file.path)),
                            ("sha256", .string(file.sha256)),
                        ])
                    })
            ),
        ])
    }
}

/// What is asked of a site.
package struct SiteRequest: Sendable {
    /// The state at the end of this day.
    package var asOf: Day
    /// The area; that of the authority that leads the programme when absent, if only one does.
    package var authority: Slug?
    package var programme: Slug?
    package var disclosure = Disclosure.exact
    /// What had been recorded; everything when absent.
    package var knownAt: KnownAt?

    package init(asOf: Day) { self.asOf = asOf }
}

/// The file that says what is in a site.
let manifestName = "site.json"
