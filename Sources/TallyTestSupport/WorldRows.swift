internal import Events
package import Programme

/// Every row of the read models that a world has told, as sorted texts such as
/// `enrolment 900001 ei/oracy 2022-09-12 to 2024-09-01`; one that lasts has no end.
///
/// - Parameter name: How an event is called; without it the rows do not say which events they
///   come from.
package func worldRows(_ world: World, naming name: ((Int) -> String)? = nil) -> [String] {
    let form = RowForm(name: name)
    return
        (form.places(world) + form.schools(world.schools) + form.programmes(world)
        + form.money(world.money) + form.evidence(world.evidence)
        + form.localities(world.localities)).sorted()
}

private struct RowForm {
    let name: ((Int) -> String)?

    func text(_ interval: Interval) -> String {
        let end = interval.to == .endOfTime ? "" : " to \(interval.to)"
        return "\(interval.from.day)\(end)" + event(interval.from.seq)
            + (interval.endedBy.map { event($0) } ?? "")
    }

    func text(_ since: Since) -> String { "\(since.day)" + event(since.seq) }

    func event(_ seq: Int) -> String { name.map { " #\($0(seq))" } ?? "" }

    func places(_ world: World) -> [String] {
        world.localAuthorities.rows.map { "la \($0.la) \($0.onsCode) \(text($0.interval))" }
            + world.areas.authorities.map {
                "authority \($0.authority) \($0.onsCode) '\($0.name)' \(text($0.interval))"
            }
            + world.areas.members.map { "member \($0.la) \($0.authority) \(text($0.interval))" }
            + world.areas.successions.map {
                "successor \($0.predecessor) \($0.successor) \(text($0.since))"
            }
            + world.trusts.rows.map { "trust \($0.trust) \(text($0.interval))" }
            + world.trusts.optInRows.map {
                "trustOptIn \($0.trust) \($0.programme) \(text($0.interval))"
            }
    }

    func schools(_ schools: Schools) -> [String] {
        schools.states.map { row in
            let now = row.attributes
            return "state \(row.school) \(row.urn) \(now.la) \(now.phase) \(now.schoolType) "
                + "\(now.trust?.text ?? "-") '\(now.name)' \(text(row.interval))"
        }
            + schools.urns.map { "urn \($0.school) \($0.urn) \(text($0.interval))" }
            + schools.rolls.map { "roll \($0.school) \($0.pupils) \(text($0.since))" }
            + schools.optIns.map { "optIn \($0.school) \($0.programme) \(text($0.interval))" }
            + schools.enrolments.map {
                "enrolment \($0.school) \(text($0.id)) \(text($0.interval))" + event($0.origin)
            }
            + schools.unions.map { "union \($0.school) \($0.into) \(text($0.since))" }
    }

    func programmes(_ world: World) -> [String] {
        world.programmes.rows.map { "programme \($0.programme) \($0.lead) \(text($0.interval))" }
            + world.programmes.strandRows.map {
                "strand \(text($0.id)) '\($0.title)' \(text($0.interval))"
            }
            + world.programmes.ruleRows.map {
                "rule \($0.rule.programme) \($0.rule.phases ?? []) \(text($0.interval))"
            }
            + world.statements.definitions.map {
                "definition \($0.data.measure) '\($0.data.definition)' \(text($0.since))"
            }
    }

    func money(_ money: Money) -> [String] {
        money.approvals.map {
            "approval \($0.data.funding) \($0.data.amountPence) \(text($0.since))"
        }
            + money.allocations.map {
                "allocation \($0.data.strand) \($0.data.amountPence) \(text($0.since))"
            }
            + money.commitments.values.map { commitment in
                let amounts = commitment.amounts.map { "\($0.pence) \(text($0.since))" }
                return "commitment \(commitment.id) \(amounts.joined(separator: ", "))"
                    + (commitment.released.map { " released \(text($0))" } ?? "")
            }
            + money.spends.map { spend in
                "spend \(spend.data.spend) \(spend.data.amountPence) \(text(spend.since))"
                    + (spend.reversed.map { " reversed \(text($0))" } ?? "")
            }
            + money.forecasts.map {
                "forecast \($0.data.strand?.text ?? "-") \($0.data.remainingPence) "
                    + text($0.since)
            }
            + money.contributions.map { "contribution \($0.data.kind) \(text($0.since))" }
            + money.baselines.map { "baseline \($0.data.body) \(text($0.since))" }
            + money.sharedCostRules.map { "sharing \($0.data.basis) \(text($0.since))" }
            + money.priceSeries.map { "series \($0.data.series) \(text($0.since))" }
    }

    func evidence(_ evidence: EvidenceRecord) -> [String] {
        participations(evidence)
            + evidence.supports.map { "support \($0.data.provider) \(text($0.since))" }
            + evidence.indicators.map { "indicator \($0.data.indicator) \(text($0.since))" }
            + evidence.observations.map {
                "observation \($0.data.indicator) \($0.data.numerator) \(text($0.since))"
            }
            + evidence.ratings.map {
                "rating \($0.data.criterion) \($0.data.rating?.text ?? "-") \(text($0.since))"
            }
            + evidence.filings.map { "filing \($0.data.criterion) \(text($0.since))" }
            + evidence.views.map { "view \($0.data.ref) \($0.data.position) \(text($0.since))" }
            + evidence.decisions.map { "decision \($0.data.ref) \(text($0.since))" }
    }

    func participations(_ evidence: EvidenceRecord) -> [String] {
        var rows: [String] = []
        evidence.forEachParticipation { said in
            let data = said.data
            let counts = [data.leads, data.teachers, data.pupils, data.sessions].map {
                $0.map { "\($0)" } ?? "-"
            }
            rows.append(
                "participation \(data.strand) \(data.urn?.text ?? "-") \(data.from) to \(data.to) "
                    + "\(counts.joined(separator: "/")) \(text(said.since))")
        }
        return rows
    }

    func localities(_ localities: Localities) -> [String] {
        localities.plans.map {
            "plan \($0.data.locality) \($0.data.planVersion) \(text($0.since))"
        }
            + localities.milestones.map {
                "milestone \($0.data.locality) \($0.data.milestone) \(text($0.since))"
            }
            + localities.partnerships.map {
                "partnership \($0.data.partnership) \(text($0.since))"
            }
            + localities.records.map {
                let schools = $0.data.urns.map(\.text).joined(separator: ",")
                return "locality \(Fact.locality($0.data).type) \(schools) \(text($0.since))"
            }
    }

    private func text(_ id: StrandID) -> String { "\(id.programme)/\(id.strand)" }
}
