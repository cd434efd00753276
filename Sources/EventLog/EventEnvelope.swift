package import CanonicalJSON

/// What the log knows of one event, read from its leaf without making texts of it.
///
/// Texts are places in the leaf, without their quotes; escapes in them are still escapes, which
/// ``text(at:_:)`` reads. ``RecordedEvent`` is the same with values of its own, and accepts exactly
/// the same leaves.
package struct EventEnvelope: Equatable, Sendable {
    /// Its position, from 1, without a gap.
    package let seq: Int
    package let version: Int
    package let recordedAt: Instant
    /// Where the data stands, braces included.
    package let data: Range<Int>
    package let key: Range<Int>
    package let reason: Range<Int>?
    package let recordedBy: Range<Int>
    /// Where the source stands, braces included.
    package let source: Range<Int>?
    package let type: Range<Int>
    /// Where the civil day from which the fact holds stands.
    package let validFrom: Range<Int>

    /// Reads the envelope of a leaf.
    ///
    /// - Throws: ``JSONError`` when the leaf is not the canonical form of an event.
    package init(leaf bytes: borrowing Span<UInt8>) throws(JSONError) {
        var cursor = JSONCursor()
        try cursor.beginObject(bytes)
        try cursor.expectMember("data", bytes)
        data = try cursor.skipValue(bytes)
        try cursor.expectMember("key", bytes)
        key = try cursor.text(bytes)
        reason = cursor.member("reason", bytes) ? try cursor.text(bytes) : nil
        try cursor.expectMember("recordedAt", bytes)
        let instant = try cursor.text(bytes)
        recordedAt = try Self.instant(at: instant, bytes)
        try cursor.expectMember("recordedBy", bytes)
        recordedBy = try cursor.text(bytes)
        try cursor.expectMember("seq", bytes)
        seq = try cursor.integer(bytes)
        source = cursor.member("source", bytes) ? try cursor.checkedValue(bytes) : nil
        try cursor.expectMember("type", bytes)
        type = try cursor.text(bytes)
        try cursor.expectMember("v", bytes)
        version = try cursor.integer(bytes)
        try cursor.expectMember("validFrom", bytes)
        validFrom = try cursor.text(bytes)
        try cursor.endObject(bytes)
        guard cursor.index == bytes.count else {
            throw JSONError("text after the end of the event", at: cursor.index)
        }
    }

    /// The text at `place` of the leaf, its escapes read.
    package static func text(
        at place: Range<Int>, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> String {
        var cursor = JSONCursor(at: place.lowerBound - 1)
        return try cursor.string(bytes)
    }

    private static func instant(
        at place: Range<Int>, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> Instant {
        if let instant = Instant(utf8: bytes.extracting(place)) { return instant }
        let text = try text(at: place, bytes)
        guard let instant = Instant(text), instant.text == text else {
            throw JSONError("'\(text)' is not a moment of recording", at: place.upperBound + 1)
        }
        return instant
    }
}

extension JSONCursor {
    /// Moves to the value of the next member, which must be called `name`.
    mutating func expectMember(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        guard member(name, bytes) else {
            throw JSONError("member '\(name)' is expected", at: index)
        }
    }
}
