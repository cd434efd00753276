internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Ledger
internal import Programme

/// What was said about root events after they were recorded: corrections, retractions, and what is
/// to become of those that could not be taken in.
struct Amendments {
    /// By root event, oldest first.
    private var later: [Int: [RecordedEvent]] = [:]
    private let log: EventLog
    private let last: Int

    init(_ log: EventLog, through last: Int) throws {
        self.log = log
        self.last = last
        var rootOfCorrection: [Int: Int] = [:]
        let types: [any FactData.Type] = [
            EventCorrected.self, EventRetracted.self, QuarantineResolved.self,
        ]
        for event in try log.events(ofTypes: types.map { $0.descriptor.type }, through: last) {
            guard let target = event.dataValue["target"]?.integer else { continue }
            let root = rootOfCorrection[target] ?? target
            later[root, default: []].append(event)
            rootOfCorrection[event.seq] = root
        }
    }

    /// These events, and everything said about them later.
    func complete(_ events: [Int]) -> [Int] {
        if events.count < 2, events.allSatisfy({ later[$0] == nil }) { return events }
        return Set(events + events.flatMap { later[$0]?.map(\.seq) ?? [] }).sorted()
    }

    /// How the facts of these types read, in the order of their root events.
    func readings(of types: any FactData.Type...) throws -> [Reading] {
        try log.events(ofTypes: types.map { $0.descriptor.type }, through: last)
            .compactMap { try reading($0, later[$0.seq] ?? []) }
    }

    /// A fact that was taken back, as it read before.
    struct Retracted {
        let reading: Reading
        let by: Int
    }

    /// The facts that were taken back.
    func retracted() throws -> [Retracted] {
        try later.compactMap { root, amendments in
            let type = EventRetracted.descriptor.type
            guard
                let retraction = amendments.first(where: {
                    $0.type == type && $0.target == root
                }), let event = try log.event(at: root),
                let before = try reading(event, amendments.filter { $0.seq != retraction.seq })
            else { return nil }
            return Retracted(reading: before, by: retraction.seq)
        }
        .sorted { $0.reading.seq < $1.reading.seq }
    }

    /// The events that reversed each payment.
    func reversals() throws -> [String: [Int]] {
        let reversals = try readings(of: SpendReversed.self).compactMap { reading in
            if case .money(.spendReversed(let data)) = reading.fact {
                (data.spend.text, [reading.seq])
            } else {
                nil
            }
        }
        return Dictionary(reversals, uniquingKeysWith: +)
    }

    /// The events that made, varied and released each commitment by `day`.
    func commitments(by day: Day) throws -> [String: [Int]] {
        let told = try readings(
            of: SpendCommitted.self, CommitmentVaried.self, CommitmentReleased.self
        )
        .filter { $0.validFrom <= day }
        .compactMap { reading -> (String, [Int])? in
            switch reading.fact {
            case .money(.spendCommitted(let data)): (data.commitment.text, [reading.seq])
            case .money(.commitmentVaried(let data)): (data.commitment.text, [reading.seq])
            case .money(.commitmentReleased(let data)): (data.commitment.text, [reading.seq])
            default: nil
            }
        }
        return Dictionary(told, uniquingKeysWith: +)
    }

    /// The events that opened each strand, or carried it on from others.
    func strandOpenings() throws -> [String: [Int]] {
        let told = try readings(of: StrandOpened.self, StrandSucceeded.self).compactMap { reading in
            switch reading.fact {
            case .programme(.strandOpened(let data)):
                ("\(data.programme)/\(data.strand)", [reading.seq])
            case .programme(.strandSucceeded(let data)):
                ("\(data.programme)/\(data.new)", [reading.seq])
            default: nil
            }
        }
        return Dictionary(told, uniquingKeysWith: +)
    }

    /// How a root event reads after these amendments; `nil` when it is taken back or cannot be
    /// read.
    private func reading(_ event: RecordedEvent, _ later: [RecordedEvent]) throws -> Reading? {
        var readings = Readings()
        do {
            try readings.add(event)
            for amendment in later { try readings.add(amendment) }
        } catch { return nil }
        return readings.reading(of: event.seq)
    }
}
