internal import CanonicalJSON
internal import EventLog
package import Events
package import Ledger
package import Programme

/// What a ledger says of the register, and which kind of extract each fact comes from.
///
/// A later extract may correct or take back what an earlier one of its kind said, and nothing that a
/// person did.
package struct KnownRegister: Sendable {
    package typealias Kind = RegisterExtractImported.Kind

    /// The facts that stand, in the order of their days.
    package private(set) var readings: [Reading]
    /// The kind of extract that said so, by the event that gave a reading.
    private var origins: [Int: Kind] = [:]
    /// The extracts taken in so far.
    private var extracts: [RegisterExtractImported] = []
    /// Links that were recorded and taken back.
    private(set) var withdrawn: [URNPair: Withdrawal] = [:]
    private var keys: Set<String> = []

    /// How a fact was taken back.
    struct Withdrawal: Equatable {
        let seq: Int
        /// Whether a person did, not an extract.
        let isByHand: Bool
    }

    /// A ledger with `readings`, none of which comes from an extract.
    package init(readings: [Reading] = []) { self.readings = readings.sorted() }

    /// Reads a ledger from its first event to its last.
    package init(_ ledger: borrowing Ledger) throws {
        var readings = Readings()
        var retractions: [(target: Int, Withdrawal)] = []
        var links: [Int: [URNPair]] = [:]
        var origins: [Int: Kind] = [:]
        var keys: Set<String> = []
        try ledger.log.scan { event in
            try readings.add(event)
            let origin = event.source?["kind"]?.text.flatMap { Kind($0) }
            origins[event.seq] = origin
            if event.key.hasPrefix(linkKeyBeginning) { keys.insert(event.key) }
            if event.type == EventRetracted.descriptor.type, let target = event.target {
                retractions.append((target, Withdrawal(seq: event.seq, isByHand: origin == nil)))
            } else if let fact = try? event.fact() {
                links[event.seq] = fact.links
            }
            return true
        }
        self.init(readings: readings.facts)
        self.origins = origins
        self.keys = keys
        extracts = self.readings.compactMap(\.extract)
        for (target, withdrawal) in retractions where readings.isRetracted(target) {
            for link in links[target] ?? [] { withdrawn[link] = withdrawal }
        }
    }

    /// Whether an extract of `kind` may correct or take back what `reading` says.
    func isRevisable(_ reading: Reading, by kind: Kind) -> Bool {
        origins[reading.readAt] == kind
    }

    /// Whether `reading` comes from a register of either form.
    func isFromRegister(_ reading: Reading) -> Bool {
        let origin = origins[reading.readAt]
        return origin == .giasAll || origin == .list
    }

    func hasKey(_ key: String) -> Bool { keys.contains(key) }

    /// The day of the latest extract of these kinds.
    package func lastExtract(of kinds: Kind...) -> Day? {
        extracts.filter { kinds.contains($0.kind) }.map(\.extractDate).max()
    }

    /// The register as links find it.
    package var view: RegisterView { view(of: readings) }

    func view(of readings: [Reading]) -> RegisterView {
        RegisterView(
            readings,
            listed: Set(readings.map(\.seq).filter { origins[$0] == .list }))
    }
}

/// Two URNs, of which the first gave way to the second.
struct URNPair: Hashable {
    let old: URN
    let new: URN
}

/// How the keys of links begin.
let linkKeyBeginning = "link:"

extension Fact {
    /// The URNs that gave way, each with what it gave way to.
    var links: [URNPair] {
        guard case .register(let fact) = self else { return [] }
        return switch fact {
        case .schoolUrnSucceeded(let data): [URNPair(old: data.oldUrn, new: data.newUrn)]
        case .schoolsMerged(let data):
            data.absorbed.map { URNPair(old: $0, new: data.survivor) }
        case .schoolSplit(let data): data.children.map { URNPair(old: data.parent, new: $0) }
        default: []
        }
    }
}

extension Reading {
    fileprivate var extract: RegisterExtractImported? {
        guard case .register(.registerExtractImported(let data)) = fact else { return nil }
        return data
    }
}

extension Extract {
    /// Refuses an extract that is older than one of its kind that the ledger has taken in.
    func expectNotOlder(than last: Day?, isOlderMeant: Bool) throws(ImportProblem) {
        guard let last, date < last, !isOlderMeant else { return }
        throw ImportProblem(
            "the file is of \(date.words), and the ledger has taken in the one of \(last.words)",
            remedy: "give --older to take in what only this one has; nothing is corrected or taken "
                + "back then")
    }
}
