internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import Reports

/// Tells events in a line each: what they record in words, with the names that the ledger has.
struct EventLines {
    private let log: EventLog
    private var naming = Naming()

    /// - Parameter events: Those that will be told.
    init(_ ledger: Ledger, of events: [RecordedEvent]) {
        log = ledger.log
        // What the read models do not hold yet goes by its number or short name.
        guard let open = try? ReadModels(ledger).openAsItStands(.engagement),
            var naming = try? Naming(open)
        else { return }
        let texts = events.flatMap { dataTold(of: $0).texts }
        try? naming.add(schools: Set(texts.filter { URN($0) != nil }), open)
        self.naming = naming
    }

    /// The cells of a table: number, valid date, time of recording, who, type, what.
    func cells(_ event: RecordedEvent) -> [String] {
        let words = printable(self.words(event))
        let short = words.count > wordsShown ? words.prefix(wordsShown - 1) + "…" : words[...]
        return [
            String(event.seq), event.validFrom, String(event.recordedAt.text.prefix(16)),
            printable(event.recordedBy), event.type, String(short),
        ]
    }

    /// The event in a sentence; its data where this program cannot read it.
    private func words(_ event: RecordedEvent) -> String {
        let reason = event.reason.map { "; reason: \($0)" } ?? ""
        guard let fact = try? event.fact() else { return event.dataValue.compact }
        return fact.words(naming) + said(event) + reason
    }

    /// What a correction made of a fact, or what a retraction took back.
    private func said(_ event: RecordedEvent) -> String {
        guard let target = event.target, let root = try? log.event(at: target) else { return "" }
        if event.type == EventCorrected.descriptor.type {
            let reading = try? Reading(
                seq: target, readAt: event.seq, type: root.type, replacement: dataTold(of: event))
            return reading.map {
                ": \($0.fact.words(naming)), from \($0.validFrom.words)"
            } ?? ""
        }
        let fact = root.target == nil ? try? root.fact() : nil
        return fact.map { ": \($0.words(naming))" } ?? ""
    }

    /// What an event says of schools and others: of a correction, the new reading.
    private func dataTold(of event: RecordedEvent) -> JSONValue {
        guard let target = event.target else { return event.dataValue }
        if let new = event.dataValue["replacement"] { return new }
        return (try? log.event(at: target))?.dataValue ?? .null
    }
}

/// How many characters of a sentence a line shows.
private let wordsShown = 120

extension JSONValue {
    /// Every text in it.
    fileprivate var texts: [String] {
        [text].compactMap(\.self) + (elements ?? []).flatMap(\.texts)
            + (members ?? []).flatMap(\.value.texts)
    }
}
