import CanonicalJSON
import Events
import Foundation
import TallyTestSupport
import Testing

/// A kind of value whose schema gives a pattern.
struct KindCase: CustomStringConvertible, Sendable {
    let kind: String
    let pattern: String
    /// Members of this kind, each of which must agree.
    let member: MemberCase
    let example: String
    var description: String { kind }
}

private let kinds: [KindCase] = {
    var found: [String: KindCase] = [:]
    for file in schemaFiles {
        for property in file.properties {
            let value = file.examples.first?[property.name]
            guard let pattern = property.element["pattern"]?.text, found[property.kind] == nil,
                let example = value?.text ?? value?.elements?.first?.text
            else { continue }
            found[property.kind] = KindCase(
                kind: property.kind, pattern: pattern,
                member: MemberCase(file: file, property: property), example: example)
        }
    }
    return found.values.sorted { $0.kind < $1.kind }
}()

@Suite struct PatternTests {
    @Test func everyKindOfCodeIsAmongThem() {
        #expect(
            kinds.map(\.kind) == [
                "companiesHouse", "digest", "financialYear", "la", "label", "laestab", "onsCode",
                "root", "slug", "ukprn", "urn",
            ])
    }

    @Test func aKindHasOnePattern() {
        for file in schemaFiles {
            for property in file.properties {
                guard let kind = kinds.first(where: { $0.kind == property.kind }) else { continue }
                #expect(
                    property.element["pattern"]?.text == kind.pattern,
                    "\(file).\(property.name)")
            }
        }
    }

    @Test(arguments: kinds) func theParserReadsWhatThePatternAllows(_ kind: KindCase) throws {
        let pattern = try Regex(kind.pattern)
        var random = SplitMix64(seed: 7)
        var (good, bad) = (0, 0)
        for _ in 0..<300 {
            let text = spoilt(kind.example, &random)
            let allows = text.wholeMatch(of: pattern) != nil && !text.contains("\n")
            let problem = kind.member.problem(withElement: .string(text))
            if kind.kind == "financialYear", allows, problem != nil {
                // The pattern cannot say that the second year follows the first.
                #expect(!follows(text), "\(text)")
                continue
            }
            #expect((problem == nil) == allows, "\(kind.kind) \(text.debugDescription)")
            if allows { good += 1 } else { bad += 1 }
        }
        #expect(good > 10 && bad > 10, "\(kind.kind): \(good) good, \(bad) bad")
    }

    private func follows(_ year: String) -> Bool {
        let parts = year.split(separator: "-").compactMap { Int($0) }
        return parts.count == 2 && (parts[0] + 1) % 100 == parts[1]
    }

    /// The example with some characters changed, put in, left out, or swapped for others like
    /// them.
    private func spoilt(_ text: String, _ random: inout SplitMix64) -> String {
        var characters = Array(text)
        let strange: [Character] = [
            "a", "z", "A", "Z", "0", "9", "-", " ", "_", "é", "\n", "/", "+", "=", ".", "٣", "K",
        ]
        for _ in 0..<(1 + random.below(2)) {
            let place = random.below(max(1, characters.count))
            switch random.below(8) {
            case 0: characters.insert(random.one(of: strange), at: place)
            case 1 where !characters.isEmpty: characters.remove(at: place)
            case 2 where !characters.isEmpty: characters[place] = random.one(of: strange)
            case 3: characters.append(random.one(of: strange))
            default:
                if place < characters.count { swapLike(&characters[place], &random) }
            }
        }
        return String(characters)
    }

    private func swapLike(_ character: inout Character, _ random: inout SplitMix64) {
        if character.isNumber { character = Character("\(random.below(10))") }
    }
}
