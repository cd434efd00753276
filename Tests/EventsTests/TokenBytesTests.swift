import CanonicalJSON
import Events
import TallyTestSupport
import Testing

/// A token read from bytes is the token read from the text of these bytes, or neither is one.
@Suite struct TokenBytesTests {
    @Test(arguments: 0..<10) func bytesAndTextGiveTheSame(_ seed: Int) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<400 {
            let bytes = spoilt(random.one(of: examples), &random)
            expectSame(URN.self, bytes)
            expectSame(LACode.self, bytes)
            expectSame(ONSCode.self, bytes)
            expectSame(LAEstab.self, bytes)
            expectSame(UKPRN.self, bytes)
            expectSame(CompaniesHouse.self, bytes)
            expectSame(FinancialYear.self, bytes)
            expectSame(Day.self, bytes)
            expectSame(Slug.self, bytes)
            expectSame(Phase.self, bytes)
            expectSame(TypeGroup.self, bytes)
            expectSame(SchoolType.self, bytes)
            expectSame(Body.Kind.self, bytes)
            expectSame(SpendRecorded.Category.self, bytes)
        }
    }

    @Test func aNameIsOneValueHoweverItCame() async {
        let names = (0..<20_000).map { "name-\($0 % 5_000)" }
        let slugs = await withTaskGroup(of: [Slug?].self) { group in
            for _ in 0..<4 { group.addTask { names.map { Slug($0) } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for found in slugs {
            #expect(found == slugs[0])
            #expect(found.map { $0?.text } == names)
        }
        #expect(Set(slugs[0]).count == 5_000)
        let texts = Set(names).sorted()
        #expect(texts.shuffled().compactMap { Slug($0) }.sorted().map(\.text) == texts)
    }

    private func expectSame<T: Token>(
        _ type: T.Type, _ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation
    ) {
        let fromText = String(validating: bytes, as: UTF8.self).flatMap { T($0) }
        let fromBytes = T(utf8: bytes.span)
        #expect(fromBytes == fromText, "\(type) \(bytes)", sourceLocation: location)
        if let fromText {
            #expect(Array(fromText.text.utf8) == bytes, sourceLocation: location)
        }
    }

    private let examples =
        ["900001", "391", "E06000057", "3914001", "10012345", "AB123456", "2023-24", "2024-02-29"]
        + [
            "education-improvement", "primary", "middle-deemed-secondary", "Academies", "grant",
            "la",
        ]
        + ["a", "", "Pupil referral unit"]

    /// The text as it is, or with bytes changed, put in or left out, some of them no UTF-8.
    private func spoilt(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array(text.utf8)
        guard random.chance(70), !bytes.isEmpty else { return bytes }
        let place = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes.insert(UInt8(random.below(256)), at: place)
        case 1: bytes.remove(at: place)
        case 2: bytes[place] = UInt8(random.below(256))
        case 3: bytes.insert(contentsOf: Array("é-0aZ".utf8), at: place)
        default: bytes[place] = UInt8(48 + random.below(10))
        }
        return bytes
    }
}
