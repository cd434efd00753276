internal import Events
package import ProjectionEngine
internal import SQLite

/// What things are called, so that sentences can say more than their codes.
package struct Naming: Sendable {
    /// Names by code, for each kind of thing: the newest name wins.
    package var names: [Kind: [String: String]] = [:]
    /// The URNs of the school that is told about: it is "the school".
    package var subject: Set<String> = []

    package enum Kind: Sendable {
        case school, la, authority, trust, partnership, programme, strand
    }

    package init() {}

    func school(_ urn: URN) -> String {
        if subject.contains(urn.text) { return "the school" }
        return name(.school, urn.text) == nil ? "school \(urn)" : named(.school, urn.text)
    }

    /// The same, where other schools are told of beside it: its URN is said.
    func schoolByURN(_ urn: URN) -> String { named(.school, urn.text) }

    func la(_ code: LACode) -> String { named(.la, code.text) }
    func las(_ codes: [LACode]) -> String { listed(codes.map(la)) }
    func authority(_ slug: Slug) -> String { named(.authority, slug.text) }
    func trust(_ slug: Slug) -> String { named(.trust, slug.text) }
    func programme(_ slug: Slug) -> String { name(.programme, slug.text) ?? slug.text }
    func strand(_ slug: Slug) -> String { named(.strand, slug.text) }

    func body(_ body: Body) -> String {
        switch body.kind {
        case .authority: named(.authority, body.id)
        case .la: named(.la, body.id)
        case .school: URN(body.id).map(school) ?? body.id
        case .trust: named(.trust, body.id)
        case .partnership: named(.partnership, body.id)
        case .hub, .partner, .department: "\(body.kind) \(body.id)"
        }
    }

    func name(_ kind: Kind, _ code: String) -> String? { names[kind]?[code] }

    /// The name, with the code in brackets; the code alone where there is no other name.
    package func called(_ kind: Kind, _ code: String) -> String { named(kind, code) }

    private func named(_ kind: Kind, _ code: String) -> String {
        guard let name = name(kind, code), name != code else { return code }
        return "\(name) (\(code))"
    }
}

extension Naming {
    /// Reads the names of everything but schools, of which there are too many to read them all.
    ///
    /// - Parameter open: A model that has the register's tables, and those of engagement if it can.
    package init(_ open: OpenModel, strands: Bool = true) throws {
        func read(_ sql: String) throws -> [String: String] {
            let pairs = try open.rows(sql) { ($0.text(0), $0.text(1)) }
            return Dictionary(pairs) { _, newer in newer }
        }
        names[.la] = try read("SELECT la, name FROM local_authority ORDER BY from_day")
        names[.authority] = try read("SELECT authority, name FROM authority ORDER BY from_day")
        names[.trust] = try read("SELECT trust, name FROM trust ORDER BY from_day")
        guard strands else { return }
        names[.programme] = try read("SELECT programme, name FROM programme ORDER BY from_day")
        names[.strand] = try read("SELECT strand, title FROM strand ORDER BY from_day")
    }

    /// Adds the names of some schools.
    package mutating func add(schools urns: Set<String>, _ open: OpenModel) throws {
        var names = names[.school] ?? [:]
        for urn in urns where names[urn] == nil {
            names[urn] = try open.rows(
                "SELECT name FROM state WHERE school = (SELECT school FROM school_urn WHERE urn = "
                    + ":urn ORDER BY from_day DESC LIMIT 1) ORDER BY from_day DESC LIMIT 1",
                ["urn": .text(urn)]
            ) { $0.text(0) }.first
        }
        self.names[.school] = names
    }
}

/// "a", "a and b", "a, b and c".
func listed(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and \(last)"
}

/// The days of a half-open period, as people say them: both ends in it.
func period(_ from: Day, _ end: Day) -> String {
    end - from == 1 ? "on \(from.words)" : "from \(from.words) to \((end + -1).words)"
}
