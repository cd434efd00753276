internal import Events

/// Parts the rows about successions from all others.
struct LinkSorting {
    private let reader: LinkRowReader
    private(set) var links: [LinkRow] = []
    private(set) var findings: [LinksPlan.Finding] = []
    /// URNs of rows that could not be read.
    private(set) var doubtful: Set<URN> = []
    /// What is wrong with the rows that could not be read.
    private(set) var problems: [RowNote] = []
    /// Whether there are rows of which nobody knows which link they were.
    private(set) var hasNamelessRows = false
    private var slashedCount = 0

    init(_ reader: LinkRowReader) { self.reader = reader }

    var notices: [String] { [WrittenDay.notice(count: slashedCount)].compactMap(\.self) }

    mutating func add(_ problem: RowNote) {
        problems.append(problem)
        hasNamelessRows = true
        find(.unreadable, problem.row, problem.sentence)
    }

    mutating func add(_ record: CSVRecord) {
        switch reader.read(record) {
        case .superseded(let why): find(.superseded, record.row, why)
        case .later(let day):
            find(.later, record.row, "the extract of \(day) is the first that has it")
        case .unreadable(let notes):
            let urns = reader.urns(record)
            doubtful.formUnion(urns)
            if urns.isEmpty { hasNamelessRows = true }
            problems += notes
            let sentences = notes.map { note in
                (note.column.map { "\($0): " } ?? "") + note.sentence
            }
            find(.unreadable, record.row, sentences.joined(separator: "; "))
        case .link(let link): add(link)
        }
    }

    private mutating func add(_ link: LinkRow) {
        if link.day?.hasSlashes == true { slashedCount += 1 }
        if case .noSuccession(let name) = link.type {
            find(.noSuccession, link.row, "'\(name)' is no succession")
        } else {
            links.append(link)
        }
    }

    private mutating func find(_ class: LinksPlan.Class, _ row: Int, _ sentence: String) {
        findings.append(LinksPlan.Finding(class: `class`, rows: [row], sentence: sentence))
    }
}
