import Foundation
import Testing

/// Every message in the sources: what errors are made of.
struct MessageScan {
    let messages: [SourceMessage]

    init() throws {
        let files = try sourceFiles().map { (path: $0, text: try contents($0)) }
        let errors = Set(files.flatMap { errorTypes(in: $0.text) })
        messages = files.flatMap { path, text in
            var makers = Dictionary(uniqueKeysWithValues: errors.map { ($0, $0) })
            makers.merge(helpers(in: text, making: errors)) { error, _ in error }
            makers["note"] = "RowNote"
            makers["Disagreement"] = "Disagreement"
            return calls(in: text, module: module(of: path), makers)
        }
    }
}

/// The calls that make errors.
private func calls(
    in text: String, module: String, _ makers: [String: String]
) -> [SourceMessage] {
    var cursor = SwiftCursor(text)
    var found: [SourceMessage] = []
    var before = ""
    while !cursor.isAtEnd {
        if cursor.skipComment() { continue }
        if cursor.current == UInt8(ascii: "\"") {
            _ = cursor.text()
            continue
        }
        let word = cursor.word()
        if word.isEmpty {
            cursor.index += 1
            continue
        }
        defer { before = word }
        guard let type = makers[word], before != "func", cursor.sees("(") else { continue }
        // Read from a copy: a call in the brackets of another is one too.
        var call = cursor
        let message = SourceMessage(module: module, type: type, &call)
        if !message.sentences.isEmpty || !message.remedies.isEmpty { found.append(message) }
    }
    return found
}

/// The types a text declares as errors.
private func errorTypes(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
        guard line.contains("Error"),
            let match = line.firstMatch(of: /(struct|enum) (\w+)[^{]*:[^{]*\bError\b/)
        else { return nil }
        return String(match.output.2)
    }
}

/// The functions of a file that make errors out of texts.
///
/// What the operating system refuses is one message in every wording: `cannot open FILE`.
private func helpers(in text: String, making errors: Set<String>) -> [String: String] {
    var helpers: [String: String] = [:]
    for line in text.split(separator: "\n") where line.contains("->") {
        guard let match = line.firstMatch(of: /func (\w+)\(.*-> (\w+)/),
            errors.contains(String(match.output.2)), match.output.1 != "systemError"
        else { continue }
        helpers[String(match.output.1)] = String(match.output.2)
    }
    return helpers
}

private func module(of path: String) -> String {
    let parts = path.split(separator: "/")
    return parts[0] == "Sources" ? String(parts[1]) : parts[0].capitalized
}

/// The files of the product, without what builds and tests it.
private func sourceFiles() throws -> [String] {
    let others = ["TallyTestSupport/", "Embed", "GenerateVocabulary/", "FlipBits/", "Plugin/"]
    return try ["Sources", "events", "projections"].flatMap { folder in
        try FileManager.default.subpathsOfDirectory(atPath: packageFolder + "/" + folder)
            .map { folder + "/" + $0 }
    }.filter { path in path.hasSuffix(".swift") && !others.contains { path.contains($0) } }.sorted()
}

private func contents(_ path: String) throws -> String {
    try String(contentsOfFile: packageFolder + "/" + path, encoding: .utf8)
}

/// What tests show: their own texts, the transcripts, and the pages that tests type.
struct ShownText {
    private let bytes: Data

    init() throws {
        let tests = try FileManager.default.subpathsOfDirectory(atPath: packageFolder + "/Tests")
            .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".txt") }.map { "Tests/" + $0 }
        let pages = typedPages.filter { $0 != "CHANGELOG.md" }
        let texts = try (tests + pages).map(contents)
        bytes = Data(texts.map(plain).joined(separator: "\n").utf8)
    }

    func shows(_ fragment: String) -> Bool { bytes.range(of: Data(fragment.utf8)) != nil }
}

/// A text without the marks of Swift in it, its spaces single.
private func plain(_ text: String) -> String {
    [(#""\s*\+\s*""#, ""), (#"\\\n\s*"#, ""), (#"\\""#, "\""), (#"\s+"#, " ")].reduce(text) {
        $0.replacingOccurrences(of: $1.0, with: $1.1, options: .regularExpression)
    }
}
