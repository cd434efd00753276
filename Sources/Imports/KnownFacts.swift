internal import CanonicalJSON
internal import EventLog
internal import Events
package import Ledger

/// What a fact says, apart from its day, whatever URNs of its schools it says it by.
struct FactContent: Hashable, Sendable {
    /// Of all that it says.
    let all: Hash
    /// Of what it is about; `nil` where the ledger's stories know that by themselves.
    let identity: Hash?

    init(_ data: JSONValue, of kind: TableKind, _ names: SpokenNames) {
        let members = (data.members ?? []).map { member in
            let known = kind.type.member(member.name)
            return JSONMember(member.name, Self.settled(member.value, known?.kind, names))
        }
        all = SHA256.hash(JSONValue.object(members).canonical)
        let about = members.filter { kind.identity.contains($0.name) }
        identity = kind.identity.isEmpty ? nil : SHA256.hash(JSONValue.object(about).canonical)
    }

    /// The value with one URN for all that a school has had.
    private static func settled(
        _ value: JSONValue, _ kind: String?, _ names: SpokenNames
    ) -> JSONValue {
        let isSchool = value["kind"]?.text == "school"
        switch kind {
        case "urn": return URN(value.text ?? "").map { .string(names.school($0).text) } ?? value
        case "body" where isSchool:
            guard let urn = URN(value["id"]?.text ?? "") else { return value }
            return .object([("id", .string(names.school(urn).text)), ("kind", .string("school"))])
        default: return value
        }
    }
}

/// The facts of one type that a ledger holds, to be told which rows of a list it has already.
///
/// A row is there already when a fact says the same, as it was recorded or as it reads now. Each
/// fact answers for one row, so two equal rows are two facts.
package struct KnownFacts {
    private struct Known {
        let fact: StandingFact
        let original: FactContent
        let current: FactContent
        var isTaken = false
    }

    private var known: [Known] = []
    private var byContent: [Hash: [Int]] = [:]
    private var byIdentity: [Hash: [Int]] = [:]

    package init(_ kind: TableKind, _ ledger: Ledger, _ names: SpokenNames) throws {
        for fact in try ledger.standing(kind.type.type) {
            let contents = [fact.original, fact.current].map { saying in
                FactContent(saying.data, of: kind, names)
            }
            let place = known.count
            known.append(Known(fact: fact, original: contents[0], current: contents[1]))
            for hash in Set(contents.map(\.all)) { byContent[hash, default: []].append(place) }
            if let identity = contents[1].identity {
                byIdentity[identity, default: []].append(place)
            }
        }
    }

    /// The event that says what `row` says, which then answers for no other row.
    package mutating func take(_ row: PlannedRow) -> Int? {
        let place = byContent[row.content.all]?.first { place in
            let fact = known[place].fact
            return !known[place].isTaken
                && (!row.isOfDay || row.validFrom == fact.original.day
                    || row.validFrom == fact.current.day)
        }
        guard let place else { return nil }
        known[place].isTaken = true
        return known[place].fact.seq
    }

    /// Why a row that no fact answers for cannot be a further fact: one about the same thing says
    /// otherwise, and no row says what it says.
    package func contradiction(to row: PlannedRow) -> RowNote? {
        guard let identity = row.content.identity,
            let place = byIdentity[identity]?.first(where: { !known[$0].isTaken })
        else { return nil }
        let fact = known[place].fact
        let differences = differing(
            JSONValue.object(row.entry.members), fact.current.data)
        let day = "validFrom is \(fact.current.day), not \(row.validFrom)"
        let seq = fact.seq
        return RowNote(
            row: row.row,
            "event \(seq) says it otherwise: "
                + (differences.isEmpty ? day : differences.joined(separator: ", "))
                + "; correct event \(seq) if the row is right, or record the row with 'tally record' "
                + "if both are true")
    }

    private func differing(_ new: JSONValue, _ old: JSONValue) -> [String] {
        let names = Set((new.members ?? []).map(\.name) + (old.members ?? []).map(\.name))
        return names.sorted().compactMap { name in
            guard new[name]?.canonical != old[name]?.canonical else { return nil }
            let (was, given) = (old[name]?.compact ?? "absent", new[name]?.compact ?? "absent")
            return "\(name) is \(was), not \(given)"
        }
    }
}

extension PlannedRow {
    /// The row with a key made of what it says; the same rows have the same keys whatever the order.
    ///
    /// - Parameter isUsed: Whether an event has a key: one that was retracted, or an equal row.
    package func keyed(
        _ kind: TableKind, unless isUsed: (String) throws -> Bool
    ) rethrows -> Entry {
        let day = isOfDay ? ":\(validFrom)" : ""
        let key = "\(kind.name):\(content.all.hex.prefix(keyDigits))\(day)"
        var candidate = key
        var number = 1
        while try isUsed(candidate) {
            number += 1
            candidate = "\(key):\(number)"
        }
        var entry = entry
        entry.key = candidate
        return entry
    }
}

/// How many digits of the digest of a row tell it from every other row.
private let keyDigits = 32
