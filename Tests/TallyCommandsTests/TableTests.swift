import CommandTable
import Testing

@testable import TallyCommands

/// The command table as it ships.
@Suite struct TableTests {
    @Test func hasNoProblems() { #expect(tallyTool.problems() == []) }

    @Test(arguments: tallyTool.commands.map(\.name))
    func helpStartsWithAnExample(_ command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        for line in [["help"] + words, words + ["--help"]] {
            guard case .show(let page) = try tallyTool.parse(line) else {
                Issue.record("\(line) shows nothing")
                continue
            }
            #expect(page.hasPrefix("Example"), "\(line)")
            #expect(page.contains("  tally \(command)"), "\(line)")
        }
    }

    @Test(
        arguments: tallyTool.commands.flatMap { command in
            command.examples.map { ($0, command.name) }
        })
    func everyExampleIsUnderstood(_ example: String, as command: String) throws {
        #expect(example == command || example.hasPrefix(command + " "))
        switch try tallyTool.parse(shellWords(example)) {
        case .run(let found, _): #expect(found.name == command)
        case .show(let page): #expect(!page.isEmpty)
        }
    }

    @Test func namesTheExitCodesOfTheDesign() throws {
        let rows = try #require(tallyTool.topics.first { $0.heading == "Exit codes" }?.rows)
        #expect(rows.map(\.name) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"])
        for row in rows {
            #expect(
                Int32(row.name).flatMap(TallyCommands.ExitStatus.init(rawValue:)) != nil,
                "\(row.name)")
        }
    }

    @Test(arguments: [
        "opt-in", "withdraw", "enrol", "leave", "spend", "merge-authorities", "record", "correct",
        "retract", "import facts",
    ])
    func everythingThatRecordsCanBeTried(_ command: String) throws {
        let found = try #require(tallyTool.commands.first { $0.name == command })
        #expect(found.arguments.contains { $0.form.label == "--dry-run" })
    }
}

/// The words a shell would hand over; a redirection or a pipe ends them.
private func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
        if index % 2 == 0 {
            let plain = part.split(separator: " ").map(String.init)
            let joins = index > 0 && !part.hasPrefix(" ") && !plain.isEmpty
            if joins { words[words.count - 1] += plain[0] }
            words += joins ? Array(plain.dropFirst()) : plain
        } else if words.last?.hasSuffix("=") == true {
            words[words.count - 1] += part
        } else {
            words.append(String(part))
        }
    }
    return Array(words.prefix { ![">", "|"].contains($0) })
}
