internal import Events

// What schools take part in: programmes, and strands within them.

extension Schools {
    mutating func optIn(
        _ data: SchoolOptedIn, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        try programmes.expect(data.programme)
        let index = try find(data.urn, on: since.day)
        if let known = schools[index].optIns[data.programme] {
            throw Refusal(repeats: known, "school \(data.urn) is already in \(data.programme)")
        }
        schools[index].optIns[data.programme] = since
        return true
    }

    mutating func withdraw(
        _ data: SchoolWithdrew, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        try programmes.expect(data.programme)
        let index = try find(data.urn, on: since.day)
        guard schools[index].optIns[data.programme] != nil else {
            if let known = schools[index].withdrawals[data.programme] {
                throw Refusal(
                    repeats: known, "school \(data.urn) has already left \(data.programme)")
            }
            throw Refusal(
                "school \(data.urn) is not in \(data.programme) on \(since.day)",
                remedy: "record SchoolOptedIn first, or check the URN and the date")
        }
        endProgramme(index, data.programme, since)
        schools[index].withdrawals[data.programme] = since
        return true
    }

    mutating func enrol(
        _ data: StrandEnrolled, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        let index = try findOpen(data.urn, on: since.day)
        let id = StrandID(data.programme, data.strand)
        if let known = schools[index].enrolments[id] {
            throw Refusal(
                repeats: known.since, "school \(data.urn) is already enrolled in \(data.strand)")
        }
        try programmes.expectOpen(id, on: since.day)
        guard schools[index].optIns[data.programme] != nil else {
            throw notOptedIn(data, index, since)
        }
        schools[index].enrolments[id] = Enrolment(since: since, origin: since.seq)
        return true
    }

    mutating func endEnrolment(
        _ data: StrandEnrolmentEnded, _ since: Since, _ programmes: Programmes
    ) throws(Refusal) -> Bool {
        let index = try find(data.urn, on: since.day)
        let id = StrandID(data.programme, data.strand)
        guard schools[index].enrolments[id] != nil else {
            if let known = schools[index].endings[id] {
                throw Refusal(
                    repeats: known,
                    "the enrolment of school \(data.urn) in \(data.strand) has already ended")
            }
            throw Refusal(
                "school \(data.urn) is not enrolled in \(data.strand) on \(since.day)",
                remedy: "check the URN, the strand and the date")
        }
        endEnrolment(index, id, since)
        return true
    }

    private func notOptedIn(_ data: StrandEnrolled, _ index: Int, _ since: Since) -> Refusal {
        if let left = schools[index].withdrawals[data.programme] {
            return Refusal(
                "school \(data.urn) left \(data.programme) (\(left)) and is not in it on "
                    + "\(since.day)",
                remedy: "record its opt-in again first, or use an earlier date")
        }
        return Refusal(
            "school \(data.urn) is not in \(data.programme) on \(since.day)",
            remedy: "record its opt-in first, or enrol it from the day it opted in")
    }
}

// MARK: - What programmes and strands do to every school

extension Schools {
    mutating func endProgramme(_ programme: Slug, _ since: Since) {
        for index in schools.indices where schools[index].optIns[programme] != nil {
            endProgramme(index, programme, since)
        }
    }

    mutating func endStrand(_ id: StrandID, _ since: Since) {
        for index in schools.indices {
            schools[index].endedByClosing[id] = nil
            endEnrolment(index, id, since)
        }
    }

    /// Enrolments in the old strands go on in the new one, once each.
    mutating func carryOver(_ data: StrandSucceeded, _ since: Since) {
        let target = StrandID(data.programme, data.new)
        for old in data.old {
            let id = StrandID(data.programme, old)
            for index in schools.indices {
                schools[index].carryOverClosed(id, target)
                guard let enrolment = schools[index].enrolments[id] else { continue }
                endEnrolment(index, id, since)
                guard schools[index].enrolments[target] == nil else { continue }
                schools[index].enrolments[target] = Enrolment(
                    since: since, origin: enrolment.origin)
            }
        }
    }
}

extension School {
    /// What a closing ended in an old strand would go on in the new one, once.
    fileprivate mutating func carryOverClosed(_ old: StrandID, _ new: StrandID) {
        guard let ended = endedByClosing.removeValue(forKey: old) else { return }
        endedByClosing[new] = endedByClosing[new] ?? ended
    }
}

// MARK: - Rows

extension Schools {
    private mutating func endProgramme(_ index: Int, _ programme: Slug, _ since: Since) {
        endOptIn(index, programme, since)
        for id in schools[index].endedByClosing.keys where id.programme == programme {
            schools[index].endedByClosing[id] = nil
        }
        for id in schools[index].enrolments.keys where id.programme == programme {
            endEnrolment(index, id, since)
        }
    }

    mutating func endOptIn(_ index: Int, _ programme: Slug, _ since: Since?) {
        guard let begun = schools[index].optIns.removeValue(forKey: programme) else { return }
        let interval = Interval(from: begun, to: since)
        guard !interval.isEmpty else { return }
        optIns.append(
            OptInRow(programme: programme, school: schools[index].id, interval: interval))
    }

    mutating func endEnrolment(_ index: Int, _ id: StrandID, _ since: Since?) {
        guard let old = schools[index].enrolments.removeValue(forKey: id) else { return }
        if let since { schools[index].endings[id] = since }
        let interval = Interval(from: old.since, to: since)
        guard !interval.isEmpty else { return }
        enrolments.append(
            EnrolmentRow(
                id: id, school: schools[index].id, interval: interval, origin: old.origin))
    }
}
