internal import CanonicalJSON
internal import Events

/// One row of a list, as far as it can be read.
struct TableRow {
    let row: Int
    /// By member name.
    let members: [JSONMember]
    let validFrom: Day
    /// Whether a cell says from which day the fact holds, rather than an option or a rule.
    let hasOwnDay: Bool
}

/// Reads rows of one list.
struct TableRowReader {
    let kind: TableKind
    let columns: Columns<MemberColumn>
    let names: SpokenNames
    /// What to read where a column is missing or a cell is empty, by member.
    let fill: [String: String]
    /// The day that facts hold from where no cell says so; `nil` unless it was given.
    let from: Day?

    /// Reads one row; the problems are those that keep it from being read.
    func read(_ record: CSVRecord) -> (row: TableRow?, problems: [RowNote]) {
        var cells = Cells(record: record, columns: columns)
        var members: [JSONMember] = []
        let programme = self.programme(&cells)
        for member in kind.type.members where member.name != "to" {
            let column = MemberColumn(rawValue: member.name)
            guard kind.columns.contains(where: { $0.member == column }) else { continue }
            guard let text = self.text(column, member.isRequired, &cells) else { continue }
            if let value = self.value(text, of: member, column, programme, &cells) {
                members.append(JSONMember(member.name, value))
            }
        }
        let end = kind.type.member("to") == nil ? nil : self.end(of: members, &cells)
        if let end { members.append(JSONMember("to", .string(end.text))) }
        let (day, hasOwnDay) = self.day(&cells, members, end)
        guard cells.problems.isEmpty, let day else { return (nil, cells.problems) }
        members.sort { $0.name < $1.name }
        return (
            TableRow(row: record.row, members: members, validFrom: day, hasOwnDay: hasOwnDay), []
        )
    }

    /// The text of a cell, or what stands in for an empty one; says so when there has to be one.
    private func text(
        _ column: MemberColumn, _ isRequired: Bool, _ cells: inout Cells<MemberColumn>
    ) -> String? {
        let text = cells.text(column)
        if !text.isEmpty { return text }
        if let fill = fill[column.rawValue] { return fill }
        if isRequired { missing(column, &cells) }
        return nil
    }

    private func missing(_ column: MemberColumn, _ cells: inout Cells<MemberColumn>) {
        cells.note(column, "the \(kind.title(of: column).lowercased()) is missing; enter it")
    }

    /// The short name of the programme that the row is about, for the strands in it.
    private func programme(_ cells: inout Cells<MemberColumn>) -> String? {
        let text = cells.text(MemberColumn(rawValue: "programme"))
        let name = text.isEmpty ? fill["programme"] : text
        return name.map { names.programme($0) ?? slugged($0) }
    }

    private func value(
        _ text: String, of member: MemberDescriptor, _ column: MemberColumn, _ programme: String?,
        _ cells: inout Cells<MemberColumn>
    ) -> JSONValue? {
        do throws(WritingProblem) {
            switch member.kind {
            case "urn": return .string(try token(URN.self, text))
            case "day": return .string(try WrittenDay(reading: text).day.text)
            case "pence": return .integer(try amount(text, member))
            case "count": return .integer(try count(text))
            case "choice": return .string(try choice(text, of: member))
            case "body": return try body(text)
            case "financialYear": return .string(try financialYear(text))
            case "slug": return .string(try slug(text, member, programme))
            default: return .string(text)
            }
        } catch {
            cells.note(column, error.sentence)
            return nil
        }
    }
}

// MARK: - Days

extension TableRowReader {
    /// The first day after the period, from its last day or as such.
    private func end(of members: [JSONMember], _ cells: inout Cells<MemberColumn>) -> Day? {
        let last = self.day(.lastDay, &cells)
        let after = self.day(.to, &cells)
        guard let end = last.map({ $0 + 1 }) ?? after else {
            let hasText =
                text(.lastDay, false, &cells) != nil || text(.to, false, &cells) != nil
            if !hasText { missing(columns.has(.to) ? .to : .lastDay, &cells) }
            return nil
        }
        if let after, after != end {
            cells.note(
                .to,
                "the first day after the period is \(after), and its last day \(end + -1); "
                    + "correct one of the two")
            return nil
        }
        guard let text = members.first(where: { $0.name == "from" })?.value.text,
            let first = Day(text)
        else { return nil }
        guard first < end else {
            cells.note(
                columns.has(.lastDay) ? .lastDay : .to,
                "the period ends before it begins: its first day is \(first.words), its last "
                    + "\((end + -1).words); correct one of the two")
            return nil
        }
        return end
    }

    private func day(_ column: MemberColumn, _ cells: inout Cells<MemberColumn>) -> Day? {
        guard let text = self.text(column, false, &cells) else { return nil }
        do throws(WritingProblem) { return try WrittenDay(reading: text).day } catch {
            cells.note(column, error.sentence)
            return nil
        }
    }

    /// The day that the fact holds from, and whether a cell says so.
    private func day(
        _ cells: inout Cells<MemberColumn>, _ members: [JSONMember], _ end: Day?
    ) -> (Day?, Bool) {
        if !cells.text(.validFrom).isEmpty { return (cells.day(.validFrom)?.day, true) }
        if let from { return (from, false) }
        switch kind.dayOtherwise {
        case .needed: missing(.validFrom, &cells)
        case .afterPeriod: return (end, false)
        case .afterYear:
            let year = members.first { $0.name == "financialYear" }?.value.text?.prefix(4)
            return (year.flatMap { Int($0) }.flatMap { Day(year: $0 + 1, month: 4, day: 1) }, false)
        }
        return (nil, false)
    }
}

// MARK: - Values

extension TableRowReader {
    private func token<T: Token>(_ type: T.Type, _ text: String) throws(WritingProblem) -> String {
        guard let value = T(text) else {
            throw WritingProblem("\(quoted(text)) is not \(T.form); correct it")
        }
        return value.text
    }

    private func amount(
        _ text: String, _ member: MemberDescriptor
    ) throws(WritingProblem) -> Int {
        let pence = try Imports.pence(reading: text)
        guard pence != 0 else {
            throw WritingProblem("\(quoted(text)) is nothing; correct it, or remove the row")
        }
        guard pence > 0 else {
            throw WritingProblem("\(quoted(text)) is negative; \(kind.insteadOfNegative)")
        }
        return pence
    }

    private func count(_ text: String) throws(WritingProblem) -> Int {
        guard let count = number(text), !count.isRounded else {
            throw WritingProblem("\(quoted(text)) is not a whole number; enter digits only")
        }
        return count.value
    }

    private func choice(
        _ text: String, of member: MemberDescriptor
    ) throws(WritingProblem) -> String {
        let word = slugged(text)
        guard member.choices.contains(word) else {
            throw WritingProblem(
                "\(quoted(text)) is not one of \(member.choices.joined(separator: ", ")); "
                    + "choose one of them")
        }
        return word
    }

    /// `la:391`, a name that the ledger has, three digits of a local authority, or a URN.
    private func body(_ text: String) throws(WritingProblem) -> JSONValue {
        let known = names.body(text) ?? text
        let parts = known.split(separator: ":", maxSplits: 1).map { trimmed(String($0)) }
        let (kind, id) =
            if parts.count == 2 { (parts[0].lowercased(), parts[1]) } else if LACode(known) != nil {
                ("la", known)
            } else if URN(known) != nil { ("school", known) } else { ("", "") }
        let body = JSONValue.object([("id", .string(id)), ("kind", .string(kind))])
        guard Body.Kind(rawValue: kind) != nil, isBody(body) else {
            throw WritingProblem(
                "\(quoted(text)) is no body the ledger knows by that name; write its kind and what "
                    + "it is known by, such as la:391 or authority:neca-2024")
        }
        return body
    }

    private func isBody(_ body: JSONValue) -> Bool {
        let bytes = body.canonical
        var cursor = JSONCursor()
        return (try? Body.read(&cursor, bytes.span)) != nil
    }

    /// `2023-24`, `2023/24`, `2023-2024` or `2023/2024`.
    private func financialYear(_ text: String) throws(WritingProblem) -> String {
        let parts = text.split(omittingEmptySubsequences: false) { "-/".contains($0) }
        guard parts.count == 2, let year = FinancialYear("\(parts[0])-\(parts[1].suffix(2))"),
            [2, 4].contains(parts[1].utf8.count),
            parts[1].utf8.count == 2 || Int(parts[1]) == Int(parts[0]).map({ $0 + 1 })
        else {
            throw WritingProblem("\(quoted(text)) is not \(FinancialYear.form); correct it")
        }
        return year.text
    }

    /// A short name as it is, the one the ledger has for a name, or one made of the text.
    private func slug(
        _ text: String, _ member: MemberDescriptor, _ programme: String?
    ) throws(WritingProblem) -> String {
        let known =
            switch member.name {
            case "programme": names.programme(text)
            case "strand": programme.flatMap { names.strand(text, in: $0) }
            default: String?.none
            }
        let slug = known ?? slugged(text)
        guard !slug.isEmpty else {
            throw WritingProblem(
                "\(quoted(text)) has neither letters nor digits; enter a reference that has")
        }
        return slug
    }
}

/// The text as a short name: lower-case letters and digits, and a hyphen for whatever is between.
func slugged(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return words.joined(separator: "-")
}
