import CanonicalJSON
import TallyTestSupport

/// A random value, rich in what is hard: escapes, surrogates, empty things, extreme numbers.
func randomValue(_ random: inout SplitMix64, depth: Int = 0) -> JSONValue {
    switch random.below(depth < 4 ? 8 : 5) {
    case 0: .integer(random.one(of: [0, -1, .max, .min, random.below(1_000_000)]))
    case 1, 2: .string(randomText(&random))
    case 3: .bool(random.chance(50))
    case 4: .null
    case 5: .array((0..<random.below(4)).map { _ in randomValue(&random, depth: depth + 1) })
    default: randomObject(&random, depth: depth)
    }
}

/// A random object, its members in any order.
func randomObject(_ random: inout SplitMix64, depth: Int = 0) -> JSONValue {
    var names: [String] = []
    for _ in 0..<random.below(5) {
        let name = randomText(&random)
        if !names.contains(name) { names.append(name) }
    }
    return .object(names.map { JSONMember($0, randomValue(&random, depth: depth + 1)) })
}

func randomText(_ random: inout SplitMix64) -> String {
    let parts = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1f}", "\u{7f}", "\u{e9}",
        "e\u{301}", "\u{20ac}", "\u{fb33}", "\u{ffff}", "\u{1f600}", "\u{10ffff}", "{", "}", "[",
        "]", ",", ":",
    ]
    return (0..<random.below(6)).map { _ in random.one(of: parts) }.joined()
}
