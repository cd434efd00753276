internal import CommandTable
internal import EventLog
internal import Events
internal import ProjectionEngine
internal import Reports
internal import SQLite

/// A school that fits what somebody looks for, with what tells it from others.
struct FoundSchool: Equatable {
    let school, urn, name, la, laName, phase, type: String
    let trust: String?
    let isOpen: Bool
    /// Other URNs and names it has had.
    let urns, names: [String]

    /// In brackets behind a URN: the name and the place.
    var meaning: String { "\(name), \(laName.isEmpty ? la : laName)" }
}

/// Every school of a ledger, as it is on one day or was last, to look among.
struct SchoolSearch {
    private var entries: [Entry] = []

    fileprivate struct Entry {
        var found: FoundSchool
        var names: [[String]]
        var place: [String]
    }

    /// Reads the schools from a model that has the register's tables.
    init(_ open: OpenModel, on day: Day) throws {
        let urns = try Dictionary(
            grouping: open.rows(
                "SELECT school, urn FROM school_urn ORDER BY school, from_day DESC"
            ) { ($0.text(0), $0.text(1)) }, by: \.0)
        let names = try Dictionary(
            grouping: open.rows(
                "SELECT school, name FROM state ORDER BY school, from_day DESC"
            ) { ($0.text(0), $0.text(1)) }, by: \.0)
        entries = try open.rows(searchQuery, ["day": .integer(day.number)]) { row -> Entry in
            let id = row.text(0)
            let now = (urn: row.text(1), name: row.text(2))
            let found = FoundSchool(
                school: id, urn: now.urn, name: now.name, la: row.text(3), laName: row.text(4),
                phase: row.text(5), type: row.text(6),
                trust: row.isNull(7) ? nil : row.text(7), isOpen: row.integer(8) == 1,
                urns: others(urns[id], than: now.urn), names: others(names[id], than: now.name))
            return Entry(
                found: found, names: ([now.name] + found.names).map(folded),
                place: folded(row.text(4)) + [found.la])
        }
    }

    /// The schools that fit a text: a URN or the beginning of one, or words of the name and the
    /// place, those that fit best first.
    func schools(fitting text: String) -> [FoundSchool] {
        if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            let exact = entries.filter { $0.found.urn == text || $0.found.urns.contains(text) }
            if !exact.isEmpty { return exact.map(\.found) }
            return entries.filter { entry in
                ([entry.found.urn] + entry.found.urns).contains { $0.hasPrefix(text) }
                    || entry.found.la == text
            }.map(\.found)
        }
        let wanted = folded(text)
        guard !wanted.isEmpty else { return [] }
        let ranked = entries.compactMap { entry in entry.rank(wanted).map { ($0, entry.found) } }
        // Words inside other words are only looked at when nothing begins so.
        let fitting =
            ranked.isEmpty ? entries.filter { $0.holds(wanted) }.map { (0, $0.found) } : ranked
        return fitting.sorted { ($0.0, $0.1.name, $0.1.urn) < ($1.0, $1.1.name, $1.1.urn) }
            .map(\.1)
    }

    /// The only school that fits a text best: the only one, or the only one so called.
    func only(fitting text: String) -> FoundSchool? {
        let found = schools(fitting: text)
        let called = found.filter { folded($0.name) == folded(text) }
        return found.count == 1 ? found[0] : called.count == 1 ? called[0] : nil
    }

    /// The schools whose names are spelt nearly so, at most `maximum`.
    func schools(near text: String, maximum: Int = 3) -> [FoundSchool] {
        let wanted = folded(text).filter { $0.count > 3 && !commonWords.contains($0) }
        guard !wanted.isEmpty else { return [] }
        let near = entries.filter { entry in
            wanted.allSatisfy { word in
                entry.names.contains { $0.contains(word) || nearest(to: word, among: $0) != nil }
            }
        }
        return near.prefix(maximum).map(\.found)
    }
}

extension SchoolSearch.Entry {
    /// How well it fits, 0 best; `nil` when a word is nowhere in it.
    fileprivate func rank(_ wanted: [String]) -> Int? {
        for (age, name) in names.enumerated() where name == wanted { return age == 0 ? 0 : 2 }
        for (age, name) in names.enumerated() {
            let isWhole = wanted.allSatisfy { word in name.contains { $0.hasPrefix(word) } }
            if isWhole { return age == 0 ? 1 : 3 }
        }
        let isSomewhere = wanted.allSatisfy { word in
            (names + [place]).contains { words in words.contains { $0.hasPrefix(word) } }
        }
        return isSomewhere ? 4 : nil
    }

    /// Whether words are inside other words, where they are long enough to mean something.
    fileprivate func holds(_ wanted: [String]) -> Bool {
        wanted.allSatisfy { word in
            word.count > 2 && names.contains { name in name.contains { $0.contains(word) } }
        }
    }
}

/// The others of a school's URNs or names, each once.
private func others(_ pairs: [(String, String)]?, than now: String) -> [String] {
    var seen: Set = [now]
    return (pairs ?? []).map(\.1).filter { seen.insert($0).inserted }
}

private let commonWords: Set = ["school", "academy", "primary", "secondary", "college", "nursery"]

/// Each school as it is on :day, or was last before it, or will be first.
private let searchQuery = """
    SELECT state.school, state.urn, state.name, state.la,
        coalesce((SELECT name FROM local_authority WHERE local_authority.la = state.la
            ORDER BY from_day DESC LIMIT 1), ''),
        phase, school_type, trust, from_day <= :day AND :day < to_day
    FROM state
    WHERE from_day = (
        SELECT from_day FROM state AS other WHERE other.school = state.school
        ORDER BY from_day <= :day DESC,
            CASE WHEN from_day <= :day THEN -from_day ELSE from_day END
        LIMIT 1)
    ORDER BY state.urn
    """
