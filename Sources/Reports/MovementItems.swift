internal import EventLog
internal import ProjectionEngine
internal import Projections
internal import SQLite

/// What a movement counts.
package enum MovementMeasure: String, CaseIterable, Sendable {
    case engagedSchools, pointsOfContact, eligibleSchools
}

/// Why something is counted at the end of a movement and was not at its beginning, or the reverse.
///
/// In the order of their importance, should several happen on one day.
package enum MovementLine: String, CaseIterable, Sendable, Comparable {
    case joinedByMerger, reScoping, schoolClosures, schoolMerges, schoolSplits, schoolOpenings
    case eligibilityChanges, joiners, leavers, strandChanges

    package static func < (one: Self, other: Self) -> Bool {
        allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
    }
}

/// One thing that came in or went out between two days, or was there at one of their ends.
package struct MovementItem: Sendable {
    package let measure: MovementMeasure
    /// `nil` for what was there at an end.
    package let line: MovementLine?
    /// The school, and for a point of contact the programme and strand.
    package let school: String
    package let pair: String?
    package let la: String
    /// 1 for what came in, -1 for what went out.
    package let adds: Int
    /// The first day it was counted, or was counted no more.
    package let day: Int
    package let events: [Int]
}

extension MovementItem {
    /// The same, as something that is there and did not just come.
    fileprivate var there: MovementItem {
        MovementItem(
            measure: measure, line: nil, school: school, pair: pair, la: la, adds: 1, day: day,
            events: events)
    }

    /// The same, taken away instead of added.
    var negated: MovementItem {
        MovementItem(
            measure: measure, line: line, school: school, pair: pair, la: la, adds: -adds,
            day: day, events: events)
    }

    /// What tells it from all others of its measure.
    var key: String { pair.map { "\(school)/\($0)" } ?? school }
}

/// What is counted at both ends, and what moved between.
struct MovementOfMeasure {
    var opening: [MovementItem] = []
    var closing: [MovementItem] = []
    var moved: [MovementItem] = []
}

/// A row of `movement/pieces.sql`: days on which something is counted, and what began and ended it.
struct MovementPiece {
    enum Kind { case pair, eligible }

    let kind: Kind
    let school, pair, la: String
    let from, to: Int
    let beganBy, endedBy: MovementCause
}

/// What may have begun or ended a piece, by the events behind it.
struct MovementCause {
    let own, area, state: Int?
    let isMerger: Bool
    /// Whether the school became part of another that day.
    let isUnion: Bool
}

extension MovementPiece {
    init(_ row: borrowing Row) {
        kind = row.text(0) == "pair" ? .pair : .eligible
        school = row.text(1)
        pair = row.text(2)
        la = row.text(3)
        from = row.integer(4)
        to = row.integer(5)
        func event(_ column: Int) -> Int? { row.isNull(column) ? nil : row.integer(column) }
        beganBy = MovementCause(
            own: event(6), area: event(8), state: event(12), isMerger: row.integer(10) == 1,
            isUnion: false)
        endedBy = MovementCause(
            own: event(7), area: event(9), state: event(13), isMerger: row.integer(11) == 1,
            isUnion: row.integer(14) == 1)
    }
}

/// Finds what moved, from the pieces of days on which things are counted.
struct MovementReader {
    /// The last day before the movement, and its last day.
    let opening, closing: Int
    /// Whether areas change in it; they do not when they are held constant.
    let areasMove: Bool
    let log: EventLog
    private var types: [Int: String] = [:]

    init(opening: Int, closing: Int, areasMove: Bool, _ log: EventLog) {
        self.opening = opening
        self.closing = closing
        self.areasMove = areasMove
        self.log = log
    }

    /// What moved of one measure.
    ///
    /// - Parameter pieces: In the order of their first days, of each thing counted.
    mutating func movement(
        of measure: MovementMeasure, _ pieces: [MovementPiece]
    ) throws -> MovementOfMeasure {
        let isOfPairs = measure != .eligibleSchools
        let wanted = pieces.filter { ($0.kind == .pair) == isOfPairs }
        let groups = Dictionary(grouping: wanted) {
            measure == .pointsOfContact ? "\($0.school) \($0.pair)" : $0.school
        }
        var result = MovementOfMeasure()
        for (_, pieces) in groups.sorted(by: { $0.key < $1.key }) {
            let spans = spans(of: pieces)
            let before = spans.last { $0.holds(opening) }
            let after = spans.last { $0.holds(closing) }
            if let before, let item = try item(measure, before, cameIn: true) {
                result.opening.append(item.there)
            }
            if let after, let item = try item(measure, after, cameIn: true) {
                result.closing.append(item.there)
            }
            guard (before == nil) != (after == nil) else { continue }
            // The last time it came in, or went out, is why it is so at the end.
            let span = after ?? spans.last { $0.to <= closing }
            guard let span, let found = try item(measure, span, cameIn: after != nil) else {
                continue
            }
            result.moved.append(found)
        }
        return result
    }

    /// Days without a gap, and the pieces they are made of.
    private struct Span {
        var from, to: Int
        var pieces: [MovementPiece]

        func holds(_ day: Int) -> Bool { from <= day && day < to }
    }

    private func spans(of pieces: [MovementPiece]) -> [Span] {
        var spans: [Span] = []
        for piece in pieces.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = spans.last, piece.from <= last.to {
                spans[spans.count - 1].to = max(last.to, piece.to)
                spans[spans.count - 1].pieces.append(piece)
            } else {
                spans.append(Span(from: piece.from, to: piece.to, pieces: [piece]))
            }
        }
        return spans
    }

    private mutating func item(
        _ measure: MovementMeasure, _ span: Span, cameIn: Bool
    ) throws -> MovementItem? {
        let edge = span.pieces.filter { cameIn ? $0.from == span.from : $0.to == span.to }
        var found: (piece: MovementPiece, line: MovementLine)?
        var events: Set<Int> = []
        for piece in edge {
            let cause = cameIn ? piece.beganBy : piece.endedBy
            let (line, seq) = try line(of: cause, piece.kind, cameIn: cameIn)
            if let seq { events.insert(seq) }
            if found.map({ line < $0.line }) ?? true { found = (piece, line) }
        }
        guard let (piece, line) = found else { return nil }
        return MovementItem(
            measure: measure, line: line, school: piece.school,
            pair: measure == .pointsOfContact ? piece.pair : nil, la: piece.la,
            adds: cameIn ? 1 : -1, day: cameIn ? span.from : span.to, events: events.sorted())
    }

    /// The line of the statement that a cause belongs to, and the event behind it.
    private mutating func line(
        of cause: MovementCause, _ kind: MovementPiece.Kind, cameIn: Bool
    ) throws -> (MovementLine, Int?) {
        if let own = cause.own {
            return (lines[try type(of: own)] ?? (cameIn ? .joiners : .leavers), own)
        }
        if areasMove, let area = cause.area {
            return (cause.isMerger ? .joinedByMerger : .reScoping, area)
        }
        if cause.isUnion { return (.schoolMerges, cause.state) }
        let other: MovementLine = kind == .pair ? .reScoping : .eligibilityChanges
        guard let state = cause.state else { return (other, nil) }
        let type = try type(of: state)
        // A school that goes on under another URN has changed its kind, not its number.
        return (type == "SchoolUrnSucceeded" ? other : lines[type] ?? other, state)
    }

    private mutating func type(of seq: Int) throws -> String {
        if let known = types[seq] { return known }
        let type = try log.event(at: seq)?.type ?? ""
        types[seq] = type
        return type
    }
}

/// The line of a statement of movement that an event of each type is counted on.
private let lines: [String: MovementLine] = [
    "StrandEnrolled": .joiners, "SchoolOptedIn": .joiners, "StrandEnrolmentEnded": .leavers,
    "SchoolWithdrew": .leavers, "SchoolRegistered": .schoolOpenings,
    "SchoolClosed": .schoolClosures, "SchoolReopened": .schoolClosures,
    "SchoolsMerged": .schoolMerges, "SchoolUrnSucceeded": .schoolMerges,
    "SchoolSplit": .schoolSplits, "SchoolMovedLocalAuthority": .reScoping,
    "LocalAuthorityReplaced": .reScoping, "SchoolReclassified": .eligibilityChanges,
    "EligibilityRuleSet": .eligibilityChanges, "StrandSucceeded": .strandChanges,
    "StrandClosed": .strandChanges, "ProgrammeClosed": .strandChanges,
]
