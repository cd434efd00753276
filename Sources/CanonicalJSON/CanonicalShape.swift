/// An object whose members are known beforehand, as an envelope's are: tells in one pass whether
/// bytes are such an object in its canonical form, and where the values stand.
///
/// It knows the plainest kind, as nearly all are: texts without escapes, whole numbers that are
/// short and not negative, member names of ASCII, sixty-four bytes or more. Of others it says nothing;
/// ``isCanonicalJSON(_:)`` tells of all whether they are canonical.
package struct CanonicalShape: Sendable {
    package struct Member: Sendable {
        package enum Kind: Sendable { case text, number, any }

        fileprivate let name: String
        fileprivate let kind: Kind
        fileprivate let isOptional: Bool

        package init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
            self.name = name
            self.kind = kind
            self.isOptional = isOptional
        }
    }

    /// Where the values of at most sixteen members stand, texts with their quotes, in the order of
    /// the members; an empty range for one that is not there.
    package typealias Places = InlineArray<16, Range<Int>>

    private let members: [(mark: Mark, kind: Member.Kind, isOptional: Bool)]

    /// - Precondition: The names are in their order, of one to twelve bytes, and the first is not
    ///   optional.
    package init(_ members: [Member]) {
        precondition(members.count <= 16 && members.first?.isOptional == false)
        self.members = members.enumerated().map { index, member in
            let mark = Mark("\(index == 0 ? "{" : ",")\"\(member.name)\":")
            return (mark, member.kind, member.isOptional)
        }
    }

    /// Whether `bytes` are such an object, and plain; then `places` say where its values stand.
    package func read(_ bytes: borrowing Span<UInt8>, into places: inout Places) -> Bool {
        var scan = CanonicalScan()
        for index in members.indices {
            let member = members[index]
            places[index] = 0..<0
            guard scan.take(member.mark, bytes) else {
                guard member.isOptional else { return false }
                continue
            }
            let start = scan.index
            let isRead =
                switch member.kind {
                case .text: scan.text(bytes) != nil
                case .number: scan.number(bytes)
                case .any: scan.value(bytes, depth: 1)
                }
            guard isRead else { return false }
            places[index] = start..<scan.index
        }
        return scan.takeEnd(bytes)
    }
}

/// Up to sixteen bytes that are expected somewhere.
private struct Mark: Sendable {
    let count: Int
    private let words: (UInt64, UInt64)
    private let masks: (UInt64, UInt64)

    init(_ text: String) {
        let bytes = Array(text.utf8)
        precondition(bytes.count <= 16)
        let word = { (bytes: ArraySlice<UInt8>) in
            bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        count = bytes.count
        words = (word(bytes.prefix(8)), word(bytes.dropFirst(8)))
        let ones = [UInt8](repeating: 0xFF, count: count)
        masks = (word(ones.prefix(8)), word(ones.dropFirst(8)))
    }

    /// Whether it stands at `place`; false where sixteen bytes from there on are not all inside.
    @inline(__always)
    func stands(at place: Int, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard let low = EightBytes(bytes, at: place), let high = EightBytes(bytes, at: place + 8)
        else { return false }
        return low.word & masks.0 == words.0 && high.word & masks.1 == words.1
    }
}

/// A place in JSON that may be plain and canonical; what moves it says whether it was so far.
private struct CanonicalScan {
    private(set) var index = 0
    /// Where the sixty-four bytes begin that were looked at last.
    private var blockStart = -SixtyFourBytes.count
    /// A bit for each of them that is a quotation mark, the lowest for the first.
    private var quotes: UInt64 = 0
    /// Whether a byte was not ASCII.
    private var hasOther = false

    mutating func take(_ mark: Mark, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard mark.stands(at: index, bytes) else { return false }
        index += mark.count
        return true
    }

    /// Moves past the bracket that ends the object, which must be the last byte, all before it being
    /// UTF-8.
    mutating func takeEnd(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard index == bytes.count - 1, bytes[index] == UInt8(ascii: "}") else { return false }
        return !hasOther || (try? UTF8Span(validating: bytes.extracting(bytes.indices))) != nil
    }

    mutating func value(_ bytes: borrowing Span<UInt8>, depth: Int) -> Bool {
        guard index < bytes.count, depth < depthMaximum else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""): return text(bytes) != nil
        case UInt8(ascii: "{"): return object(bytes, depth: depth)
        case UInt8(ascii: "["): return array(bytes, depth: depth)
        default: return number(bytes)
        }
    }

    private mutating func object(_ bytes: borrowing Span<UInt8>, depth: Int) -> Bool {
        index += 1
        if take("}", bytes) { return true }
        var last: PlainName?
        repeat {
            guard let place = text(bytes), isASCII(place, bytes),
                let name = PlainName(place, bytes)
            else { return false }
            if let last, !last.precedes(name, bytes) { return false }
            last = name
            guard take(":", bytes), value(bytes, depth: depth + 1) else { return false }
        } while take(",", bytes)
        return take("}", bytes)
    }

    private mutating func array(_ bytes: borrowing Span<UInt8>, depth: Int) -> Bool {
        index += 1
        if take("]", bytes) { return true }
        repeat {
            guard value(bytes, depth: depth + 1) else { return false }
        } while take(",", bytes)
        return take("]", bytes)
    }

    /// Moves past the text here and returns where it stands, without its quotes.
    @inline(__always)
    mutating func text(_ bytes: borrowing Span<UInt8>) -> Range<Int>? {
        let start = index + 1
        guard take("\"", bytes) else { return nil }
        while true {
            let offset = max(0, index - blockStart)
            if offset < SixtyFourBytes.count, case let next = quotes &>> UInt64(offset), next != 0 {
                let end = blockStart + offset + next.trailingZeroBitCount
                index = end + 1
                return start..<end
            }
            guard lookAhead(bytes) else { return nil }
        }
    }

    /// Looks at the next bytes; false when there are none, or one of them is not plain.
    private mutating func lookAhead(_ bytes: borrowing Span<UInt8>) -> Bool {
        blockStart += SixtyFourBytes.count
        guard blockStart < bytes.count, bytes.count >= SixtyFourBytes.count else { return false }
        // Where fewer are left, some are looked at again.
        let start = min(blockStart, bytes.count - SixtyFourBytes.count)
        let block = SixtyFourBytes(bytes, at: start)
        quotes = block.quotes &>> UInt64(blockStart - start)
        if block.hasOther { hasOther = true }
        return !block.hasUnusual
    }

    private func isASCII(_ place: Range<Int>, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard hasOther else { return true }
        for index in place where bytes[index] >= 0x80 { return false }
        return true
    }

    mutating func number(_ bytes: borrowing Span<UInt8>) -> Bool {
        let start = index
        while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
        let count = index - start
        return count == 1 || count > 1 && count < 16 && bytes[start] != UInt8(ascii: "0")
    }

    @inline(__always)
    private mutating func take(
        _ character: Unicode.Scalar, _ bytes: borrowing Span<UInt8>
    ) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }
}

/// How deep plain values go.
private let depthMaximum = 16

/// The name of a member, of ASCII.
private struct PlainName {
    private let place: Range<Int>
    /// Its first eight bytes, the first one highest; zeros, which no name has, where it is shorter.
    private let beginning: UInt64

    /// - Returns: `nil` when fewer than eight bytes follow its beginning.
    @inline(__always)
    init?(_ place: Range<Int>, _ bytes: borrowing Span<UInt8>) {
        guard let eight = EightBytes(bytes, at: place.lowerBound) else { return nil }
        self.place = place
        let all = eight.word.byteSwapped
        let count = UInt64(place.count)
        beginning = count < 8 ? all & ~(UInt64.max &>> (8 &* count)) : all
    }

    @inline(__always)
    func precedes(_ other: PlainName, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard beginning == other.beginning else { return beginning < other.beginning }
        return compare(bytes, place, other.place) < 0
    }
}
