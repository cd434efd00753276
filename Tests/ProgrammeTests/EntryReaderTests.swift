import CanonicalJSON
import EventLog
import Events
import Ledger
import TallyTestSupport
import Testing

/// Lines read in one pass say what they say when they are read as JSON.
@Suite struct EntryReaderTests {
    @Test(arguments: 0..<40)
    func aLineReadsAsItsJSONDoes(_ seed: Int) throws {
        var random = SplitMix64(seed: seed)
        var reader = EntryReader()
        for line in try lines(seed, &random) {
            expectSame(line, &reader)
            for _ in 0..<20 { expectSame(mutated(line, &random), &reader) }
        }
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "null", #"{"type":"Nothing"}"#, #"{"type":1}"#,
        #"{"type":"StrandOpened"}"#, #"{"type":"StrandOpened","type":"StrandOpened"}"#,
        #"{"type":"StrandOpened","key":""}"#, #"{"type":"StrandOpened","v":1}"#,
        #"{"type":"StrandOpened","v":2}"#, #"{"type":"StrandOpened","v":"1"}"#,
        #"{"type":"StrandOpened","source":"minutes"}"#,
        #"{"type":"FundingApproved","source":"minutes"}"#,
        #"{"type":"StrandOpened","source":""}"#,
        #"{"type":"StrandOpened","source":{"reference":"x"}}"#,
        #"{"type":"StrandOpened","recordedAt":"2024-05-07T09:00:00Z"}"#,
        #"{"type":"StrandOpened","recordedAt":"2024-05-07T10:00:00+01:00"}"#,
        #"{"type":"StrandOpened","title":"a","strand":"b","programme":"c"}"#,
        "\t{\"type\" : \"StrandOpened\" , \"title\":\"\u{e9}\"} \r",
        #"{"type":"StrandOpened","title":007}"#, #"{"type":"StrandOpened","a":-0}"#,
        #"{"type":"StrandOpened","a":{"b":1,"b":2}}"#, #"{"type":"StrandOpened",}"#,
        #"{"type":"StrandOpened","a":[1,{"c":[],"d":{}}]}"#,
        #"{"type":"StrandOpened","a":123456789012345678}"#,
    ])
    func anOddLineReadsAsItsJSONDoes(_ line: String) {
        var reader = EntryReader()
        expectSame(Array(line.utf8), &reader)
    }

    private func expectSame(_ line: [UInt8], _ reader: inout EntryReader) {
        let found = told { try reader.entry(line) }
        let expected = told { try Entry(flat: try JSONValue(parsing: line)) }
        #expect(found == expected, "\(String(decoding: line, as: UTF8.self))")
    }

    /// All that an entry says, or why it says nothing.
    private func told(_ read: () throws -> Entry) -> [String] {
        do {
            let entry = try read()
            return [
                entry.type, "\(entry.version)", entry.validFrom?.text ?? "-", entry.key ?? "-",
                entry.reason ?? "-", entry.source?.compact ?? "-",
                entry.recordedAt?.text ?? "-", entry.recordedBy ?? "-", data(of: entry),
                String(decoding: JSONValue.object(entry.members).canonical, as: UTF8.self),
            ]
        } catch {
            return ["\(error)"]
        }
    }

    private func data(of entry: Entry) -> String {
        do {
            return String(decoding: entry.canonical(try entry.fact()), as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }

    // MARK: - Lines

    private func lines(_ seed: Int, _ random: inout SplitMix64) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for event in try RandomHistory(seed: seed).recordedEvents() {
            var members = event.dataValue.members ?? []
            members.append(JSONMember("type", .string(event.type)))
            members.append(JSONMember("validFrom", .string(event.validFrom)))
            members.append(JSONMember("key", .string(event.key)))
            if let reason = event.reason { members.append(JSONMember("reason", .string(reason))) }
            if random.chance(50) {
                let at = random.chance(50) ? event.recordedAt.text : "2024-05-07T09:00:00Z"
                members.append(JSONMember("recordedAt", .string(at)))
                members.append(JSONMember("recordedBy", .string("officer:\u{e9}")))
            }
            let value = JSONValue.object(members)
            lines.append(random.chance(50) ? value.canonical : Array(value.compact.utf8))
        }
        return lines
    }

    /// The line with one small thing changed.
    private func mutated(_ line: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var line = line
        let index = random.below(line.count)
        let end = min(line.count, index + 1 + random.below(12))
        let byte = random.one(
            of: Array("\"\\{}[]:,0129-.eE truefalsn\t\u{e9}\u{0}\u{7f}aZ".utf8))
        switch random.below(6) {
        case 0: line[index] = byte
        case 1: line.insert(byte, at: index)
        case 2: line.remove(at: index)
        case 3: line.insert(contentsOf: Array(line[index..<end]), at: index)
        case 4: line.removeSubrange(index..<end)
        default:
            let parts = line.dropFirst().dropLast().split(separator: UInt8(ascii: ","))
            let mixed = parts.shuffled(using: &random).joined(separator: Array(", ".utf8))
            line = Array("{ ".utf8) + mixed + Array("}".utf8)
        }
        return line
    }
}
