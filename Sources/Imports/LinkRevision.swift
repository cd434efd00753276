internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme

/// Compares what earlier extracts said about links with what this one says.
///
/// What was dated otherwise or turned round is corrected, and what is gone is taken back. It touches
/// only what came from an extract of links; what a person recorded or corrected stays.
struct LinkRevision {
    private let known: KnownRegister
    private let extract: Extract
    /// How facts that change will read; `nil` when they are taken back.
    private var changed: [Int: Reading?] = [:]
    private(set) var entries: [PlannedEntry] = []
    private(set) var notices: [String] = []
    /// The rows that the entries come from.
    private(set) var rows: Set<Int> = []
    private var candidates: [URNPair: LinkCandidate] = [:]
    private var knotted: Set<Set<URN>> = []
    private let view: RegisterView

    init(_ known: KnownRegister, _ extract: Extract, _ pairing: LinkPairing) {
        self.known = known
        self.extract = extract
        view = known.view
        for candidate in pairing.candidates { candidates[candidate.pair] = candidate }
        for knot in pairing.knots { knotted.insert([knot.first, knot.second]) }
    }

    /// Plans the corrections and retractions.
    ///
    /// - Parameter doubtful: URNs of rows that could not be read; nothing is said to be gone of them.
    mutating func revise(
        _ absence: LinksImport.Absence?, doubtful: Set<URN>
    ) throws(ImportProblem) {
        let links = known.readings.filter { !$0.fact.links.isEmpty }
        let revisable = links.filter { known.isRevisable($0, by: .giasLinks) }
        var gone: [Reading] = []
        for reading in revisable where !correct(reading) && isGone(reading, doubtful) {
            gone.append(reading)
        }
        if absence == .keep {
            tell("no longer in the file, and kept", gone)
            return
        }
        if absence == nil, gone.count > max(goneFewMaximum, revisable.count / 10) {
            throw ImportProblem(
                "the file lacks \(gone.count) of the \(revisable.count) links that earlier extracts "
                    + "gave",
                remedy:
                    "give --absent keep if it holds only some of the links, or --absent retract "
                    + "if it holds them all")
        }
        // What builds on a link is taken back before it.
        for reading in gone.reversed() { retract(reading) }
    }

    private mutating func tell(_ what: String, _ links: [Reading]) {
        guard !links.isEmpty else { return }
        let named = links.prefix(5).flatMap(\.fact.links).map { "\($0.old) to \($0.new)" }
        let more = links.count > 5 ? " and \(links.count - 5) more" : ""
        notices.append(
            "\(counted(links.count, "link")) \(what): \(named.joined(separator: ", "))\(more)")
    }

    /// The facts as they will read.
    var readings: [Reading] {
        guard !changed.isEmpty else { return known.readings }
        return known.readings.compactMap { changed[$0.seq] ?? $0 }.sorted()
    }

    /// Whether the file says nothing of the kind any more.
    private func isGone(_ reading: Reading, _ doubtful: Set<URN>) -> Bool {
        reading.fact.links.allSatisfy { link in
            candidates[link] == nil && candidates[link.reversed] == nil
                && !knotted.contains([link.old, link.new])
                && !doubtful.contains(link.old) && !doubtful.contains(link.new)
        }
    }
}

/// How many links may be gone in any case, before it looks as if the file did not hold them all.
private let goneFewMaximum = 20

// MARK: - What becomes of one fact

extension LinkRevision {
    /// Corrects a fact that the file has otherwise; says whether it did.
    private mutating func correct(_ reading: Reading) -> Bool {
        guard case .register(let fact) = reading.fact else { return false }
        switch fact {
        case .schoolsMerged(let data) where data.absorbed.count == 1:
            let link = URNPair(old: data.absorbed[0], new: data.survivor)
            return redate(reading, link) || turn(reading, link, isMerger: true)
        case .schoolUrnSucceeded(let data):
            let link = URNPair(old: data.oldUrn, new: data.newUrn)
            return redate(reading, link) || turn(reading, link, isMerger: false)
        case .schoolSplit(let data): return redate(reading, data)
        default: return false
        }
    }

    private mutating func redate(_ reading: Reading, _ link: URNPair) -> Bool {
        guard let candidate = candidates[link], let day = view.day(of: candidate),
            day != reading.validFrom
        else { return false }
        correct(
            reading, [candidate], [("validFrom", .string(day.text))],
            "\(name) have \(link.old) giving way to \(link.new) from \(day), not "
                + "\(reading.validFrom)")
        return true
    }

    /// The two ends stand the other way round: another school goes on.
    private mutating func turn(_ reading: Reading, _ link: URNPair, isMerger: Bool) -> Bool {
        guard let candidate = candidates[link.reversed] else { return false }
        let why =
            "\(name) have \(link.new) giving way to \(link.old), not the other way round"
        let isRegistered = known.readings.contains { $0.registers(link.new) }
        guard isMerger || isRegistered else {
            retract(reading, why, candidate)
            return true
        }
        let day = LinkDating(of: candidate).day ?? reading.validFrom
        var changes: [(String, JSONValue?)] = [("validFrom", .string(day.text))]
        if isMerger {
            changes += [
                ("absorbed", .array([.string(link.new.text)])),
                ("survivor", .string(link.old.text)),
            ]
        } else {
            changes += [
                ("newUrn", .string(link.old.text)), ("oldUrn", .string(link.new.text)),
                ("name", .null), ("schoolType", .null), ("phase", .null),
            ]
        }
        correct(reading, [candidate], changes, why)
        return true
    }

    /// The split of a school has another day or other children.
    private mutating func redate(_ reading: Reading, _ data: SchoolSplit) -> Bool {
        let found = candidates.values.filter { $0.old == data.parent }.sorted { $0.new < $1.new }
        let days = Set(found.compactMap { view.day(of: $0) })
        let children = found.map(\.new)
        guard found.count > 1, days.count == 1, let day = days.first,
            day != reading.validFrom || children != data.children.sorted(),
            children.allSatisfy({ view.holdings[$0] != nil })
        else { return false }
        correct(
            reading, found,
            [
                ("validFrom", .string(day.text)),
                ("children", .array(children.map { .string($0.text) })),
            ],
            "\(name) have \(data.parent) split from \(day) into "
                + children.map(\.text).joined(separator: ", "))
        return true
    }

    private var name: String { "the GIAS links of \(extract.date)" }
}

// MARK: - Entries

extension LinkRevision {
    private mutating func correct(
        _ reading: Reading, _ candidates: [LinkCandidate], _ changes: [(String, JSONValue?)],
        _ reason: String
    ) {
        let rows = candidates.flatMap(\.rows).sorted()
        let changes = JSONValue.object(changes).members ?? []
        let dates = candidates.count == 1 ? candidates[0].dates : nil
        entries.append(
            extract.correction(of: reading, changes, reason, rows: rows, dates: dates))
        self.rows.formUnion(rows)
        changed[reading.seq] = reading.changed(by: changes)
    }

    private mutating func retract(
        _ reading: Reading, _ reason: String? = nil, _ candidate: LinkCandidate? = nil
    ) {
        let links = reading.fact.links.map { "\($0.old) giving way to \($0.new)" }
        let reason = reason ?? "\(name) no longer have \(links.joined(separator: ", "))"
        entries.append(extract.retraction(of: reading, reason, rows: candidate?.rows ?? []))
        changed[reading.seq] = .some(nil)
    }
}

extension URNPair {
    var reversed: URNPair { URNPair(old: new, new: old) }
}

extension Reading {
    fileprivate func registers(_ urn: URN) -> Bool {
        guard case .register(.schoolRegistered(let data)) = fact else { return false }
        return data.urn == urn
    }

    /// The reading with the members of `changes` in the place of its own.
    fileprivate func changed(by changes: [JSONMember]) -> Reading {
        var members = replacement.members ?? []
        for change in changes {
            members.removeAll { $0.name == change.name }
            if change.value != .null { members.append(change) }
        }
        // A change that does not read as a fact is refused when it is recorded.
        let new = try? Reading(
            seq: seq, readAt: Reading.proposedSeq, type: fact.type, replacement: .object(members))
        return new ?? self
    }
}
