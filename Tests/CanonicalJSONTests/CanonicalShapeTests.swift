import CanonicalJSON
import TallyTestSupport
import Testing

/// A shape says of bytes what parsing them and writing them again says, or nothing.
@Suite struct CanonicalShapeTests {
    private let shape = CanonicalShape([
        .init("any", .any), .init("number", .number), .init("optional", .text, isOptional: true),
        .init("text", .text), .init("twelve-bytes", .any),
    ])

    private func object(
        _ any: String, number: String = "7", optional: String? = nil, _ text: String
    ) -> [UInt8] {
        let member = optional.map { #""optional":"\#($0)","# } ?? ""
        let beginning = #"{"any":\#(any),"number":\#(number),\#(member)"text":"\#(text)""#
        return Array((beginning + #","twelve-bytes":"makes it long enough"}"#).utf8)
    }

    /// Whether the object was found to be plain; then parsing must say so too, and find its values
    /// where they were said to stand.
    private func isPlain(_ bytes: [UInt8]) -> Bool {
        var places = CanonicalShape.Places(repeating: 1..<2)
        guard shape.read(bytes.span, into: &places) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let value = try? JSONValue(parsing: bytes), let members = value.members else {
            Issue.record("no object: \(text)")
            return true
        }
        #expect(value.canonical == bytes && value.firstFraction == nil, "\(text)")
        let names = ["any", "number", "optional", "text", "twelve-bytes"]
        let found = names.indices.filter { !places[$0].isEmpty }
        #expect(found.map { names[$0] } == members.map(\.name), "\(text)")
        for (index, member) in zip(found, members) {
            #expect(member.value.canonical == Array(bytes[places[index]]), "\(text)")
        }
        #expect(value["number"]?.integer != nil && value["text"]?.text != nil, "\(text)")
        return true
    }

    @Test func findsTheValuesOfAnObject() {
        let bytes = object(#"{"a":[1,"b"]}"#, optional: "", "é")
        var places = CanonicalShape.Places(repeating: 0..<0)
        #expect(shape.read(bytes.span, into: &places))
        let found = (0..<5).map { String(decoding: bytes[places[$0]], as: UTF8.self) }
        #expect(found == [#"{"a":[1,"b"]}"#, "7", #""""#, #""é""#, #""makes it long enough""#])
        #expect(isPlain(object("[]", "")) && isPlain(object("0", number: "120", "x")))
    }

    /// Texts of every length, so that what ends them stands at every place of the bytes looked at
    /// together.
    @Test func textsOfEveryLengthArePlain() {
        for length in 0...300 {
            let text = String(repeating: "a", count: length)
            #expect(isPlain(object("1", text)), "\(length)")
            #expect(isPlain(object(#"["\#(text)",2]"#, "b")), "\(length)")
            #expect(isPlain(object(#"{"\#(text)":"\#(text)"}"#, "b")), "\(length)")
            #expect(isPlain(object("1", text + "é")), "\(length)")
            #expect(!isPlain(object("1", text + #"\n"#)), "\(length)")
            #expect(!isPlain(object("1", text).dropLast() + [0x7D, 0x7D]), "\(length)")
            for end in [1, 2, 5] { #expect(!isPlain(object("1", text).dropLast(end)), "\(length)") }
        }
    }

    /// Every byte at every place of an object that begins at every place of the bytes looked at
    /// together: what is canonical as it stands, and has neither escapes nor signs, is plain.
    @Test(arguments: 0..<8) func everyByteIsSeenAtEveryPlace(_ shift: Int) throws {
        let padding = String(repeating: "p", count: 9 * shift)
        let plain = object(#"{"a":["\#(padding)",12],"b":"3"}"#, optional: "word", "text of it")
        #expect(isPlain(plain))
        for place in plain.indices {
            // The padding is of interest at its ends.
            if plain[place] == UInt8(ascii: "p"), plain[place - 1] == plain[place + 1] { continue }
            for byte in UInt8.min...UInt8.max {
                var bytes = plain
                bytes[place] = byte
                #expect(isPlain(bytes) == isExpected(bytes), "\(place) \(byte)")
            }
        }
    }

    /// Whether parsing says that these are the shape's members, in their canonical form and without
    /// a sign.
    private func isExpected(_ bytes: [UInt8]) -> Bool {
        guard !bytes.contains(UInt8(ascii: "\\")), let value = try? JSONValue(parsing: bytes),
            value.firstFraction == nil, value.canonical == bytes, let members = value.members
        else { return false }
        let names = members.map(\.name)
        return names == ["any", "number", "optional", "text", "twelve-bytes"]
            && (value["number"]?.integer ?? -1) >= 0 && value["optional"]?.text != nil
            && value["text"]?.text != nil && !value.compact.contains(":-")
            && !value.compact.contains(",-")
    }

    /// Names are compared eight bytes at a time; every pair of neighbours must be in order.
    @Test(arguments: 0..<10) func membersWithinMustBeInOrder(_ seed: Int) {
        var random = SplitMix64(seed: seed)
        var plain = 0
        for _ in 0..<1_000 {
            let letters = Array("abz\u{7F} ~")
            let name = { (random: inout SplitMix64) in
                let common = String("commonly".prefix(random.below(9)))
                return common
                    + String((0..<random.below(4)).map { _ in random.one(of: letters) })
            }
            let names = [name(&random), name(&random)]
            let bytes = object(#"{"\#(names[0])":1,"\#(names[1])":2}"#, "text")
            let isOrdered = Array(names[0].utf8).lexicographicallyPrecedes(Array(names[1].utf8))
            #expect(isPlain(bytes) == isOrdered, "\(names)")
            plain += isOrdered ? 1 : 0
        }
        #expect(plain > 100 && plain < 900)
    }

    /// Whatever stands within, and however it is spoilt, nothing is plain that is not canonical.
    @Test(arguments: 0..<10) func agreesWithParsing(_ seed: Int) {
        var random = SplitMix64(seed: seed)
        var plain = 0
        for _ in 0..<1_000 {
            let value =
                random.chance(60) ? randomValue(&random) : .array([.string("b"), .integer(1)])
            var bytes = object(String(decoding: value.canonical, as: UTF8.self), "text")
            if isPlain(bytes) { plain += 1 }
            let byte = random.one(of: Array(" ,0\"}z\\".utf8) + [0x0A, 0xFF])
            bytes.insert(byte, at: random.below(bytes.count + 1))
            if isPlain(bytes) { plain += 1 }
        }
        #expect(plain > 300)
    }

    @Test(arguments: [
        "-1", "01", "1.0", "1e3", "1234567890123456", "true", "null", #"{"b":1,"a":2}"#,
        #"{"a":1,"a":2}"#, #"{"é":1}"#, #"{"long name é":1}"#, #"{"a": 1}"#, "[1,]", "[1 ]", "",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", "\"", "{", "[",
    ])
    func ofOthersNothingIsSaid(_ value: String) {
        #expect(!isPlain(object(value, "text")))
        #expect(!isPlain(object("1", number: value, "text")))
    }

    @Test func ofFewBytesNothingIsSaid() {
        let shape = CanonicalShape([.init("a", .number), .init("text", .text)])
        for length in 0..<100 {
            let text = String(repeating: "a", count: length)
            let bytes = Array(#"{"a":1,"text":"\#(text)"}"#.utf8)
            var places = CanonicalShape.Places(repeating: 0..<0)
            #expect(shape.read(bytes.span, into: &places) == (bytes.count >= 64), "\(length)")
        }
    }

    @Test func bytesThatAreNotUTF8AreNotPlain() {
        for length in 0..<130 {
            let bytes = object("1", String(repeating: "a", count: length) + "é")
            for index in bytes.indices where bytes[index] >= 0x80 {
                var spoilt = bytes
                spoilt[index] = 0xFF
                #expect(!isPlain(spoilt), "\(length)")
                spoilt.remove(at: index)
                #expect(!isPlain(spoilt), "\(length)")
            }
        }
    }
}
