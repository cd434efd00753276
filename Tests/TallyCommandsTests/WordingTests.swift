import Foundation
import Testing

/// The wording of everything the program says, looked for in its own source.
@Suite struct WordingTests {
    /// Words that beg pardon, blame, or belong to machines; see CONTRIBUTING.md, rule 7.
    private static let banned = [
        "please", "sorry", "oops", "whoops", "unfortunately", "valid", "invalid", "illegal",
        "forbidden", "abort", "aborted", "fatal", "bad",
    ]
    /// Names of options and members, words of other programs that are looked for, and what a bit is
    /// called that is not as it should be.
    private static let names = [
        "valid-from", "valid-after", "valid-before", "validFrom", "valid_from",
        "key is not yet valid",
        "first bad event", "bad or corrupt",
    ]

    @Test func nothingSaidBegsPardonOrBlames() throws {
        for literal in try Source.literals() where !literal.isSQL {
            let text = Self.names.reduce(literal.text) { $0.replacing($1, with: "") }
            let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
            let found = Self.banned.filter(words.contains)
            #expect(found == [], "\(literal.place): \(literal.text)")
        }
    }

    /// Apostrophes are straight ones, as on a keyboard, so that what is said can be searched for.
    ///
    /// The others stand only in tables of characters.
    @Test func apostrophesAreStraight() throws {
        let tables = ["Plain.swift", "Folding.swift", "TextEncoding.swift", "Chart.swift"]
        for literal in try Source.literals() where !["’", "‘"].contains(literal.text) {
            let isTable = tables.contains { literal.place.hasPrefix($0) }
            let isCurly = literal.text.contains { "’‘".contains($0) }
            #expect(!isCurly || isTable, "\(literal.place): \(literal.text)")
        }
        for page in try Source.pages() {
            #expect(!page.text.contains { "’‘".contains($0) }, "\(page.place)")
        }
    }

    /// A message is one sentence without its full stop, and what to do comes with it.
    @Test func everyRefusalSaysWhatToDo() throws {
        let calls = try Source.calls(of: [
            "Failure", "Refusal", "ImportProblem", "DefinitionProblem", "SiteProblem",
        ])
        #expect(calls.count > 200, "the lint no longer finds the refusals")
        for call in calls {
            let hasRemedy =
                call.text.contains("hint:") || call.text.contains("remedy:")
                || call.text.contains("repeats:") || call.text.contains("; ")
                || call.text.contains("refusal(of:")
            #expect(hasRemedy, "\(call.place): \(call.text)")
            for literal in call.literals {
                #expect(!literal.hasSuffix("."), "\(call.place): \(literal)")
            }
        }
    }

    /// The lint itself finds what it looks for.
    @Test func theLintFindsWhatItLooksFor() {
        let source = Source(
            path: "x", text: #"let a = "say \"sorry\" \(b ? "now" : "then")" // "not this""#)
        #expect(source.literals.map(\.text) == ["say \\\"sorry\\\" ", "now", "then", ""])
        let calls = Source(path: "x", text: #"throw Failure(.usage, "it is (so).", at: f(1))"#)
        #expect(calls.calls(of: ["Failure"]).map(\.literals) == [["it is (so)."]])
    }
}

/// A file of source, its comments taken out.
private struct Source {
    let path: String
    private(set) var literals: [Literal] = []
    private let code: [Character]

    struct Literal {
        let text: String
        let place: String

        var isSQL: Bool {
            ["SELECT ", "INSERT ", "CREATE ", "PRAGMA ", "WITH "].contains { text.contains($0) }
        }
    }

    struct Call {
        let text: String
        let place: String
        let literals: [String]
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file of the program itself.
    private static func all() throws -> [Source] {
        let folders = ["Sources", "events", "projections"].map { folder.appendingPathComponent($0) }
        let files = folders.flatMap { folder in
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
                .compactMap { $0 as? URL } ?? []
        }
        let unspoken = [
            "/TallyTestSupport/", "/GenerateVocabulary/", "Plugin/", "/CommandTable/Problems",
        ]
        return try files.filter { file in
            file.pathExtension == "swift" && !unspoken.contains { file.path.contains($0) }
        }.map {
            Source(path: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8))
        }
    }

    /// The definitions in words, which pages show.
    static func pages() throws -> [Literal] {
        let definitions = folder.appendingPathComponent("projections")
        return try FileManager.default.subpathsOfDirectory(atPath: definitions.path)
            .filter { $0.hasSuffix(".md") }.map {
                let file = definitions.appendingPathComponent($0)
                return Literal(text: try String(contentsOf: file, encoding: .utf8), place: $0)
            }
    }

    static func literals() throws -> [Literal] { try all().flatMap(\.literals) }

    static func calls(of names: [String]) throws -> [Call] {
        try all().flatMap { $0.calls(of: names) }
    }

    init(path: String, text: String) {
        self.path = path
        var (code, literals): ([Character], [Literal]) = ([], [])
        var rest = text[...]
        var line = 1
        /// How many brackets are open inside each interpolation being read.
        var open: [Int] = []
        var piece: String?
        func take(_ count: Int) {
            for character in rest.prefix(count) {
                if character.isNewline { line += 1 }
                code.append(character)
            }
            rest = rest.dropFirst(count)
        }
        func end() {
            if let text = piece { literals.append(Literal(text: text, place: "\(path):\(line)")) }
            piece = nil
        }
        while let next = rest.first {
            if piece != nil {
                if rest.hasPrefix("\\(") {
                    end()
                    open.append(1)
                    take(2)
                } else if next == "\\" {
                    piece? += rest.prefix(2)
                    take(2)
                } else if next == "\"" {
                    end()
                    take(1)
                } else {
                    piece?.append(next)
                    take(1)
                }
            } else if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("\"\"\"") {
                take(3)
                let body = rest.prefix(
                    rest.firstRange(of: "\"\"\"").map {
                        rest.distance(from: rest.startIndex, to: $0.lowerBound)
                    } ?? rest.count)
                literals.append(Literal(text: String(body), place: "\(path):\(line)"))
                take(body.count + 3)
            } else if next == "\"" {
                piece = ""
                take(1)
            } else {
                if let depth = open.last {
                    open[open.count - 1] = depth + (next == "(" ? 1 : next == ")" ? -1 : 0)
                    if open.last == 0 {
                        open.removeLast()
                        piece = ""
                    }
                }
                take(1)
            }
        }
        (self.code, self.literals) = (code, literals)
    }

    /// The calls of some initialisers that are given a sentence, each to its closing bracket.
    func calls(of names: [String]) -> [Call] {
        let text = String(code)
        return names.flatMap { name in
            text.ranges(of: "\(name)(").compactMap { range -> Call? in
                let before =
                    range.lowerBound == text.startIndex
                    ? " " : text[text.index(before: range.lowerBound)]
                guard !before.isLetter, !text[..<range.lowerBound].hasSuffix("struct ") else {
                    return nil
                }
                let call = balanced(text[range.upperBound...])
                let inner = Source(path: path, text: call).literals.map(\.text)
                guard !inner.isEmpty else { return nil }
                let line = text[..<range.lowerBound].count { $0.isNewline } + 1
                return Call(
                    text: call, place: "\(path):\(line)", literals: inner.filter { !$0.isEmpty })
            }
        }
    }

    /// The text up to the bracket that closes the one before it; brackets in texts do not count.
    private func balanced(_ text: Substring) -> String {
        var depth = 1
        var isText = false
        var last: Character = " "
        let end = text.firstIndex { character in
            if character == "\"", last != "\\" { isText.toggle() }
            if !isText { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
            last = character
            return depth == 0
        }
        return String(text[..<(end ?? text.endIndex)])
    }
}
