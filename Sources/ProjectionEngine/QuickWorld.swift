internal import Dispatch
internal import Events
internal import Programme
internal import Synchronization

extension QuickTranscript {
    /// What the facts tell, each of two threads telling its part; `nil` when one is not legal.
    var world: World? {
        let foretold = foretold.map { facts[$0] }
        let parts = [
            Part(story, Payments(), participations), Part(money, payments, Participations()),
        ]
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            parts[index].tell(facts, foretold)
        }
        guard var world = parts[0].take(), let money = parts[1].take() else { return nil }
        world.takeMoney(of: money)
        return world
    }
}

/// Facts that can be told without the others.
private final class Part: Sendable {
    private let order: [Int]
    private let payments: Payments
    private let participations: Participations
    private let world = Mutex<World?>(nil)

    init(_ order: [Int], _ payments: Payments, _ participations: Participations) {
        self.order = order
        self.payments = payments
        self.participations = participations
    }

    func tell(_ facts: [Reading], _ foretold: [Reading]) {
        var payments = payments
        guard payments.indexNames() else { return }
        var told = World(of: foretold)
        for place in order {
            guard Self.tell(facts[place], &told, &payments) else { return }
        }
        guard told.take(payments), told.take(participations) else { return }
        told.finish()
        world.withLock { $0 = told }
    }

    /// - Returns: False when it is not legal.
    private static func tell(
        _ reading: Reading, _ told: inout World, _ payments: inout Payments
    ) -> Bool {
        switch reading.fact {
        case .money(.spendRecorded(let data)) where payments.mayHave(data.spend): false
        case .money(.spendReversed(let data)) where payments.mayHave(data.spend):
            payments.reverse(data.spend, reading.since)
        default: (try? told.absorb(reading)) != nil
        }
    }

    func take() -> World? { world.withLock { $0.take() } }
}
