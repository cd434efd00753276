package import CanonicalJSON

/// An event as the log holds it.
package struct RecordedEvent: Equatable, Sendable {
    /// Its position, from 1, without a gap.
    package let seq: Int
    /// What makes recording it again harmless; unique in the ledger.
    package let key: String
    package let type: String
    package let version: Int
    /// The civil day from which the fact holds, `YYYY-MM-DD`.
    package let validFrom: String
    package let recordedAt: Instant
    /// Who acted, as a role: `officer:jd`.
    package let recordedBy: String
    package let reason: String?
    package let source: JSONValue?
    /// The exact bytes the tree is built over: the event as canonical JSON (RFC 8785).
    package let leaf: [UInt8]
    /// Where in the leaf the data stands.
    package let data: Range<Int>

    /// The data, as a JSON value.
    package var dataValue: JSONValue {
        // The leaf was read once already, so its data is JSON.
        (try? JSONValue(parsing: Array(leaf[data]))) ?? .null
    }
}

extension RecordedEvent {
    /// Reads the event from its leaf.
    ///
    /// - Throws: ``JSONError`` when the leaf is not the canonical form of an event.
    package init(leaf bytes: [UInt8]) throws(JSONError) {
        let span = bytes.span
        var cursor = JSONCursor()
        try cursor.beginObject(span)
        try cursor.expectMember("data", span)
        data = try cursor.skipValue(span)
        key = try Self.text("key", &cursor, span)
        reason = cursor.member("reason", span) ? try cursor.string(span) : nil
        recordedAt = try Self.moment("recordedAt", &cursor, span)
        recordedBy = try Self.text("recordedBy", &cursor, span)
        try cursor.expectMember("seq", span)
        seq = try cursor.integer(span)
        if cursor.member("source", span) {
            let place = try cursor.skipValue(span)
            source = try JSONValue(parsing: Array(bytes[place]))
        } else {
            source = nil
        }
        type = try Self.text("type", &cursor, span)
        try cursor.expectMember("v", span)
        version = try cursor.integer(span)
        validFrom = try Self.text("validFrom", &cursor, span)
        try cursor.endObject(span)
        guard cursor.index == bytes.count else {
            throw JSONError("text after the end of the event", at: cursor.index)
        }
        leaf = bytes
    }

    private static func moment(
        _ name: String, _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> Instant {
        try cursor.expectMember(name, bytes)
        var ahead = cursor
        if let place = try? ahead.text(bytes), let moment = Instant(utf8: bytes.extracting(place)) {
            cursor = ahead
            return moment
        }
        let text = try cursor.string(bytes)
        guard let moment = Instant(text), moment.text == text else {
            throw JSONError("'\(text)' is not a moment of recording", at: cursor.index)
        }
        return moment
    }

    private static func text(
        _ name: String, _ cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) -> String {
        try cursor.expectMember(name, bytes)
        return try cursor.string(bytes)
    }
}

/// An event that is to be recorded.
package struct Draft: Sendable {
    package var key: String
    package var type: String
    package var version: Int
    package var validFrom: String
    package var recordedAt: Instant
    package var recordedBy: String
    package var reason: String?
    package var source: JSONValue?
    /// The data as canonical JSON.
    package var data: [UInt8]
    /// The stories it takes part in, by the names the caller gives them.
    package var stories: [StoryTag]

    package init(
        key: String, type: String, version: Int, validFrom: String, recordedAt: Instant,
        recordedBy: String, reason: String? = nil, source: JSONValue? = nil, data: [UInt8],
        stories: [StoryTag] = []
    ) {
        self.key = key
        self.type = type
        self.version = version
        self.validFrom = validFrom
        self.recordedAt = recordedAt
        self.recordedBy = recordedBy
        self.reason = reason
        self.source = source
        self.data = data
        self.stories = stories
    }

    /// The leaf the event will have at `seq`: the envelope's members in their canonical order.
    func leaf(at seq: Int) -> [UInt8] {
        // The names, quotes and numbers of the envelope take fewer than 256 bytes.
        var writer = JSONWriter(capacity: data.count + key.utf8.count + 256)
        writer.beginObject()
        writer.name("data")
        writer.raw(data)
        writer.name("key")
        writer.string(key)
        if let reason {
            writer.name("reason")
            writer.string(reason)
        }
        writer.name("recordedAt")
        writer.plainString(recordedAt.utf8)
        writer.name("recordedBy")
        writer.string(recordedBy)
        writer.name("seq")
        writer.integer(seq)
        if let source {
            writer.name("source")
            writer.write(source, sorted: true)
        }
        writer.name("type")
        writer.string(type)
        writer.name("v")
        writer.integer(version)
        writer.name("validFrom")
        writer.string(validFrom)
        writer.endObject()
        return writer.bytes
    }
}

/// A story an event takes part in, and whether it changes it or only depends on it.
package struct StoryTag: Hashable, Sendable {
    package let story: String
    package let changes: Bool

    package init(_ story: String, changes: Bool) {
        self.story = story
        self.changes = changes
    }
}
