package import Events

/// Who took part in strands, told without a fact for each.
///
/// Such a record can be told in any order: it is legal when its period is within the life of its
/// strand, and its school is known by its day. Where that is not so, the facts are told one by one.
package struct Participations: Sendable {
    package struct Line: EventLine {
        package let seq: Int32
        private let day: Day
        fileprivate let strand: StrandID
        fileprivate let urn: URN?
        fileprivate let from: Day
        fileprivate let to: Day
        /// How many; less than 0 when they were not counted.
        private let leads, teachers, pupils, sessions: Int32
        /// Whether it is told otherwise, or not at all.
        fileprivate var isLeftOut = false

        /// - Returns: `nil` when a line cannot hold all that is said.
        package init?(_ data: ParticipationRecorded, on day: Day, seq: Int) {
            func number(_ count: Int?) -> Int32 { count.map { Int32(clamping: $0) } ?? -1 }
            self.seq = Int32(clamping: seq)
            self.day = day
            strand = StrandID(data.programme, data.strand)
            (urn, from, to) = (data.urn, data.from, data.to)
            (leads, teachers) = (number(data.leads), number(data.teachers))
            (pupils, sessions) = (number(data.pupils), number(data.sessions))
            guard said == Said(data: data, since: Since(day: day, seq: seq)) else { return nil }
        }

        fileprivate var since: Since { Since(day: day, seq: Int(seq)) }

        fileprivate var said: Said<ParticipationRecorded> {
            func count(_ number: Int32) -> Int? { number < 0 ? nil : Int(number) }
            return Said(
                data: ParticipationRecorded(
                    from: from, leads: count(leads), programme: strand.programme,
                    pupils: count(pupils), sessions: count(sessions), strand: strand.strand,
                    teachers: count(teachers), to: to, urn: urn),
                since: since)
        }
    }

    private var lines: EventLines<Line>

    /// - Parameter pageSize: A power of two: the most lines that a page has.
    package init(pageSize: Int = 1) { lines = EventLines(pageSize: pageSize) }

    /// Takes the next page of lines.
    package mutating func append(_ page: [Line]) { lines.append(page) }

    /// Leaves out the line of event `seq`.
    package mutating func leaveOut(_ seq: Int) {
        guard let place = lines.place(ofEvent: seq) else { return }
        lines[place].isLeftOut = true
    }

    package func has(_ seq: Int) -> Bool { lines.place(ofEvent: seq) != nil }

    /// Calls `body` with each that is told here, in the order of their events.
    func forEach(_ body: (Said<ParticipationRecorded>) throws -> Void) rethrows {
        try lines.forEach { _, line in if !line.isLeftOut { try body(line.said) } }
    }

    /// Whether each is legal among all other facts, which these have told.
    func areWithin(_ programmes: Programmes, _ schools: Schools) -> Bool {
        let registrations = schools.registrations
        var lives: [StrandID: StrandLife] = [:]
        var known: [URN: Since] = [:]
        return lines.allSatisfy { line in
            if line.isLeftOut { return true }
            guard let life = lives[line.strand] ?? programmes.life(of: line.strand) else {
                return false
            }
            lives[line.strand] = life
            guard life.allows(from: line.from, to: line.to, said: line.since) else { return false }
            guard let urn = line.urn else { return true }
            guard let first = known[urn] ?? schools.firstKnown(urn, registrations) else {
                return false
            }
            known[urn] = first
            return first < line.since
        }
    }
}
