internal import Foundation

// Usage: Embed NAME FOLDER EXTENSION OUTPUT.swift
// Writes one Swift dictionary: path below the folder -> text, for every file with the extension.

let arguments = CommandLine.arguments
let (name, folder, suffix, output) = (arguments[1], arguments[2], arguments[3], arguments[4])

var entries: [String] = []
for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
where path.hasSuffix(".\(suffix)") {
    let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    entries.append("    \(path.debugDescription): \(text.debugDescription),")
}
let source = """
    /// The files compiled in, by their path.
    let \(name): [String: String] = [
    \(entries.joined(separator: "\n"))
    ]

    """
try source.write(toFile: output, atomically: true, encoding: .utf8)
