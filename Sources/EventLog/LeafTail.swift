package import CanonicalJSON

/// The last members of a leaf, read from its end without looking at the rest: what kind of event it
/// is, and from when it holds.
///
/// Names are sorted in canonical JSON, so `type`, `v` and `validFrom` are the last three, and their
/// quotes cannot be inside another text. For bytes that were hashed and found to be those appended;
/// ``EventEnvelope`` reads, and checks, the whole.
package struct LeafTail: Equatable, Sendable {
    /// Where the name of the type stands, without its quotes.
    package let type: Range<Int>
    package let version: Int
    /// Where the civil day from which the fact holds stands.
    package let validFrom: Range<Int>

    /// - Returns: `nil` when the leaf does not end so.
    package init?(_ leaf: borrowing Span<UInt8>) {
        var end = leaf.count
        guard Self.drop("\"}", from: &end, leaf) else { return nil }
        validFrom = max(0, end - 10)..<end
        end -= 10
        guard Self.drop(",\"validFrom\":\"", from: &end, leaf) else { return nil }
        guard let version = Self.number(before: &end, leaf),
            Self.drop("\",\"v\":", from: &end, leaf)
        else { return nil }
        self.version = version
        let last = end
        while end > 0, leaf[end - 1] != UInt8(ascii: "\"") { end -= 1 }
        type = end..<last
        guard Self.drop(",\"type\":\"", from: &end, leaf) else { return nil }
    }

    /// Where the value of `data`, the first member, begins; `nil` when the leaf does not begin so.
    package static func data(_ leaf: borrowing Span<UInt8>) -> JSONCursor? {
        var cursor = JSONCursor()
        guard (try? cursor.beginObject(leaf)) != nil, cursor.member("data", leaf) else {
            return nil
        }
        return cursor
    }

    private static func drop(
        _ text: String, from end: inout Int, _ leaf: borrowing Span<UInt8>
    ) -> Bool {
        let wanted = text.utf8.span
        let start = end - wanted.count
        guard start >= 0 else { return false }
        let found = leaf.extracting(start..<end)
        for offset in wanted.indices where wanted[offset] != found[offset] { return false }
        end = start
        return true
    }

    private static func number(
        before end: inout Int, _ leaf: borrowing Span<UInt8>
    ) -> Int? {
        var number = 0
        var power = 1
        while end > 0, case let digit = leaf[end - 1] &- 48, digit < 10, power < 1_000_000 {
            number += Int(digit) * power
            power *= 10
            end -= 1
        }
        return power > 1 ? number : nil
    }
}
