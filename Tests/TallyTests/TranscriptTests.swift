import Foundation
import Testing

/// What is typed, what is said, and the exit status: the messages of the tool, word for word.
///
/// The files in `Transcripts` are sessions in a shell, in a folder with the ledger of `Published`. A
/// command that fails shows its status in brackets, and must leave the log and its heads as they
/// were. With `TALLY_WRITE_TRANSCRIPTS` set, the files are written anew; read what changed.
@Suite struct TranscriptTests {
    @Test(arguments: try transcripts())
    func saysWhatIsShown(_ name: String) throws {
        let transcript = try Transcript(name)
        let said = try transcript.play(in: Scratch())
        if ProcessInfo.processInfo.environment["TALLY_WRITE_TRANSCRIPTS"] != nil {
            try said.write(toFile: folder + name, atomically: true, encoding: .utf8)
        }
        let lines = { (text: String) in text.components(separatedBy: "\n") }
        expectSame(lines(said), asShown: lines(try Transcript(name).text))
        #expect(!said.contains("THE LEDGER WAS CHANGED"))
    }
}

private let folder = packageFolder + "/Tests/TallyTests/Transcripts/"

/// The files; those that need somebody who may not write only where there can be one.
private func transcripts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { $0.hasSuffix(".txt") && ($0 != "strangers.txt" || Stranger.canRunTheTool) }
}

/// One of the files.
private struct Transcript {
    let text: String

    init(_ name: String) throws {
        text = try String(contentsOfFile: folder + name, encoding: .utf8)
    }

    /// Types it, and returns it with what was said.
    func play(in scratch: Scratch) throws -> String {
        let prelude = try String(contentsOfFile: folder + "prelude.sh", encoding: .utf8)
        let settings = "PACKAGE='\(packageFolder)'\n"
        let run = try scratch.type(settings + prelude + typedScript(of: lines))
        return run.text.components(separatedBy: "\n").map { line in
            line.hasPrefix("$ ") || line.hasPrefix("> ") ? line : hidden(line, scratch)
        }.filter { !$0.contains(/, [0-9]+%, .* left$/) }.joined(separator: "\n")
    }

    private var lines: [String] { text.components(separatedBy: "\n") }

    private func hidden(_ line: String, _ scratch: Scratch) -> String {
        hidingWhatIsNew(line.replacing(scratch.folder, with: "FOLDER"))
            .replacing(/[0-9]{17}-[0-9a-f-]{18}/, with: "KEY")
            .replacing(/verify time [0-9T:-]+/, with: "verify time TIME")
            .replacing(/\.[0-9]+\.new\b/, with: ".NEW")
    }
}
