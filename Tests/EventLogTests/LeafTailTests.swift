import CanonicalJSON
import Testing

@testable import EventLog

/// What is read from the end of a leaf is what reading all of it gives.
@Suite struct LeafTailTests {
    private let leaf =
        #"{"data":{"name":"\"type\":\"X\",\"v\":9","urn":"900001"},"key":"a\"b","recordedAt":"#
        + #""2025-01-01T09:00:00.000Z","recordedBy":"officer:jd","seq":7,"type":"SchoolRenamed","#
        + #""v":12,"validFrom":"2024-09-01"}"#

    @Test func theTailSaysWhatTheEnvelopeSays() throws {
        let bytes = Array(leaf.utf8)
        let envelope = try EventEnvelope(leaf: bytes.span)
        let found = LeafTail(bytes.span)
        let tail = try #require(found)
        #expect(tail.type == envelope.type)
        #expect(tail.version == 12)
        #expect(tail.validFrom == envelope.validFrom)
        let data = LeafTail.data(bytes.span)
        #expect(data?.index == envelope.data.lowerBound)
    }

    @Test(arguments: 0..<70) func aLeafThatEndsOtherwiseHasNoTail(dropped: Int) {
        var bytes = Array(leaf.utf8)
        bytes.remove(at: bytes.count - 1 - dropped)
        guard let tail = LeafTail(bytes.span) else { return }
        // Only a letter of the type, of the day or a digit can be missing without being noticed.
        let type = String(decoding: bytes[tail.type], as: UTF8.self)
        #expect("SchoolRenamed".count - type.count <= 1 && tail.version <= 12)
    }
}
