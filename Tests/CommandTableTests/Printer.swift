@testable import CommandTable

// MARK: The small tool every test here is about

enum Ink: String, CaseIterable { case black, blue, red }

private let file = Argument.word("FILE", "what to print")
private let pages = Argument.option("pages", "COUNT", "how many, 1 unless given", parse: Int.init)
    .defaulting(to: 1)
private let ink = Argument<Ink>.option("ink", "NAME", "the ink")
private let size = Argument.option("size", "SIZE", "the paper", parse: Int.init).optional
private let after = Argument.option("after", "DAY", "when to start") {
    text throws(ArgumentError) in
    if text == "2024-02-30" {
        throw ArgumentError("2024-02-30 is not a date that exists; write it as 2024-02-29")
    }
    return text
}.optional
private let dryRun = Argument.flag("dry-run", "say what would be printed")
private let note = Argument.word("NOTE", "what to write on top").optional
private let settings = Argument.word("NAME=VALUE", "a setting and its value").repeating
private let names = Argument.word("TRAY", "a tray", parse: Int.init).repeating.defaulting(to: [])
private let queue = Argument.option("queue", "DIR", "where the queue is kept").optional
private let json = Argument.flag("json", "answer in JSON")

private func globalsOf(_ arguments: Arguments) -> String {
    (arguments[queue].map { " queue \($0)" } ?? "") + (arguments[json] ? " json" : "")
}

let printer = Tool<[String]>(
    name: "printer", summary: "Print things, and keep the paper in order", version: "1.0",
    session: """
        printer paper add A4=500
        printer print letter.txt --ink black
        """,
    globals: [queue, json],
    topics: [Topic("Exit codes", [("0", "done"), ("2", "wrong command line")])],
    commands: [
        Command(
            "print", "Print a file", group: "Printing",
            details: """
                The file is read once, from start to end, and sent to the first printer that \
                has ink of the right kind.

                A lone dash reads standard input.
                """,
            arguments: [file, note, ink, pages, size, after, dryRun],
            examples: [
                "print letter.txt --ink black",
                "print report.txt 'for the governors of the school' --ink blue --pages 12"
                    + " --size 4 --dry-run > list.txt",
            ]
        ) { arguments, output in
            output.append(
                "\(arguments[file]) \(arguments[note] ?? "-") \(arguments[ink]) "
                    + "\(arguments[pages]) \(arguments[size] ?? 0) \(arguments[after] ?? "now")"
                    + (arguments[dryRun] ? " dry" : "") + globalsOf(arguments))
        },
        Command(
            "paper add", "Say what was put into the trays", group: "Paper",
            arguments: [settings], examples: ["paper add A4=500 A3=100"]
        ) { $1.append($0[settings].joined(separator: "+") + globalsOf($0)) },
        Command(
            "paper list", "List what is in the trays", group: "Paper",
            arguments: [names], examples: ["paper list 1 2 | sort"]
        ) { $1.append("\($0[names])" + globalsOf($0)) },
    ])

/// What the command named by `line` leaves behind, or the text it shows.
func carryOut(_ line: String) throws -> String {
    switch try printer.parse(Example(line).words) {
    case .show(let text): return text
    case .run(let command, let arguments):
        var output: [String] = []
        try command.run(arguments, &output)
        return output.joined()
    }
}
