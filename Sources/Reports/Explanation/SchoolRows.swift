internal import Events
internal import SQLite

/// A row of `explain/pairs.sql`: a pair of school and strand, active on days of the period.
struct Pair {
    let school, finalSchool, urn, name, la: String
    let trust: String?
    let programme, strand: String
    let from, to: Int
    let isNow: Bool
    let events: [Int]
    /// The event that ended it.
    let endedBy: Int?
    let placedBy: [Int]
    /// The events that made it part of its final school.
    let unitedBy: [Int]

    init(_ row: borrowing Row) {
        school = row.text(0)
        finalSchool = row.text(1)
        urn = row.text(2)
        name = row.text(3)
        la = row.text(4)
        trust = row.word(5)
        programme = row.text(6)
        strand = row.text(7)
        from = row.integer(8)
        to = row.integer(9)
        isNow = row.integer(10) == 1
        events = Set([row.number(11), row.number(12), row.number(13)].compactMap(\.self)).sorted()
        endedBy = row.number(14)
        placedBy = [15, 16, 17, 19].compactMap { row.number($0) }
        unitedBy = row.text(18).split(separator: ",").compactMap { Int($0) }
    }

    /// The events that put its days there: what began it, and what ended it.
    var eventsOfDays: [Int] { events + [endedBy].compactMap(\.self) }

    /// The pair itself, whatever its days.
    var key: String { "\(school)/\(programme)/\(strand)" }

    func item(adds: Int, detail: String) -> Explanation.Item {
        Explanation.Item(
            key: key, name: "\(urn) \(name)", la: la, adds: adds, detail: detail, events: events,
            placedBy: placedBy)
    }
}

/// A row of `explain/schools.sql`: a school, and what says why it is counted or left out.
struct SchoolRow {
    let school, urn, name, la, type, phase: String
    let trust: String?
    /// The stretch of days on which it is, or last was, or first will be, as it is shown.
    let from, to: Int
    let fromSeq: Int
    let toSeq: Int?
    let isPlacedNow, isPlacedThen: Bool
    /// The rule that makes it eligible.
    let rule: Int?
    let optedInTo, optedInSeq: Int?
    let enrolledTo, enrolledEndSeq: Int?
    /// The events that say which area it is in.
    let placedBy: [Int]

    init(_ row: borrowing Row) {
        school = row.text(0)
        urn = row.text(1)
        name = row.text(2)
        la = row.text(3)
        type = row.text(4)
        phase = row.text(5)
        trust = row.word(6)
        from = row.integer(7)
        to = row.integer(8)
        fromSeq = row.integer(9)
        toSeq = row.number(10)
        isPlacedNow = row.integer(11) == 1
        isPlacedThen = row.integer(12) == 1
        rule = row.number(13)
        optedInTo = row.number(14)
        optedInSeq = row.number(15)
        enrolledTo = row.number(16)
        enrolledEndSeq = row.number(17)
        placedBy = [9, 18, 19].compactMap { row.number($0) }
    }

    func item(adds: Int, detail: String, events: [Int?]) -> Explanation.Item {
        Explanation.Item(
            key: school, name: "\(urn) \(name)", la: la, adds: adds, detail: detail,
            events: events.compactMap(\.self), placedBy: placedBy)
    }

    func leftOut(_ reason: String, _ events: [Int?]) -> Explanation.Item {
        item(adds: 0, detail: reason, events: events).leftOut(reason)
    }
}

extension SchoolRow {
    /// Why it is not engaged at the end of `day`.
    func notEngaged(at day: Day) -> Explanation.Item {
        if let item = notOpen(at: day, from: day) { return item }
        if !isPlacedNow { return leftOut("outside the area", [fromSeq]) }
        if enrolledTo != nil { return leftOut("no enrolment active any more", [enrolledEndSeq]) }
        guard let optedInTo, optedInTo > day.number else {
            return leftOut("not opted in", [fromSeq])
        }
        return leftOut("opted in, not enrolled", [optedInSeq])
    }

    /// Why it is not engaged on any day from `first` to `day`.
    func notEngaged(from first: Day, to day: Day) -> Explanation.Item {
        guard first <= day else { return leftOut("no day in the period", [fromSeq]) }
        if let item = notOpen(at: day, from: first) { return item }
        guard isPlacedThen else { return leftOut("outside the area", [fromSeq]) }
        if let enrolledTo {
            return enrolledTo <= first.number
                ? leftOut("no enrolment active any more", [enrolledEndSeq])
                : leftOut("outside the area while enrolled", [fromSeq])
        }
        guard let optedInTo, optedInTo > first.number else {
            return leftOut("not opted in", [fromSeq])
        }
        return leftOut("opted in, not enrolled", [optedInSeq])
    }

    /// Why it is not eligible at the end of `day`; `nil` when it is.
    func notEligible(at day: Day, rules: [Int]) -> Explanation.Item? {
        if let item = notOpen(at: day, from: day) { return item }
        if !isPlacedNow { return leftOut("outside the area", [fromSeq]) }
        guard rule == nil else { return nil }
        var item = leftOut("not eligible by the rule in force", [fromSeq])
        item.rules = rules
        return item
    }

    private func notOpen(at day: Day, from first: Day) -> Explanation.Item? {
        if from > day.number { return leftOut("not open yet", [fromSeq]) }
        if to <= first.number { return leftOut("closed", [toSeq]) }
        return nil
    }
}
