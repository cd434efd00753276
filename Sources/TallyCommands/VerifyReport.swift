internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Imports
internal import Ledger
internal import ProjectionEngine
internal import Reports
internal import SQLite

private let reportFileWord = Argument<String>.word("FILE", "a report, as it was written")

/// The command that compares a report somebody holds with what the ledger says of it.
let verifyReportCommands: [Command<Session>] = [
    Command(
        "verify-report", "Check a report somebody holds against the ledger", group: "Prove",
        details:
            "Says whether the file is, byte for byte, a report that was published; or has the same "
            + "figures; or which figures differ. The report is also made again from the events it "
            + "was made from.",
        arguments: [reportFileWord], examples: ["verify-report march.txt"]
    ) { arguments, session in
        let bytes = try session.reportBytes(arguments[reportFileWord])
        let builder = ReportBuilder(try session.ledger(arguments[ledgerOption]))
        let finding = try session.find(bytes, builder)
        if arguments[jsonFlag] {
            session.print(finding.json.compact)
        } else {
            finding.lines.forEach { session.print(printable($0)) }
        }
        if let failure = finding.failure { throw failure }
    }
]

/// What became of a report when it was compared with the ledger.
private struct ReportFinding {
    /// The publication it is, or claims to be.
    var publication: Publication?
    var isByteForByte = false
    /// Whether the ledger, asked the same again, gives the same bytes.
    var isRemadeByteForByte = false
    /// Each figure that differs, in words.
    var differences: [String] = []
    /// Lines of the file that the report made again does not have; none when its figures differ.
    var strangeLines: [String] = []

    var verdict: String {
        switch (publication, isByteForByte, differences.isEmpty) {
        case (_?, true, _): "published"
        case (_?, false, true): "same-figures"
        case (nil, _, true): "not-published"
        case (_, _, false): "differs"
        }
    }

    var lines: [String] {
        var lines: [String] = []
        if let publication {
            let to = publication.to.map { " to \($0)" } ?? ""
            let event =
                "published on \(publication.day.words)\(to) as event \(publication.seq), of events 1 "
                + "to \(publication.head.size)"
            lines.append(
                isByteForByte
                    ? "Byte for byte the \(publication.report) report \(event)"
                    : differences.isEmpty
                        ? "The same figures as the \(publication.report) report \(event); other bytes"
                        : "NOT the \(publication.report) report \(event)")
        } else {
            lines.append("Not published: no event says that this report was issued")
            if differences.isEmpty { lines.append("Its figures are those the ledger gives") }
        }
        lines += differences.map { "  \($0)" }
        if differences.isEmpty {
            lines.append(
                isRemadeByteForByte
                    ? "Made again from the events, it comes out byte for byte the same"
                    : "Made again from the events, its figures are the same and its bytes are not")
        }
        if !strangeLines.isEmpty {
            lines.append("Lines of the file that are not in the report:")
            lines += strangeLines.prefix(strangeLinesMaximum).map { "  \($0)" }
        }
        return lines
    }

    var failure: Failure? {
        if !differences.isEmpty {
            return Failure(
                .integrity, "the report does not say what the ledger says",
                hint: "ask whoever gave it to you for the original; 'tally log' shows what was "
                    + "published")
        }
        if publication == nil {
            return Failure(
                .nothingFound, "this report was never published",
                hint: "'tally log --type ReportPublished' shows those that were")
        }
        return nil
    }

    var json: JSONValue {
        .object([
            ("schema", .string("tally/verify-report/1")), ("verdict", .string(verdict)),
            ("event", publication.map { .integer($0.seq) } ?? .null),
            ("remade", .bool(isRemadeByteForByte)),
            ("differences", .array(differences.map(JSONValue.string))),
            ("strangeLines", .array(strangeLines.map(JSONValue.string))),
        ])
    }
}

extension Session {
    fileprivate func reportBytes(_ file: String) throws -> [UInt8] {
        if file == "-" { return readStandardInput() }
        do { return try readFile(path(file), maximum: reportByteMaximum) } catch {
            throw Failure(
                .nothingFound, "\(file) cannot be read: \(error.message)",
                hint: "check its name, and who may read it")
        }
    }

    fileprivate func find(_ bytes: [UInt8], _ builder: ReportBuilder) throws -> ReportFinding {
        let text = String(decoding: bytes, as: UTF8.self)
        let published = try builder.publications()
        var finding = ReportFinding()
        let digest = SHA256.hash(bytes).hex
        if let publication = published.last(where: { $0.sha256 == digest }) {
            finding.publication = publication
            finding.isByteForByte = true
            try expectOurs(publication.head, builder)
            let remade = try builder.remake(publication, today: today)
            let printed = try publication.format.flatMap { format in
                try remade.map { try builder.printed($0, as: format) }
            }
            finding.isRemadeByteForByte = printed == text
            return finding
        }
        guard let file = ReportFile(text, readCSV: csvRows) else {
            throw Failure(
                .usage, "the file is no report that this program prints",
                hint: "a report says at its end how to make it again")
        }
        return try compare(file, text, published, builder)
    }

    /// Compares a file that is not, byte for byte, what was published.
    private func compare(
        _ file: ReportFile, _ text: String, _ published: [Publication], _ builder: ReportBuilder
    ) throws -> ReportFinding {
        guard case .run(_, let asked) = try tallyTool.parse(file.words),
            case .seq(let seq)? = asked[knownAtOption]
        else {
            throw Failure(
                .usage, "the file does not say of which events it was made",
                hint: "give the report as it was written, every line of it")
        }
        let log = builder.models.log
        guard try seq <= log.size() else {
            throw Failure(
                .history, "the report was made of \(seq) events, and the ledger has fewer",
                hint: "run 'tally verify'")
        }
        var wanted = try reportOptions(asked)
        // A report says which form it is in, unless that is the first.
        wanted.form = wanted.form ?? 1
        let remade = try make(asked[nameWord], builder, wanted)
        guard try file.root == nil || file.root == log.head(size: remade.head.size).root.base64
        else { throw otherHistory(remade.head.size) }
        let printed = try builder.printed(remade, as: file.format)
        var finding = ReportFinding()
        finding.isRemadeByteForByte = printed == text
        let options = remade.options.named
        finding.publication = published.last { one in
            one.report == remade.name && one.head.size == seq
                && ReportOptions(named: one.options, today: today)?.named == options
        }
        guard let again = ReportFile(printed, readCSV: csvRows) else { return finding }
        let others = finding.publication == nil ? "by the ledger" : "published"
        finding.differences = file.differences(from: again, "in the file", others)
        if finding.differences.isEmpty {
            let known = Set(lines(of: printed))
            finding.strangeLines = lines(of: text).filter { !known.contains($0) }
        }
        return finding
    }

    /// The lines that say something, without the space at their ends.
    private func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
            .filter { !$0.isEmpty }
    }

    /// Throws unless the ledger's history starts with the one a report was made from.
    private func expectOurs(_ head: Head, _ builder: ReportBuilder) throws {
        guard try builder.models.log.head(size: head.size) != head else { return }
        throw otherHistory(head.size)
    }

    private func otherHistory(_ size: Int) -> Failure {
        Failure(
            .history,
            "the report says it was made from a history of \(size) events that is not this ledger's",
            hint:
                "run 'tally verify'; if the history is sound, the report was altered or is another "
                + "ledger's")
    }

    private func csvRows(_ text: String) -> [[String]]? {
        guard let table = try? CSVTable(Array(text.utf8)) else { return nil }
        return [table.header] + table.records.map(\.fields)
    }
}

/// How many lines that are not in the report are shown.
private let strangeLinesMaximum = 10

/// The most bytes of a report that are read.
private let reportByteMaximum = 64 << 20
