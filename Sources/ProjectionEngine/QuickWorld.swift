internal import Dispatch
internal import Programme
internal import Synchronization

extension QuickTranscript {
    /// What the facts tell, each of two threads telling its part; `nil` when one is not legal.
    var world: World? {
        let parts = [Part(order: story), Part(order: money, expectsSpends: true)]
        let foretold = foretold.map { facts[$0] }
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
    private let expectsSpends: Bool
    private let world = Mutex<World?>(nil)

    init(order: [Int], expectsSpends: Bool = false) {
        self.order = order
        self.expectsSpends = expectsSpends
    }

    func tell(_ facts: [Reading], _ foretold: [Reading]) {
        var told = World(of: foretold)
        // Nearly all facts about money are spends.
        if expectsSpends { told.expectSpends(order.count) }
        for place in order {
            guard (try? told.absorb(facts[place])) != nil else { return }
        }
        told.finish()
        world.withLock { $0 = told }
    }

    func take() -> World? { world.withLock { $0.take() } }
}
