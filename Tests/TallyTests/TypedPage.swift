import Foundation
import Testing

/// The sessions that a page of the documentation shows, to be typed into a shell as they stand.
///
/// A line that ends with `…` is shown in part. A line that begins with four spaces goes on from the
/// one above it, as long refusals do.
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

    /// Types every command into one shell, and expects what the page shows.
    ///
    /// - Parameter hiding: Takes out of a line what is new in every run.
    func expectWhatIsPrinted(in scratch: Scratch, hiding: (String) -> String = hidingWhatIsNew)
        throws
    {
        let run = try scratch.type(typedScript(of: shown))
        let expected = whole(shown).map(hiding)
        var printed = whole(run.text.components(separatedBy: "\n")).map(hiding)
        for (index, line) in expected.enumerated() where line.hasSuffix("…") {
            guard index < printed.count, printed[index].hasPrefix(line.dropLast()) else { continue }
            printed[index] = line
        }
        expectSame(printed, asShown: expected)
    }

    /// What a file holds that the page shows with `cat`.
    func file(_ name: String) throws -> String {
        let start = try #require(shown.firstIndex(of: "$ cat \(name)"))
        let lines = shown[(start + 1)...].prefix { !$0.hasPrefix("$ ") }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Lines that go on are put together; empty ones are left out, and how far something has come,
    /// which is said when it takes long.
    private func whole(_ lines: [String]) -> [String] {
        var whole: [String] = []
        for line in lines where !line.isEmpty && !line.contains(/, [0-9]+%, .* left$/) {
            let goesOn = line.hasPrefix("    ") && !line.hasPrefix("     ")
            if goesOn, let last = whole.last, !last.hasPrefix("$ ") {
                whole[whole.count - 1] += line.dropFirst(3)
            } else {
                whole.append(line)
            }
        }
        return whole
    }
}

/// The commands that lines show, each after a line that says it as they do.
///
/// A command can ask for the exit status of the one before it.
func typedScript(of shown: [String]) -> String {
    var lines = ["exec 2>&1"]
    for line in shown where line.hasPrefix("$ ") || line.hasPrefix("> ") {
        let said = "'" + line.replacingOccurrences(of: "'", with: "'\\''") + "'"
        let isMore = line.hasPrefix("> ")
        let place = isMore ? lines.count - 1 : lines.count
        lines.insert("status=$?; printf '%s\\n' \(said); (exit $status)", at: place)
        if isMore {
            lines[lines.count - 1] += "\n" + line.dropFirst(2)
        } else {
            lines.append(String(line.dropFirst(2)))
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

/// Expects the same lines, and names the first that differ with the command they come from.
func expectSame(_ printed: [String], asShown shown: [String]) {
    guard printed != shown else { return }
    let count = zip(printed, shown).prefix { $0 == $1 }.count
    let command = shown.prefix(count + 1).last { $0.hasPrefix("$ ") } ?? ""
    let part = { (lines: [String]) in lines.dropFirst(count).prefix(4).joined(separator: "\n") }
    Issue.record("\(command)\nis shown to print\n\(part(shown))\nand prints\n\(part(printed))")
}

/// Hides times and keys, and the roots and digests of what was recorded just now; those of the sample
/// are the same for everybody.
func hidingWhatIsNew(_ line: String) -> String {
    line.replacing(/SHA256:[A-Za-z0-9+\/]{43}/, with: "SHA256:")
        .replacing(/published on [0-9]+ [A-Z][a-z]+ [0-9]{4}/, with: "published")
        .replacing(/SHA-256 [0-9a-f]{64}/, with: "SHA-256")
        .replacing(/[0-9-]{10}T[0-9:.]{12}Z/) { time in
            time.output == "2025-03-24T10:26:24.000Z" ? String(time.output) : "TIME"
        }
        .replacing(/[A-Za-z0-9+\/]{43}=/) { root in
            root.output == "8DTHZ45T0+aoYdjj+OXd9Yzgcornp59B0v+n5hNazcM="
                ? String(root.output) : "ROOT"
        }
}

extension Scratch {
    /// Types lines into a shell here, with the tool on its path.
    func type(_ lines: String) throws -> Run {
        let tools = (toolPath as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try execute(
            "/bin/sh", ["-c", lines], in: folder,
            environment: ["PATH": "\(tools):\(packageFolder)/scripts:\(path)", "HOME": folder])
    }
}

extension String {
    /// The first block of code after a heading of a page.
    func block(under heading: String) -> String? {
        guard let place = range(of: "\n### \(heading)\n"),
            let start = range(of: "\n```", range: place.upperBound..<endIndex),
            let line = range(of: "\n", range: start.upperBound..<endIndex),
            let end = range(of: "\n```", range: line.upperBound..<endIndex)
        else { return nil }
        return self[line.upperBound..<end.lowerBound] + "\n"
    }
}
