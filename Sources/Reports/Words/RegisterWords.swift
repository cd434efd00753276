internal import Events

extension RegisterFact {
    func words(_ naming: Naming) -> String {
        switch self {
        case .schoolRegistered(let data): data.words(naming)
        case .schoolRenamed(let data): "\(naming.school(data.urn)) was renamed \(data.name)"
        case .schoolReclassified(let data):
            "\(naming.school(data.urn)) became \(listed(data.changes))"
        case .schoolMovedLocalAuthority(let data):
            "\(naming.school(data.urn)) moved to \(naming.la(data.la))"
        case .schoolRollCounted(let data):
            "\(counted(data.pupils, "pupil")) counted at \(naming.school(data.urn))"
                + (data.fsmPercentTenths.map { ", \($0 / 10).\($0 % 10)% with free school meals" }
                    ?? "")
        case .schoolUrnSucceeded(let data): data.words(naming)
        case .schoolsMerged(let data):
            "\(naming.schoolByURN(data.survivor)) took in "
                + listed(data.absorbed.map(naming.schoolByURN))
        case .schoolSplit(let data):
            "\(naming.schoolByURN(data.parent)) split into "
                + listed(data.children.map(naming.schoolByURN))
                + (data.continuing.map { "; \(naming.schoolByURN($0)) goes on with its enrolments" }
                    ?? "; its enrolments ended")
        case .schoolClosed(let data): "\(naming.school(data.urn)) closed"
        case .schoolReopened(let data): "\(naming.school(data.urn)) opened again"
        case .schoolJoinedTrust(let data):
            "\(naming.school(data.urn)) joined the trust \(naming.trust(data.trust))"
        case .schoolLeftTrust(let data):
            "\(naming.school(data.urn)) left the trust \(naming.trust(data.trust))"
        case .trustRegistered(let data): "the trust \(data.name) (\(data.trust)) was registered"
        case .trustClosed(let data): "the trust \(naming.trust(data.trust)) closed"
        case .registerExtractImported(let data):
            "a list of \(data.kind) of \(data.extractDate.words) was imported: "
                + "\(data.accepted) of \(counted(data.rows, "row"))"
        case .localAuthorityRegistered(let data):
            "the local authority \(data.name) (\(data.la), \(data.onsCode)) was registered"
        case .localAuthorityCodeChanged(let data):
            "the ONS code of \(naming.la(data.la)) became \(data.onsCode)"
        case .localAuthorityReplaced(let data):
            "\(naming.la(data.newLa)) took over "
                + (data.urns.map { "\(counted($0.count, "school")) of " } ?? "")
                + naming.la(data.oldLa)
        case .authorityConstituted(let data):
            "\(data.name) (\(data.authority)) was constituted of \(naming.las(data.members)) by "
                + data.instrument
        case .authoritiesMerged(let data):
            "\(listed(data.predecessors.map(naming.authority))) became \(data.name) "
                + "(\(data.successor)), of \(naming.las(data.members)), by \(data.instrument)"
        case .localAuthorityJoinedAuthority(let data):
            "\(naming.la(data.la)) joined \(naming.authority(data.authority)) by \(data.instrument)"
        case .localAuthorityLeftAuthority(let data):
            "\(naming.la(data.la)) left \(naming.authority(data.authority)) by \(data.instrument)"
        case .authorityCodeChanged(let data):
            "the ONS code of \(naming.authority(data.authority)) became \(data.onsCode)"
        case .authorityRenamed(let data): "\(data.authority) was renamed \(data.name)"
        case .authorityAbolished(let data):
            "\(naming.authority(data.authority)) was abolished by \(data.instrument)"
        }
    }
}

extension SchoolRegistered {
    fileprivate func words(_ naming: Naming) -> String {
        "\(name) was registered as \(urn): \(schoolType), \(phase), in \(naming.la(la))"
            + (trust.map { ", in the trust \(naming.trust($0))" } ?? "")
            + (pupils.map { ", with \(counted($0, "pupil"))" } ?? "")
    }
}

extension SchoolReclassified {
    fileprivate var changes: [String] {
        [schoolType.map { "\($0)" }, phase.map { "\($0)" }].compactMap(\.self)
    }
}

extension SchoolUrnSucceeded {
    fileprivate func words(_ naming: Naming) -> String {
        let changes = [
            name.map { "named \($0)" }, schoolType.map { "\($0)" }, phase.map { "\($0)" },
            trust.map { "in the trust \(naming.trust($0))" },
        ].compactMap(\.self)
        return "the URN \(newUrn) took the place of \(oldUrn) (\(change.words))"
            + (changes.isEmpty ? "" : "; now \(changes.joined(separator: ", "))")
    }
}

extension SchoolUrnSucceeded.Change {
    fileprivate var words: String { "\(self)".replacing("-", with: " ") }
}
