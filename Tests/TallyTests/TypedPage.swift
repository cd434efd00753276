import Foundation
import Testing

/// The sessions that a page of the documentation shows, to be typed into a shell as they stand.
struct TypedPage {
    private let shown: [String]

    /// - Parameter path: The page, from the package's folder.
    init(_ path: String) throws {
        let page = try String(contentsOfFile: packageFolder + "/" + path, encoding: .utf8)
        let blocks = page.components(separatedBy: "```console\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        try #require(!blocks.isEmpty)
        shown = blocks.joined(separator: "\n").components(separatedBy: "\n")
    }

    /// Types every command, and expects what the page shows.
    ///
    /// - Parameter hiding: Takes out of a line what is new in every run.
    func expectWhatIsPrinted(in scratch: Scratch, hiding: (String) -> String) throws {
        let tools = (toolPath as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var printed: [String] = []
        for line in shown where line.hasPrefix("$ ") {
            let run = try execute(
                "/bin/sh", ["-c", "exec 2>&1; " + line.dropFirst(2)], in: scratch.folder,
                environment: ["PATH": "\(tools):\(packageFolder)/scripts:\(path)"])
            let lines = run.text.split(separator: "\n", omittingEmptySubsequences: true)
            printed += [line] + lines.map(String.init)
        }
        #expect(shown.map(hiding) == printed.map(hiding))
    }
}
