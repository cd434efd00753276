import Foundation
import Testing

/// The session that Checkpoints.md shows, typed into a shell as it stands.
@Suite struct CheckpointPageTests {
    @Test func thePageShowsWhatIsPrinted() throws {
        let scratch = try Scratch()
        let page = try String(
            contentsOfFile: packageFolder + "/Sources/Checkpoints/Checkpoints.docc/Checkpoints.md",
            encoding: .utf8)
        let blocks = page.components(separatedBy: "```console\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        try #require(blocks.count == 3)
        let shown = blocks.joined(separator: "\n").components(separatedBy: "\n")
        let tools = (toolPath as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var printed: [String] = []
        for line in shown where line.hasPrefix("$ ") {
            let run = try execute(
                "/bin/sh", ["-c", "exec 2>&1; " + line.dropFirst(2)], in: scratch.folder,
                environment: ["PATH": "\(tools):\(packageFolder)/scripts:\(path)"])
            let lines = run.text.split(separator: "\n", omittingEmptySubsequences: true)
            printed += [line] + lines.map { fingerprintsHidden(String($0)) }
        }
        #expect(shown.map(fingerprintsHidden) == printed)
    }

    /// The line without what is new in every run: the fingerprints of keys.
    private func fingerprintsHidden(_ line: String) -> String {
        line.replacing(/SHA256:[A-Za-z0-9+\/]{43}/, with: "SHA256:")
    }
}
