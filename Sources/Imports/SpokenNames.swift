internal import EventLog
internal import Events
package import Ledger
internal import Programme

/// What people call things that a ledger knows by short names and codes.
package struct SpokenNames: Sendable {
    /// Short names of programmes, by their names.
    private var programmes: [String: String] = [:]
    /// Short names of strands, by programme and title.
    private var strands: [[String]: String] = [:]
    /// Bodies as `kind:id`, by their names.
    private var bodies: [String: String] = [:]
    /// Which school each URN means.
    private var register = RegisterView()

    package init(_ ledger: Ledger) throws {
        for type in Self.types {
            for known in try ledger.standing(type) { take(known.current.fact) }
        }
        var schools: [Reading] = []
        for type in Self.schoolTypes {
            schools += try ledger.standing(type).map { known in
                Reading(
                    seq: known.seq, validFrom: known.current.day, fact: known.current.fact)
            }
        }
        register = RegisterView(schools.sorted())
    }

    private static let types = [
        ProgrammeOpened.descriptor, StrandOpened.descriptor, LocalAuthorityRegistered.descriptor,
        AuthorityConstituted.descriptor, AuthoritiesMerged.descriptor, TrustRegistered.descriptor,
    ].map(\.type)

    private static let schoolTypes = [
        SchoolRegistered.descriptor, SchoolUrnSucceeded.descriptor, SchoolSplit.descriptor,
    ].map(\.type)

    private mutating func take(_ fact: Fact) {
        switch fact {
        case .programme(.programmeOpened(let data)):
            programmes[folded(data.name)] = data.programme.text
        case .programme(.strandOpened(let data)):
            strands[[data.programme.text, folded(data.title)]] = data.strand.text
        case .register(.localAuthorityRegistered(let data)):
            bodies[folded(data.name)] = "la:\(data.la)"
        case .register(.authorityConstituted(let data)):
            bodies[folded(data.name)] = "authority:\(data.authority)"
        case .register(.authoritiesMerged(let data)):
            bodies[folded(data.name)] = "authority:\(data.successor)"
        case .register(.trustRegistered(let data)):
            bodies[folded(data.name)] = "trust:\(data.trust)"
        default: break
        }
    }

    /// The short name of the programme, when the ledger has one only.
    package var onlyProgramme: String? {
        let all = Set(programmes.values)
        return all.count == 1 ? all.first : nil
    }

    func programme(_ name: String) -> String? { programmes[folded(name)] }

    func strand(_ title: String, in programme: String) -> String? {
        strands[[programme, folded(title)]]
    }

    func body(_ name: String) -> String? { bodies[folded(name)] }

    /// One URN for all that the school of `urn` has had.
    func school(_ urn: URN) -> URN { register.holdings[urn]?.school ?? urn }
}
