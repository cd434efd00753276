internal import Events

extension ProgrammeFact {
    func words(_ naming: Naming) -> String {
        switch self {
        case .schoolOptedIn(let data):
            "\(naming.school(data.urn)) opted in to \(naming.programme(data.programme))"
                + (data.evidence.map { " (\($0))" } ?? "")
        case .schoolWithdrew(let data):
            "\(naming.school(data.urn)) left \(naming.programme(data.programme))"
        case .strandEnrolled(let data):
            "\(naming.school(data.urn)) joined \(naming.strand(data.strand))"
                + (data.cohort.map { ", cohort \($0)" } ?? "")
                + (data.role.map { ", as \($0)" } ?? "")
        case .strandEnrolmentEnded(let data):
            "\(naming.school(data.urn)) left \(naming.strand(data.strand))"
        case .trustOptedIn(let data):
            "\(naming.trust(data.trust)) opted in to \(naming.programme(data.programme)) as a trust"
        case .trustWithdrew(let data):
            "\(naming.trust(data.trust)) left \(naming.programme(data.programme)) as a trust"
        case .participationRecorded(let data): data.words(naming)
        case .supportProvided(let data):
            "\(naming.body(data.provider)) gave \(data.urn.map(naming.school) ?? "schools") "
                + "\(counted(data.halfDays, "half-day")) of \(data.level) support "
                + period(data.from, data.to)
        case .programmeOpened(let data):
            "the programme \(data.name) (\(data.programme)) began, led by \(naming.body(data.lead))"
        case .programmeMoved(let data):
            "\(naming.body(data.lead)) took over \(naming.programme(data.programme))"
        case .programmeClosed(let data): "\(naming.programme(data.programme)) ended"
        case .strandOpened(let data): "the strand \(data.title) (\(data.strand)) opened"
        case .strandClosed(let data): "the strand \(naming.strand(data.strand)) closed"
        case .strandSucceeded(let data):
            "\(naming.strand(data.new)) took the place of \(listed(data.old.map(naming.strand))), "
                + "and their schools go on in it"
        case .eligibilityRuleSet(let data): data.words(naming)
        }
    }
}

extension ParticipationRecorded {
    fileprivate func words(_ naming: Naming) -> String {
        let counts = [
            pupils.map { counted($0, "pupil") }, teachers.map { counted($0, "teacher") },
            leads.map { counted($0, "lead") }, sessions.map { counted($0, "session") },
        ].compactMap(\.self)
        let what = counts.isEmpty ? "participation" : listed(counts)
        return "\(what) counted in \(naming.strand(strand)) \(period(from, to))"
            + (urn.map { " at \(naming.school($0))" } ?? "")
    }
}

extension EligibilityRuleSet {
    fileprivate func words(_ naming: Naming) -> String {
        var parts = [
            phases.map { "phases \(listed($0.map { "\($0)" }))" },
            schoolTypes.map { "types \(listed($0.map { "\($0)" }))" },
            typeGroups.map { "type groups \(listed($0.map { "\($0)" }))" },
        ].compactMap(\.self)
        if let included { parts.append("also \(listed(included.map(naming.schoolByURN)))") }
        if let excluded { parts.append("but not \(listed(excluded.map(naming.schoolByURN)))") }
        let rule = parts.isEmpty ? "every open school" : parts.joined(separator: ", ")
        return "eligible for \(naming.programme(programme)) are: \(rule) (\(rationale))"
    }
}

/// "1 pupil", "2 pupils"; a plural that is no mere "s" is given.
func counted(_ count: Int, _ unit: String, plural: String? = nil) -> String {
    "\(count) " + (count == 1 ? unit : plural ?? unit + "s")
}
