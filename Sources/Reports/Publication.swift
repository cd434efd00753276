package import CanonicalJSON
package import EventLog
package import Events
internal import ProjectionEngine
internal import Programme
internal import Projections

/// A report as it was issued: what was asked, of which history, and the digest of what was written.
package struct Publication: Equatable, Sendable {
    /// The event that says so.
    package let seq: Int
    /// The day it was issued.
    package let day: Day
    package let report: String
    package let options: JSONValue
    /// The history it was made from.
    package let head: Head
    /// SHA-256 of the bytes written, in hexadecimal.
    package let sha256: String
    package let to: String?

    /// The form it was written in; `nil` for one this program does not know.
    package var format: ReportFormat? {
        ReportFormat(rawValue: options["format"]?.text ?? ReportFormat.text.rawValue)
    }
}

extension ReportBuilder {
    /// Every report published, as the ledger reads at event `last`; oldest first.
    package func publications(through last: Int = .max) throws -> [Publication] {
        try facts(under: "report:", through: last).compactMap { reading in
            guard case .ledger(.reportPublished(let data)) = reading.fact,
                let root = Hash(base64: data.headRoot.text)
            else { return nil }
            return Publication(
                seq: reading.seq, day: reading.validFrom, report: data.report.text,
                options: data.options, head: Head(size: data.headSize, root: root),
                sha256: data.sha256.text, to: data.to)
        }
    }

    /// Makes a published report again: as it was known then, or as `seq` is known.
    ///
    /// - Returns: `nil` when this program cannot read what was asked.
    package func remake(
        _ publication: Publication, knownAt seq: Int? = nil, today: Day
    ) throws -> (any PrintedReport)? {
        guard var options = ReportOptions(named: publication.options, today: today) else {
            return nil
        }
        options.knownAt = .seq(seq ?? publication.head.size)
        return try make(publication.report, options)
    }

    /// Makes the report called `name`.
    ///
    /// - Parameter progress: Called now and then by a report that walks through the history.
    /// - Returns: `nil` when there is no report of that name.
    package func make(
        _ name: String, _ options: ReportOptions,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> (any PrintedReport)? {
        if let report = StandardReport.named(name) {
            let made = try report.make(self, options, progress)
            return (made as? Report)?.disclosed ?? made
        }
        return try models.all().first { $0.isAdded && $0.name == name }
            .map { try added($0, options) }
    }
}

/// The SHA-256 of what was written, in hexadecimal.
package func digest(ofPrinted text: String) -> String {
    SHA256.hash(text).hex
}
