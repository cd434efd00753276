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

    /// Reads the envelope of a leaf in one pass that also finds out whether it is canonical JSON.
    ///
    /// - Parameter object: Room to work in, to be used again for leaf after leaf.
    /// - Returns: `nil` when the leaf is not of the plainest kind, as most are: then
    ///   ``init(leaf:)`` and ``isCanonicalJSON(_:)`` say what it is.
    init?(plain leaf: borrowing Span<UInt8>, _ object: inout PlainObject) {
        guard object.read(leaf), object.hasNoSpace(leaf) else { return nil }
        var members = PlainMembers(object.members)
        guard let data = members.take("data", leaf), let key = members.take("key", leaf)?.text
        else { return nil }
        let reason = members.take("reason", leaf)
        guard reason == nil || reason?.text != nil,
            let moment = members.take("recordedAt", leaf)?.text,
            let recordedAt = Instant(utf8: leaf.extracting(moment)),
            let recordedBy = members.take("recordedBy", leaf)?.text,
            let seq = members.take("seq", leaf)?.integer(leaf)
        else { return nil }
        source = members.take("source", leaf)?.value
        guard let type = members.take("type", leaf)?.text,
            let version = members.take("v", leaf)?.integer(leaf),
            let validFrom = members.take("validFrom", leaf)?.text, members.isAtEnd
        else { return nil }
        (self.seq, self.version, self.recordedAt) = (seq, version, recordedAt)
        (self.data, self.key, self.reason) = (data.value, key, reason?.text)
        (self.recordedBy, self.type, self.validFrom) = (recordedBy, type, validFrom)
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

/// The members of a plain object, taken in their order.
private struct PlainMembers {
    private let members: [PlainObject.Member]
    private var next = 0

    init(_ members: [PlainObject.Member]) { self.members = members }

    var isAtEnd: Bool { next == members.count }

    /// The next member if it is called `name`.
    mutating func take(
        _ name: String, _ bytes: borrowing Span<UInt8>
    ) -> PlainObject.Member? {
        let wanted = name.utf8.span
        guard next < members.count, case let member = members[next],
            member.name.count == wanted.count
        else { return nil }
        let found = bytes.extracting(member.name)
        for offset in wanted.indices where wanted[offset] != found[offset] { return nil }
        next += 1
        return member
    }
}

extension PlainObject.Member {
    fileprivate func integer(_ bytes: borrowing Span<UInt8>) -> Int? {
        var cursor = JSONCursor(at: value.lowerBound)
        return isText ? nil : try? cursor.integer(bytes)
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
