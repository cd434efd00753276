internal import CanonicalJSON
internal import Events
internal import Programme

/// Reads payments in place, without a value and a name for each.
///
/// What many of them name is checked when it is met first and known by its bytes from then on. It
/// takes what `SpendRecorded` takes and nothing else.
struct PaymentReader: Sendable {
    /// The bodies met, in the order of their numbers.
    private(set) var bodies: [Body] = []
    /// The purposes met, in the order of their numbers.
    private(set) var purposes: [Payments.Purpose] = []
    private var bodyNumbers = TextNumbers()
    private var slugs: [Slug] = []
    private var slugNumbers = TextNumbers()
    private var purposeNumbers: [PurposeKey: Int32] = [:]

    /// A purpose whose names are numbered.
    private struct PurposeKey: Hashable {
        let programme: Int32
        /// -1 when there is none.
        let strand: Int32
        let from: Day
        let to: Day

        // One word is enough to tell most apart, and takes a fraction of the time of four.
        func hash(into hasher: inout Hasher) {
            hasher.combine(
                programme &* 31 &+ strand &+ Int32(truncatingIfNeeded: from.number &* 4_099)
                    &+ Int32(truncatingIfNeeded: to.number &* 17))
        }
    }

    /// Reads the data of a payment, at the cursor.
    ///
    /// - Returns: `nil` when it is against a commitment: whether it is legal then depends on others.
    mutating func read(
        _ seq: Int, _ day: Day, _ cursor: JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws -> Payments.Line? {
        var cursor = cursor
        try cursor.beginObject(leaf)
        try Self.expect("amountPence", &cursor, leaf)
        let pence = try cursor.integer(leaf)
        try Self.expect("bornBy", &cursor, leaf)
        let bearer = try body(&cursor, leaf)
        try Self.expect("category", &cursor, leaf)
        guard let category = cursor.plainText(leaf),
            SpendRecorded.Category(utf8: leaf.extracting(category)) != nil
        else { throw Unusual() }
        if cursor.member("commitment", leaf) { return nil }
        try Self.expect("from", &cursor, leaf)
        let from = try Self.day(&cursor, leaf)
        if cursor.member("passedTo", leaf) { _ = try body(&cursor, leaf) }
        try Self.expect("programme", &cursor, leaf)
        let programme = try slug(&cursor, leaf)
        try Self.expect("spend", &cursor, leaf)
        guard let name = cursor.plainText(leaf),
            let fingerprint = Slug.fingerprint(utf8: leaf.extracting(name))
        else { throw Unusual() }
        let strand = cursor.member("strand", leaf) ? try slug(&cursor, leaf) : -1
        try Self.expect("to", &cursor, leaf)
        let to = try Self.day(&cursor, leaf)
        try cursor.endObject(leaf)
        guard pence > 0, from < to, let seq = Int32(exactly: seq) else { throw Unusual() }
        let purpose = purpose(PurposeKey(programme: programme, strand: strand, from: from, to: to))
        return Payments.Line(
            name: fingerprint, pence: pence, seq: seq, day: day, purpose: purpose, bearer: bearer)
    }

    private static func expect(
        _ name: String, _ cursor: inout JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws {
        guard cursor.member(name, leaf) else { throw Unusual() }
    }

    private static func day(
        _ cursor: inout JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws -> Day {
        guard let place = cursor.plainText(leaf), let day = Day(utf8: leaf.extracting(place))
        else { throw Unusual() }
        return day
    }

    private mutating func body(
        _ cursor: inout JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws -> Int32 {
        var start = cursor
        let place = try cursor.skipValue(leaf)
        let number = bodyNumbers.number(of: leaf.extracting(place))
        if number == bodies.count { bodies.append(try Body.read(&start, leaf)) }
        return Int32(number)
    }

    private mutating func slug(
        _ cursor: inout JSONCursor, _ leaf: borrowing Span<UInt8>
    ) throws -> Int32 {
        guard let place = cursor.plainText(leaf) else { throw Unusual() }
        let number = slugNumbers.number(of: leaf.extracting(place))
        if number == slugs.count {
            guard let slug = Slug(utf8: leaf.extracting(place)) else { throw Unusual() }
            slugs.append(slug)
        }
        return Int32(number)
    }

    private mutating func purpose(_ key: PurposeKey) -> Int32 {
        if let known = purposeNumbers[key] { return known }
        let number = Int32(purposes.count)
        let strand = key.strand < 0 ? nil : slugs[Int(key.strand)]
        purposes.append(
            Payments.Purpose(
                programme: slugs[Int(key.programme)], strand: strand, from: key.from, to: key.to))
        purposeNumbers[key] = number
        return number
    }
}
