/// Finds a value by the bytes of its name, without making a text of them.
///
/// For a few hundred names, none of them twice.
struct NameTable<Value: Sendable>: Sendable {
    private let names: [[UInt8]]
    private let values: [Value]
    /// A power of two of places, each the index of a name, or -1.
    private let places: [Int]

    init(_ entries: [(name: String, value: Value)]) {
        names = entries.map { Array($0.name.utf8) }
        values = entries.map(\.value)
        var places = [Int](repeating: -1, count: 16)
        while places.count < names.count * 4 { places += places }
        for (index, name) in names.enumerated() {
            var place = Self.hash(name.span) & (places.count - 1)
            while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
            places[place] = index
        }
        self.places = places
    }

    func value(_ name: borrowing Span<UInt8>) -> Value? {
        var place = Self.hash(name) & (places.count - 1)
        while places[place] >= 0 {
            if isName(places[place], name) { return values[places[place]] }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    private func isName(_ index: Int, _ name: borrowing Span<UInt8>) -> Bool {
        guard names[index].count == name.count else { return false }
        for offset in name.indices where names[index][offset] != name[offset] { return false }
        return true
    }

    /// The names are ours, so nobody can choose them to collide.
    private static func hash(_ name: borrowing Span<UInt8>) -> Int {
        var hash: UInt32 = 0
        for index in name.indices { hash = (hash ^ UInt32(name[index])) &* 0x0100_0193 }
        return Int(hash ^ hash >> 15)
    }
}
