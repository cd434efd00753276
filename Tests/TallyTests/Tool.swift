import CanonicalJSON
import Foundation
import Testing

/// What one run of the built executable left behind.
struct Run {
    let status: Int32
    /// Standard output, byte for byte.
    let output: [UInt8]
    /// Standard error.
    let talk: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard output as the one JSON document it should be.
    func json() throws -> JSONValue { try JSONValue(parsing: output) }
}

/// The executable built together with these tests; it stands beside the test bundle.
let toolPath =
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/tally"

/// The package's folder.
let packageFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// Where the shell of SQLite is; `nil` where it is not installed.
let sqliteShell = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// Runs a program to its end; the environment holds nothing but what is given here.
func execute(
    _ path: String, _ words: [String], in folder: String, environment: [String: String] = [:],
    input: String = ""
) throws -> Run {
    let process = Process()
    let (output, talk, stdin) = (Pipe(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = environment.merging(["TALLY_ACTOR": "officer:test"]) { given, _ in given }
    process.standardOutput = output
    process.standardError = talk
    process.standardInput = stdin
    try process.run()
    stdin.fileHandleForWriting.write(Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    // What is said on standard error fits a pipe, so the two can be read one after the other.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let said = talk.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
        status: process.terminationStatus, output: [UInt8](data),
        talk: String(decoding: said, as: UTF8.self))
}

/// A folder of a test's own, with room for a ledger; gone when the test is over.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/tally-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The ledger's folder.
    var ledger: String { path("ledger.tally") }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Runs `tally` here, on the ledger here.
    func tally(
        _ words: [String], environment: [String: String] = [:], input: String = ""
    ) throws -> Run {
        try execute(
            toolPath, words, in: folder,
            environment: environment.merging(["TALLY_LEDGER": ledger]) { given, _ in given },
            input: input)
    }

    /// Runs `tally` and expects it to succeed without a word on standard error, but of how far it has
    /// come.
    @discardableResult
    func expect(
        _ words: [String], _ location: SourceLocation = #_sourceLocation
    ) throws -> Run {
        let run = try tally(words)
        #expect(run.status == 0, "\(words): \(run.talk)", sourceLocation: location)
        let words = run.talk.split(separator: "\n").filter { !$0.hasPrefix("\(words[0]), ") }
        #expect(words == [], sourceLocation: location)
        return run
    }

    /// Writes a file here and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Makes the ledger from facts, one JSON object a line.
    func makeLedger(
        _ facts: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let file = try write("facts.ndjson", facts)
        try expect(["init", ledger, "--from", file], location)
    }
}

/// The bytes of a file; `nil` when there is none.
func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }
