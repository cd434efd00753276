import CanonicalJSON
import Testing

@testable import EventLog

/// The envelope read in place is the event read into values, or neither can be read.
@Suite struct EnvelopeTests {
    private static let leaves = [
        draft("k-1").leaf(at: 1),
        full(#"{"urn":"900001","x":[1,{"a":"}"}]}"#, .object([("kind", .string("form"))])),
        full(
            "{}",
            .object([
                ("kind", .string("extract")), ("row", .integer(7)), ("z", .array([.null])),
            ])),
        full(#"{"a":"\\\""}"#, .object([("kind", .string("é")), ("row", .integer(0))])),
        full("[]", .object([("a", .integer(-1)), ("b", .string("\u{1}"))])),
    ]

    private static func full(_ data: String, _ source: JSONValue) -> [UInt8] {
        var draft = draft("k \\ \"é", type: "SchoolOptedIn", data: data)
        draft.reason = "a \n b"
        draft.source = source
        return draft.leaf(at: 12)
    }

    @Test(arguments: leaves) func readsWhatIsWritten(_ leaf: [UInt8]) throws {
        #expect(expectSame(leaf))
    }

    @Test(arguments: 0..<10) func agreesOnSpoiltLeaves(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        var read = 0
        var plain = 0
        for _ in 0..<2_000 {
            var leaf = Self.leaves[Int.random(in: 0..<Self.leaves.count, using: &random)]
            for _ in 0..<Int.random(in: 1...2, using: &random) { spoil(&leaf, &random) }
            if expectSame(leaf) { read += 1 }
            if expectSameOnePass(leaf) { plain += 1 }
        }
        #expect(read > 100 && read < 1_900, "\(read) of 2000 leaves could be read")
        #expect(plain > 20 && plain < read, "\(plain) of 2000 leaves were plain")
    }

    /// Whether the leaf is plain; then it must be canonical, and say the same in one reading as in
    /// two.
    private func expectSameOnePass(_ leaf: [UInt8]) -> Bool {
        let careful = CanonicalLeaf(any: leaf.span)
        let text = String(decoding: leaf, as: UTF8.self)
        #expect(CanonicalLeaf(leaf.span) == careful, "\(text)")
        guard let plain = CanonicalLeaf(plain: leaf.span) else { return false }
        #expect(plain == careful, "\(text)")
        return true
    }

    /// Whatever byte stands at whatever place, one reading says what two say.
    @Test func oneReadingAgreesWhateverByteStandsWhere() {
        let data = #"{"urn":"900001","x":[1,{"a":"}"}]}"#
        var draft = draft("k-é", type: "SchoolOptedIn", data: data)
        draft.reason = "a list, row 7"
        draft.source = .object([("kind", .string("form"))])
        let leaf = draft.leaf(at: 12)
        var plain = 0
        for place in leaf.indices {
            for byte in UInt8.min...UInt8.max {
                var spoilt = leaf
                spoilt[place] = byte
                if expectSameOnePass(spoilt) { plain += 1 }
            }
        }
        #expect(plain > leaf.count, "\(plain) of \(leaf.count * 256) leaves were plain")
    }

    @Test func aPlainLeafIsReadInOnePass() {
        let data = #"{"urn":"900001","x":[1,{"a":"}"}]}"#
        var draft = draft("k-é", type: "SchoolOptedIn", data: data)
        draft.reason = "a list, row 7"
        draft.source = .object([("kind", .string("form"))])
        #expect(expectSameOnePass(draft.leaf(at: 12)))
        #expect(!expectSameOnePass(draft.leaf(at: 12) + [0x20]))
        #expect(!expectSameOnePass(Self.leaves[3]), "it has escapes")
    }

    private func spoil(_ leaf: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0..<leaf.count, using: &random)
        let marks = Array(#"{}[]",:\0-1.eu "#.utf8) + [0, 0x1f, 0xc3, 0xff]
        let mark = marks[Int.random(in: 0..<marks.count, using: &random)]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: leaf[place] = mark
        case 1: leaf.insert(mark, at: place)
        case 2: leaf.remove(at: place)
        case 3: leaf.swapAt(place, max(0, place - 1))
        default: leaf[place] = UInt8(truncatingIfNeeded: random.next())
        }
    }

    /// Whether both could be read.
    private func expectSame(_ leaf: [UInt8]) -> Bool {
        let bytes = leaf.span
        let text = String(decoding: leaf, as: UTF8.self)
        guard let event = try? RecordedEvent(leaf: leaf) else {
            #expect((try? EventEnvelope(leaf: bytes)) == nil, "\(text)")
            return false
        }
        do {
            let found = try EventEnvelope(leaf: bytes)
            #expect(found.seq == event.seq && found.version == event.version, "\(text)")
            #expect(found.recordedAt == event.recordedAt && found.data == event.data, "\(text)")
            #expect(try EventEnvelope.text(at: found.key, bytes) == event.key, "\(text)")
            #expect(try EventEnvelope.text(at: found.type, bytes) == event.type, "\(text)")
            #expect(try EventEnvelope.text(at: found.recordedBy, bytes) == event.recordedBy)
            #expect(try EventEnvelope.text(at: found.validFrom, bytes) == event.validFrom)
            let reason = try found.reason.map { try EventEnvelope.text(at: $0, leaf.span) }
            #expect(reason == event.reason, "\(text)")
            let source = try found.source.map { try JSONValue(parsing: Array(leaf[$0])) }
            #expect(source == event.source, "\(text)")
        } catch {
            Issue.record(error, "\(text)")
        }
        return true
    }
}
