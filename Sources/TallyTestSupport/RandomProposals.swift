internal import Events
package import Programme

/// Random proposals, legal or not: facts that mostly come last, late ones, corrections and
/// retractions.
package struct RandomProposals {
    private var made: RandomFacts
    private var setting: [Told]

    package init(seed: Int) {
        made = RandomFacts(random: SplitMix64(seed: seed))
        setting = made.setting().reversed()
    }

    /// The next proposal beside `facts`, which are those that stand.
    package mutating func next(beside facts: [Reading]) -> Proposal {
        if let told = setting.popLast() { return .add(told.reading(seq: Reading.proposedSeq)) }
        let choice = made.random.below(100)
        guard choice < 25, !facts.isEmpty else { return .add(fact(beside: facts)) }
        let old = made.random.one(of: facts)
        return choice < 15 ? .correct(old, to: correction(of: old)) : .retract(old)
    }

    private mutating func fact(beside facts: [Reading]) -> Reading {
        var told = made.fact()
        if made.random.chance(60), let newest = facts.map(\.validFrom).max() {
            told.from = newest + made.random.one(of: [0, 0, 1, 30])
        }
        return told.reading(seq: Reading.proposedSeq)
    }

    private mutating func correction(of old: Reading) -> Reading {
        var told = Told(old.fact, from: old.validFrom)
        switch made.random.below(3) {
        case 0: told.from = made.day
        case 1: told = made.fact(of: old.fact.type)
        default: told = made.fact(of: old.fact.type).from(old.validFrom)
        }
        return Reading(
            seq: old.seq, readAt: Reading.proposedSeq, validFrom: told.from, fact: told.fact)
    }
}
