internal import Events

/// One row of a list of links: what the entry of one URN says about another.
struct LinkRow {
    let row: Int
    let urn: URN
    let linkURN: URN
    /// Names of the two, where the file gives them.
    let name: String?
    let linkName: String?
    let type: LinkType
    let day: WrittenDay?
}

/// What a link says about its two ends.
enum LinkType: Equatable {
    /// The linked URN took over from this one.
    case successor(Nature)
    /// The linked URN gave way to this one.
    case predecessor(Nature)
    /// The two became one school; the row does not say which went on.
    case amalgamation
    /// Something that is no succession, by the file's name for it.
    case noSuccession(String)

    enum Nature: Hashable {
        /// One school under a new URN.
        case plain
        /// Schools that became one.
        case merged
        /// One school that became several.
        case split
    }

    /// Reads the names that GIAS gives (extract of 22 April 2025); `nil` for any other.
    init?(_ name: String) {
        let name = folded(name)
        if let known = Self.known[name] {
            self = known
        } else if Self.otherBeginnings.contains(where: name.hasPrefix) {
            self = .noSuccession(name)
        } else {
            return nil
        }
    }

    private static let known: [String: LinkType] = [
        "successor": .successor(.plain), "predecessor": .predecessor(.plain),
        "successor - merged": .successor(.merged), "predecessor - merged": .predecessor(.merged),
        "successor - amalgamated": .successor(.merged),
        "predecessor - amalgamated": .predecessor(.merged),
        "successor - split school": .successor(.split),
        "predecessor - split school": .predecessor(.split),
        "result of amalgamation": .amalgamation,
    ]

    /// "Merged - change in age range" and its kin say that a school grew, not which one went on.
    private static let otherBeginnings = [
        "sixth form centre", "other", "expansion", "closure", "merged - change in age range",
        "merged - expansion",
    ]
}

/// Reads rows of one list of links.
struct LinkRowReader {
    /// What becomes of a row.
    enum Reading {
        case link(LinkRow)
        /// An earlier extract had the row, for this reason or until that day.
        case superseded(String)
        /// A later extract has the row, from that day.
        case later(Day)
        case unreadable([RowNote])
    }

    let columns: Columns<LinkColumn>
    /// The extract whose rows are wanted, of a file that says which extracts each row was in.
    let extract: Day?

    /// Whether each row says in which extracts it was.
    var isDated: Bool { columns.has(.firstSeen) && columns.has(.lastSeen) }

    func read(_ record: CSVRecord) -> Reading {
        var cells = Cells(record: record, columns: columns)
        if isDated, let extract {
            guard let first = cells.day(.firstSeen)?.day, let last = cells.day(.lastSeen)?.day
            else { return .unreadable(cells.problems) }
            if first > extract { return .later(first) }
            if last < extract {
                return .superseded("the extract of \(last) is the last that has it")
            }
        } else {
            let superseded = cells.text(.superseded)
            guard superseded.isEmpty || isSameName(superseded, "no") else {
                return .superseded("a later extract has it otherwise: \(superseded)")
            }
        }
        let urn: URN? = cells.token(.urn)
        let linkURN: URN? = cells.token(.linkUrn)
        let day = cells.day(.date)
        let type = LinkType(cells.text(.linkType))
        if type == nil {
            cells.note(
                .linkType,
                "'\(cells.text(.linkType))' is not a type of link that is known here; "
                    + "record what it says with 'tally record'")
        }
        if let urn, urn == linkURN {
            cells.note(.linkUrn, "school \(urn) is linked to itself; correct one of the two URNs")
        }
        guard cells.problems.isEmpty, let urn, let linkURN, let type else {
            return .unreadable(cells.problems)
        }
        return .link(
            LinkRow(
                row: record.row, urn: urn, linkURN: linkURN, name: filled(cells.text(.name)),
                linkName: filled(cells.text(.linkName)), type: type, day: day))
    }

    /// The URNs that a row names.
    func urns(_ record: CSVRecord) -> [URN] {
        [LinkColumn.urn, .linkUrn].compactMap { URN(columns.text($0, in: record)) }
    }

    /// The last extract that any of `records` was in.
    func lastSeen(in records: [CSVRecord]) -> Day? {
        guard isDated else { return nil }
        let texts = Set(records.map { columns.text(.lastSeen, in: $0) })
        // A cell that is no day is told when its row is read.
        return texts.compactMap { try? WrittenDay(reading: $0).day }.max()
    }

    private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }
}
