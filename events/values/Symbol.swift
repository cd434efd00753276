internal import Synchronization

/// A text kept once in this process and known by its number, so that comparing, hashing and copying
/// it cost what they cost a number.
///
/// Texts are never forgotten: right for the names a ledger is full of, wrong for anything else.
/// Numbers differ from one run to the next.
struct Symbol: Hashable, Sendable {
    let number: UInt32

    /// The symbol of the text with these bytes, which must be UTF-8.
    init(utf8 bytes: borrowing Span<UInt8>) {
        let hash = SymbolTable.hash(bytes)
        let shard = Int(hash % UInt64(SymbolTable.shardCount))
        let index = symbols.shards[shard].withLock { $0.index(of: bytes, hash: hash) }
        number = UInt32(index * SymbolTable.shardCount + shard)
    }

    init(_ text: String) {
        let utf8 = Array(text.utf8)
        self.init(utf8: utf8.span)
    }

    var text: String {
        let (index, shard) = Int(number).quotientAndRemainder(dividingBy: SymbolTable.shardCount)
        return symbols.shards[shard].withLock { $0.text(at: index) }
    }
}

extension Symbol {
    /// Appends the bytes of the text.
    func append(to bytes: inout [UInt8]) {
        let (index, shard) = Int(number).quotientAndRemainder(dividingBy: SymbolTable.shardCount)
        symbols.shards[shard].withLock { $0.append(index, to: &bytes) }
    }
}

/// Texts numbered as they come, by one reader for itself: the same text has the same number.
package struct TextNumbers: Sendable {
    private var shard = SymbolShard()

    package init() {}

    /// The number of the text with these bytes, from 0; how many there were, when it is new.
    package mutating func number(of bytes: borrowing Span<UInt8>) -> Int {
        shard.index(of: bytes, hash: SymbolTable.hash(bytes))
    }
}

extension Slug {
    /// A hash of a short name, where the name itself is not kept; `nil` when the bytes are none.
    ///
    /// It is the same throughout this process. Two names that share one are rarer than a memory that
    /// errs, and nobody can choose them.
    package static func fingerprint(utf8 bytes: borrowing Span<UInt8>) -> UInt64? {
        isOne(bytes) ? SymbolTable.hash(bytes) : nil
    }

    /// A hash of this name; see ``fingerprint(utf8:)``.
    package var fingerprint: UInt64 {
        var bytes: [UInt8] = []
        appendText(to: &bytes)
        return SymbolTable.hash(bytes.span)
    }
}

private let symbols = SymbolTable()

/// Every symbol of this process, in parts that are locked apart, so that threads seldom meet.
private struct SymbolTable: ~Copyable, Sendable {
    static let shardCount = 16

    let shards = InlineArray<16, Mutex<SymbolShard>> { _ in Mutex(SymbolShard()) }

    /// Drawn anew for each run, so that nobody can choose names that all collide.
    private static let seed = UInt64.random(in: .min ... .max)

    /// A hash of the bytes, eight at a time, folded as in wyhash
    /// (<https://github.com/wangyi-fudan/wyhash>).
    static func hash(_ bytes: borrowing Span<UInt8>) -> UInt64 {
        var hash = seed ^ UInt64(bytes.count)
        var start = 0
        while start + 8 <= bytes.count {
            hash = folded(hash ^ word(bytes.extracting(start..<start + 8)))
            start += 8
        }
        var rest: UInt64 = 0
        for index in start..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        return folded(hash ^ rest)
    }

    /// Eight bytes as one number; spelt out, because the compiler then reads them as one.
    private static func word(_ bytes: borrowing Span<UInt8>) -> UInt64 {
        precondition(bytes.count == 8)
        let high =
            UInt64(bytes[0]) << 56 | UInt64(bytes[1]) << 48 | UInt64(bytes[2]) << 40
            | UInt64(bytes[3]) << 32
        return high | UInt64(bytes[4]) << 24 | UInt64(bytes[5]) << 16 | UInt64(bytes[6]) << 8
            | UInt64(bytes[7])
    }

    private static func folded(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }
}

/// Texts, numbered as they came: their bytes one after the other, and a hash table over them.
private struct SymbolShard: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text ends in `bytes`.
    private var ends: [UInt32] = []
    /// A power of two of places: 0 when free, else 8 bits of the hash and the text's index plus one.
    private var places = [UInt32](repeating: 0, count: 64)

    private static let indexMaximum = 1 << 24 - 2

    /// The number of the text, which is kept if it is new.
    mutating func index(of text: borrowing Span<UInt8>, hash: UInt64) -> Int {
        let tag = Self.tag(hash)
        var place = self.place(hash)
        while places[place] != 0 {
            let index = Int(places[place] & 0xff_ffff) - 1
            if places[place] & 0xff00_0000 == tag, isText(at: index, text) { return index }
            place = (place + 1) & (places.count - 1)
        }
        let index = ends.count
        precondition(index <= Self.indexMaximum, "there are more names than a process can hold")
        places[place] = tag | UInt32(index + 1)
        for index in text.indices { bytes.append(text[index]) }
        ends.append(UInt32(bytes.count))
        if ends.count * 3 > places.count * 2 { grow() }
        return index
    }

    func text(at index: Int) -> String {
        String(decoding: bytes[range(at: index)], as: UTF8.self)
    }

    func append(_ index: Int, to text: inout [UInt8]) {
        text.append(contentsOf: bytes[range(at: index)])
    }

    private func range(at index: Int) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }

    private func isText(at index: Int, _ text: borrowing Span<UInt8>) -> Bool {
        let range = range(at: index)
        guard range.count == text.count else { return false }
        let known = bytes.span.extracting(range)
        for offset in text.indices where known[offset] != text[offset] { return false }
        return true
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: places.count * 2)
        for index in ends.indices {
            let hash = SymbolTable.hash(bytes.span.extracting(range(at: index)))
            var place = self.place(hash)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Self.tag(hash) | UInt32(index + 1)
        }
    }

    // The lowest bits of the hash chose the shard; the place and the tag come from others.
    private func place(_ hash: UInt64) -> Int { Int(hash >> 4 & UInt64(places.count - 1)) }
    private static func tag(_ hash: UInt64) -> UInt32 { UInt32(hash >> 56) << 24 }
}
