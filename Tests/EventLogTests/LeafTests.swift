import CanonicalJSON
import Testing

@testable import EventLog

/// The bytes of an event, which every proof ever given rests on.
@Suite struct LeafTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test func isItsCanonicalForm() throws {
        var draft = draft("k-1", data: #"{"name":"Höhe","pupils":210}"#)
        draft.reason = "a \"b\" \\ / \u{1f}\n\u{2028}é"
        draft.source = .object([
            ("row", .integer(7)), ("kind", .string("form")), ("a", .array([.bool(true), .null])),
        ])
        draft.version = 2
        let log = try folder.open()
        try log.append([draft])
        let event = try #require(try log.event(at: 1))
        #expect(
            String(decoding: event.leaf, as: UTF8.self)
                == #"{"data":{"name":"Höhe","pupils":210},"key":"k-1","#
                + #""reason":"a \"b\" \\ / \u001f\n"# + "\u{2028}é" + #"","#
                + #""recordedAt":"2024-05-07T12:00:00.000Z","recordedBy":"officer:jd","seq":1,"#
                + #""source":{"a":[true,null],"kind":"form","row":7},"#
                + #""type":"SomethingHappened","v":2,"validFrom":"2024-05-07"}"#)
        #expect(
            try log.head().root.hex
                == "4886acba63c4763d25db10d782f6d88abe0a90567c2ade1bebde26daad2ca883")
        #expect(try JSONValue(parsing: event.leaf).canonical == event.leaf)
    }

    /// What an import writes by hand is what the writer of JSON makes of the same event.
    @Test(arguments: 0..<8)
    func isWrittenAtOnceAsMemberByMember(_ seed: Int) {
        let texts = [
            "", "k", "a key longer than fifteen bytes", "a \"b\" \\ / \u{1f}\n\u{2028}é", "seven b",
            "eight \u{7}b", "Höhe", "\u{7f}\u{80}", "a\u{0}b", "\\",
        ]
        for (index, text) in texts.enumerated() {
            var draft = draft(text, type: texts[(index + seed) % texts.count], data: "[\(index)]")
            draft.recordedBy = texts[(index * 3 + seed) % texts.count]
            draft.validFrom = texts[(index * 7 + seed) % texts.count]
            draft.version = [1, 2, 10, 4711][(index + seed) % 4]
            draft.reason = seed & 1 == 0 ? nil : texts[(index + 2 * seed) % texts.count]
            draft.source = seed & 2 == 0 ? nil : .object([("row", .integer(7)), ("a", .null)])
            let seq = [1, 9, 10, 99, 100, 65_536, 999_999_999, .max][seed]
            var bytes: [UInt8] = [1, 2]
            draft.appendLeaf(at: seq, to: &bytes)
            #expect(bytes == [1, 2] + draft.leaf(at: seq), "\(draft)")
        }
    }

    @Test func readsBackMemberByMember() throws {
        var draft = draft("k-1", type: "SchoolRenamed", data: #"{"name":"Hill"}"#)
        draft.reason = "asked for"
        draft.source = .object([("kind", .string("form"))])
        let log = try folder.open()
        try log.append([draft])
        let event = try #require(try folder.open().event(at: 1))
        #expect(event.key == "k-1")
        #expect(event.type == "SchoolRenamed")
        #expect(event.version == 1)
        #expect(event.validFrom == "2024-05-07")
        #expect(event.recordedAt == noon)
        #expect(event.recordedBy == "officer:jd")
        #expect(event.reason == "asked for")
        #expect(event.source == draft.source)
        #expect(event.dataValue == .object([("name", .string("Hill"))]))
    }

    @Test(arguments: [
        #"{"key":"k","data":{},"recordedAt":"2024-05-07T12:00:00.000Z"}"#,
        #"{"data":{},"key":"k","recordedAt":"2024-05-07T12:00:00Z","recordedBy":"r","seq":1,"#
            + #""type":"T","v":1,"validFrom":"2024-05-07"}"#,
        #"{"data":{},"key":"k","recordedAt":"2024-05-07T12:00:00.000Z","recordedBy":"r","seq":1,"#
            + #""type":"T","v":1,"validFrom":"2024-05-07","x":1}"#,
        #"{"data":{},"key":"k","recordedAt":"2024-05-07T12:00:00.000Z","recordedBy":"r","seq":1,"#
            + #""type":"T","v":1,"validFrom":"2024-05-07"} "#,
        #"{"data": {},"key":"k","recordedAt":"2024-05-07T12:00:00.000Z","recordedBy":"r","seq":1,"#
            + #""type":"T","v":1,"validFrom":"2024-05-07"}"#,
        "", "{}", "null",
    ])
    func noOtherFormIsRead(_ leaf: String) {
        #expect(throws: JSONError.self) { try RecordedEvent(leaf: Array(leaf.utf8)) }
    }

    @Test(arguments: [
        ("2024-05-07T12:00:00.000Z", "2024-05-07T12:00:00.000Z"),
        ("2024-05-07T12:00:00Z", "2024-05-07T12:00:00.000Z"),
        ("2024-05-07T13:00:00.250+01:00", "2024-05-07T12:00:00.250Z"),
    ])
    func anInstantHasOneForm(text: String, expected: String) {
        #expect(Instant(text)?.text == expected)
    }

    @Test(arguments: [
        "0000-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "9999-12-31T23:59:59.001Z",
        "1970-01-01T09:08:07.060Z", "2025-03-20T16:45:04.010Z",
    ])
    func anInstantKeepsItsText(_ text: String) { #expect(Instant(text)?.text == text) }

    @Test func instantsStandInTheOrderOfTheirTexts() {
        let texts = (0..<2_000).map { number in
            let digits = String(number * 7_919 % 10_000_000 + 10_000_000).dropFirst()
            return "20\(digits.prefix(2))-0\(1 + number % 9)-1\(number % 9)T1\(number % 3):"
                + "0\(number % 7):\(10 + number % 49).\(digits.suffix(3))Z"
        }
        #expect(texts.compactMap { Instant($0) }.sorted().map(\.text) == texts.sorted())
    }

    @Test(arguments: [
        "", "noon", "2024-05-07", "2024-05-07T12:00:00.000", "2024-13-07T12:00:00.000Z",
        "2024-05-07T25:00:00.000Z", "2024-05-07T24:00:00Z", "2023-02-29T12:00:00.000Z",
        "2024-04-31T12:00:00Z", "2024-04-31T12:00:00+01:00",
    ])
    func whatIsNoInstantIsRefused(_ text: String) { #expect(Instant(text) == nil) }
}
