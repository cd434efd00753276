internal import CanonicalJSON
internal import Foundation

// Usage: GenerateVocabulary EVENTS-FOLDER OUTPUT.swift
// Reads GROUP/NAME.vN.json for every event type and writes one Swift value for each.

let folder = CommandLine.arguments[1]
let output = CommandLine.arguments[2]

let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
    .filter { $0.hasSuffix(".json") && $0.split(separator: "/").count == 2 }
    .sorted()
let schemas = try paths.map { path in
    try Schema(path: path, text: String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8))
}
try vocabulary(of: schemas).write(toFile: output, atomically: true, encoding: .utf8)
