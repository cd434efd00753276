internal import Events

/// What somebody proposes to do to the facts.
package enum Proposal: Sendable {
    case add(Reading)
    case correct(Reading, to: Reading)
    case retract(Reading)

    var old: Reading? {
        switch self {
        case .add: nil
        case .correct(let old, _), .retract(let old): old
        }
    }

    var new: Reading? {
        switch self {
        case .add(let new), .correct(_, let new): new
        case .retract: nil
        }
    }
}

extension Proposal {
    /// What of the story of a programme it can make illegal, or be made illegal by.
    ///
    /// A fact told can only matter to those told after it, so what a change collides with holds from
    /// a later day. That a programme was opened matters whatever the day. Nothing but the story of
    /// the programme itself depends on who leads it, on its rule and on what a strand is called,
    /// and to open one more strand takes nothing from anybody.
    var partOfProgrammes: StoryPart {
        switch self {
        case .add(let new): new.isOwnAffair || new.opensStrand ? .changes : .after(new.validFrom)
        case .correct(let old, let new):
            if old.isOwnAffair || old.isSameStrand(as: new) {
                .changes
            } else {
                old.opensProgramme ? .whole : .after(min(old.validFrom, new.validFrom) + -1)
            }
        case .retract(let old):
            if old.isOwnAffair {
                .changes
            } else {
                old.opensProgramme ? .whole : .after(old.validFrom + -1)
            }
        }
    }
}

extension Reading {
    /// Whether nothing but the story of its programme depends on it.
    fileprivate var isOwnAffair: Bool {
        switch fact {
        case .programme(.eligibilityRuleSet), .programme(.programmeMoved): true
        default: false
        }
    }

    fileprivate var opensStrand: Bool {
        if case .programme(.strandOpened) = fact { true } else { false }
    }

    fileprivate var opensProgramme: Bool {
        if case .programme(.programmeOpened) = fact { true } else { false }
    }

    /// Whether both open the same strand on the same day, whatever they call it.
    fileprivate func isSameStrand(as other: Reading) -> Bool {
        guard case .programme(.strandOpened(let a)) = fact,
            case .programme(.strandOpened(let b)) = other.fact
        else { return false }
        return a.programme == b.programme && a.strand == b.strand && validFrom == other.validFrom
    }
}

/// What comes of a proposal that is not refused.
package enum Verdict: Equatable, Sendable {
    case legal
    /// The effect already holds, for this reason; nothing is to be recorded.
    case alreadyHolds(String)
}
