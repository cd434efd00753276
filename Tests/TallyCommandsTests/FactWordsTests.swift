import CanonicalJSON
import Events
import Reports
import Testing

/// Every type of event is told in a sentence.
@Suite struct FactWordsTests {
    @Test(arguments: vocabulary.keys.sorted())
    func everyTypeHasASentence(_ type: String) throws {
        let descriptor = try #require(vocabulary[type]?.descriptor)
        let data = try JSONValue(parsing: descriptor.example)
        let fact = try Fact(type: type, version: descriptor.version, data: data)
        let words = fact.words(Naming())
        let first = words.first ?? "-"
        #expect(first.isUppercase || first.isNumber || first == "£", "\(words)")
        #expect(words.split(separator: " ").count > 1, "\(words)")
        #expect(!words.hasSuffix("."), "\(words)")
        for token in ["Optional(", "{", "nil", "  ", type] {
            #expect(!words.contains(token), "\(words)")
        }
    }

    @Test func namesStandBesideCodes() throws {
        var naming = Naming()
        naming.names = [
            .strand: ["oracy": "Oracy"], .school: ["900002": "Dale School"],
            .programme: ["learning": "Learning"],
        ]
        naming.subject = ["900001"]
        let enrolled = { (urn: String) in
            try Fact(
                type: "StrandEnrolled",
                data: .object([
                    ("programme", .string("learning")), ("strand", .string("oracy")),
                    ("urn", .string(urn)),
                ]))
        }
        #expect(try enrolled("900001").words(naming) == "The school joined Oracy (oracy)")
        #expect(
            try enrolled("900002").words(naming) == "Dale School (900002) joined Oracy (oracy)")
        #expect(try enrolled("900003").words(naming) == "School 900003 joined Oracy (oracy)")
    }
}
