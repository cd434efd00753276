internal import CanonicalJSON

/// The position of an event and its moment of recording, read from a leaf that is in the canonical
/// form of an event.
struct CanonicalLeaf: Equatable {
    let seq: Int
    let recordedAt: Instant

    /// - Returns: `nil` when ``EventEnvelope`` cannot read the leaf, or it is not in its canonical
    ///   form.
    init?(_ leaf: borrowing Span<UInt8>) {
        if let plain = CanonicalLeaf(plain: leaf) {
            self = plain
        } else {
            self.init(any: leaf)
        }
    }

    /// The same of any leaf, with two readings of it.
    init?(any leaf: borrowing Span<UInt8>) {
        guard isCanonicalJSON(leaf), let event = try? EventEnvelope(leaf: leaf) else { return nil }
        (seq, recordedAt) = (event.seq, event.recordedAt)
    }

    /// The same in one reading.
    ///
    /// - Returns: `nil`, too, when the leaf is not of the plainest kind, as nearly all are.
    init?(plain leaf: borrowing Span<UInt8>) {
        var places = CanonicalShape.Places(repeating: 0..<0)
        guard envelope.read(leaf, into: &places) else { return nil }
        let moment = places[3]
        var cursor = JSONCursor(at: places[5].lowerBound)
        guard
            let recordedAt = Instant(
                utf8: leaf.extracting(moment.lowerBound + 1..<moment.upperBound - 1)),
            let seq = try? cursor.integer(leaf)
        else { return nil }
        (self.seq, self.recordedAt) = (seq, recordedAt)
    }
}

/// The members of an event, as ``EventEnvelope`` reads them.
private let envelope = CanonicalShape([
    .init("data", .any), .init("key", .text), .init("reason", .text, isOptional: true),
    .init("recordedAt", .text), .init("recordedBy", .text), .init("seq", .number),
    .init("source", .any, isOptional: true), .init("type", .text), .init("v", .number),
    .init("validFrom", .text),
])
