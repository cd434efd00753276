internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports
internal import SQLite

/// The kinds of names that only the ledger knows, as arguments say them.
enum NameKind: String {
    case urn, la, authority, strand, programme, trust, commitment, funding
    /// A body, as `kind:id`.
    case body
    /// A word that no fact lays down, such as the role of a school in a strand: those used before.
    case usedText
    /// A type of event, a member of one with its value, a figure: known without a ledger.
    case type, member, change, figure
}

/// What a ledger holds under each kind of name.
///
/// It is read from the read models as they stand, without bringing them up to date, and from the
/// log where there are none: whoever waits for a completion waits for nothing else.
struct LedgerNames {
    let log: EventLog
    private let models: ReadModels

    init(_ ledger: Ledger) {
        log = ledger.log
        models = ReadModels(ledger)
    }

    /// The names of a kind that start with `typed`, with what they stand for.
    func candidates(_ kind: NameKind, startingWith typed: String) -> [Candidate] {
        if kind == .body { return bodies(startingWith: typed) }
        guard let source = kind.source else { return [] }
        // Nothing of this is owed to anybody: what cannot be read is not offered.
        if let open = try? models.openAsItStands(source.model),
            let rows = try? open.rows(
                source.sql, ["typed": .text(typed), "end": .text(typed + "~")],
                { Candidate($0.text(0), meaning: $0.isNull(1) ? nil : $0.text(1)) })
        {
            return rows
        }
        return fromLog(kind, typed)
    }

    /// The names that events give, without what they stand for now.
    private func fromLog(_ kind: NameKind, _ typed: String) -> [Candidate] {
        if let story = kind.story {
            let found = (try? log.stories(startingWith: "\(story):\(typed)")) ?? []
            return found.map { Candidate(String($0.dropFirst(story.count + 1))) }
        }
        // Stories are found by their names; to look for a type would read the whole log.
        let programmes = (try? log.stories(startingWith: "programme:")) ?? []
        let stories = kind == .strand ? programmes : ["areas:*"]
        let events = stories.flatMap { (try? log.story($0, changesOnly: true)) ?? [] }
        var seen: Set<String> = []
        return kind.origins.flatMap { type, code, name in
            events.filter { $0.type == type }.compactMap { event -> Candidate? in
                guard let text = event.dataValue[code]?.text, text.hasPrefix(typed),
                    seen.insert(text).inserted
                else { return nil }
                return Candidate(text, meaning: event.dataValue[name]?.text)
            }
        }.sorted { $0.text < $1.text }
    }

    /// Whether the ledger has something of that name, be it newer than the read models.
    func holds(_ kind: NameKind, _ name: String) -> Bool {
        candidates(kind, startingWith: name).contains { $0.text == name }
            || fromLog(kind, name).contains { $0.text == name }
    }

    /// What somebody may have meant who gave a name that the ledger does not hold.
    func near(_ kind: NameKind, to name: String, on day: Day) -> [Candidate] {
        if kind == .urn { return nearSchools(name, day) }
        let all = candidates(kind, startingWith: "")
        if let code = nearest(to: name, among: all.map(\.text)) {
            return all.filter { $0.text == code }
        }
        let wanted = folded(name)
        guard !wanted.isEmpty else { return [] }
        let fitting = all.filter { candidate in
            let words = folded(candidate.meaning ?? "") + folded(candidate.text)
            return wanted.allSatisfy { word in words.contains { $0.hasPrefix(word) } }
        }
        return fitting.count <= nearMaximum ? fitting : []
    }

    /// URNs one slip away from `text`, or schools whose names fit it.
    private func nearSchools(_ text: String, _ day: Day) -> [Candidate] {
        if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            let found = oneSlipAway(from: text).flatMap { candidates(.urn, startingWith: $0) }
                .filter { $0.text.utf8.count == 6 }
            return Array(found.prefix(nearMaximum))
        }
        guard let open = try? models.openAsItStands(.register),
            let search = try? SchoolSearch(open, on: day)
        else { return [] }
        let fitting = search.schools(fitting: text)
        let found = fitting.isEmpty ? search.schools(near: text, maximum: nearMaximum) : fitting
        guard found.count <= nearMaximum else { return [] }
        return found.map { Candidate($0.urn, meaning: $0.meaning) }
    }
}

private let nearMaximum = 3

/// The numbers of so many digits, a URN's unless said otherwise, that a slip of the finger makes `text`: two neighbours exchanged, a
/// digit wrong, one too many or one too few.
func oneSlipAway(from text: String, digits count: Int = 6) -> [String] {
    let digits = Array(text)
    var found: [String] = []
    func add(_ characters: [Character]) {
        guard characters.count == count else { return }
        let number = String(characters)
        if number != text, !found.contains(number) { found.append(number) }
    }
    for place in digits.indices.dropLast() {
        var other = digits
        other.swapAt(place, place + 1)
        add(other)
    }
    for place in 0...digits.count {
        var shorter = digits
        if place < digits.count { shorter.remove(at: place) }
        add(shorter)
        for digit in "0123456789" {
            var (longer, other) = (digits, digits)
            longer.insert(digit, at: place)
            add(longer)
            if place < digits.count { other[place] = digit }
            add(other)
        }
    }
    return found
}

extension NameKind {
    /// The query that names them, and the model whose file holds its tables.
    fileprivate var source: (model: ReadModel, sql: String)? {
        switch self {
        case .urn: (.register, schoolNames)
        case .la: (.register, names("la", "name", "local_authority"))
        case .authority: (.register, names("authority", "name", "authority"))
        case .trust: (.register, names("trust", "name", "trust"))
        case .programme: (.engagement, names("programme", "name", "programme"))
        case .strand: (.engagement, names("strand", "title", "strand"))
        case .commitment: (.valueForMoney, names("commitment", "strand", "commitment"))
        case .funding: (.valueForMoney, names("funding", "programme", "approval"))
        case .body, .usedText, .type, .member, .change, .figure: nil
        }
    }

    /// The stories that are filed under such a name.
    fileprivate var story: String? {
        switch self {
        case .urn: "school"
        case .la, .programme, .trust, .commitment, .funding: rawValue
        default: nil
        }
    }

    /// The events that give such names: their type, the member that is the name, and that which
    /// says what it stands for.
    fileprivate var origins: [(type: String, code: String, name: String)] {
        switch self {
        case .authority:
            [
                ("AuthorityConstituted", "authority", "name"),
                ("AuthoritiesMerged", "successor", "name"),
            ]
        case .strand: [("StrandOpened", "strand", "title")]
        default: []
        }
    }
}

/// Names and what they stand for newest, from a table that has a row for each stretch of days.
private func names(_ code: String, _ name: String, _ table: String) -> String {
    // SQLite takes the other columns from the row of the maximum (https://sqlite.org/lang_select.html).
    """
    SELECT \(code), \(name), max(from_day) FROM \(table)
    WHERE \(code) >= :typed AND \(code) < :end GROUP BY \(code) ORDER BY \(code)
    """
}

private let schoolNames = """
    SELECT urn, (
        SELECT name || ', ' || coalesce((SELECT name FROM local_authority
            WHERE local_authority.la = state.la ORDER BY from_day DESC LIMIT 1), la)
        FROM state WHERE state.school = school_urn.school ORDER BY from_day DESC LIMIT 1)
    FROM school_urn WHERE urn >= :typed AND urn < :end GROUP BY urn ORDER BY urn
    """
