import Testing

@testable import CommandTable

@Suite struct UsageErrorTests {
    @Test(arguments: [
        ("prnt", "there is no command 'prnt'; did you mean 'print'?"),
        ("pirnt", "there is no command 'pirnt'; did you mean 'print'?"),
        ("list", "there is no command 'list'; did you mean 'paper list'?"),
        ("fax", "there is no command 'fax'; run 'printer help' for the list"),
        ("help prnt", "there is no command 'prnt'; did you mean 'print'?"),
        ("paper", "'paper' needs a second word; choose add or list"),
        ("paper --json list", "'paper' needs a second word; choose add or list"),
        ("paper lits", "there is no command 'paper lits'; did you mean 'paper list'?"),
        ("paper burn", "there is no command 'paper burn'; choose add or list"),
        ("help paper burn", "there is no command 'paper burn'; choose add or list"),
        ("--jsn paper list", "'printer' has no option '--jsn'; did you mean '--json'?"),
        (
            "--colour paper list",
            "'printer' has no option '--colour'; run 'printer help' for the list"
        ),
        ("--ink red print a", "--ink goes after the name of its command; move it there"),
        ("--queue", "--queue needs a value; write --queue DIR"),
    ])
    func beforeACommandIsKnown(_ line: String, _ expected: String) {
        let error = #expect(throws: UsageError.self) { try carryOut(line) }
        #expect(error == UsageError(expected))
    }

    @Test(arguments: [
        ("print a", "--ink NAME is missing; add it: the ink"),
        ("print --ink red", "FILE is missing; add it: what to print"),
        (
            "print a b c --ink red",
            "'c' is one word too many for 'print'; put quotes round a value that has spaces"
        ),
        ("print a --inc red", "'print' has no option '--inc'; did you mean '--ink'?"),
        ("print a -ink red", "'print' has no option '-ink'; did you mean '--ink'?"),
        ("print a -x", "'print' has no option '-x'; run 'printer help print' for the list"),
        (
            "print a --tray=3",
            "'print' has no option '--tray'; run 'printer help print' for the list"
        ),
        ("print a --ink", "--ink needs a value; write --ink NAME"),
        (
            "print a --ink --dry-run",
            "--ink needs a value before '--dry-run'; write --ink NAME, "
                + "or --ink=NAME if it starts with a dash"
        ),
        (
            "print a --after -n",
            "--after needs a value before '-n'; write --after DAY, "
                + "or --after=DAY if it starts with a dash"
        ),
        ("print a --ink red --ink red", "--ink is given twice; keep one"),
        ("--json print a --ink red --json", "--json is given twice; keep one"),
        ("print a -n --dry-run", "--dry-run is given twice; keep one"),
        ("print a --dry-run=yes", "--dry-run takes no value; write it alone"),
        ("print a --ink bleu", "'bleu' is not a value for --ink; did you mean 'blue'?"),
        ("print a --ink grey", "'grey' is not a value for --ink; choose black, blue or red"),
        ("print a --ink=", "'' is not a value for --ink; choose black, blue or red"),
        ("print a --ink red --size A4", "'A4' is not a value for --size: the paper"),
        (
            "print a --ink red --after 2024-02-30",
            "--after: 2024-02-30 is not a date that exists; write it as 2024-02-29"
        ),
    ])
    func onceTheCommandIsKnown(_ line: String, _ expected: String) {
        let error = #expect(throws: UsageError.self) { try carryOut(line) }
        #expect(error == UsageError(expected, command: "print"))
    }

    @Test(arguments: [
        ("paper add", "paper add", "NAME=VALUE... is missing; add it: a setting and its value"),
        ("paper list 1 two", "paper list", "'two' is not a value for TRAY: a tray"),
        ("completions", "completions", "SHELL is missing; add it: the shell to complete in"),
        (
            "completions tcsh", "completions",
            "'tcsh' is not a value for SHELL; choose bash, zsh or fish"
        ),
        ("completions zhs", "completions", "'zhs' is not a value for SHELL; did you mean 'zsh'?"),
    ])
    func theErrorNamesItsCommand(_ line: String, _ command: String, _ expected: String) {
        let error = #expect(throws: UsageError.self) { try carryOut(line) }
        #expect(error == UsageError(expected, command: command))
    }

    @Test func whatWasTypedStaysOnOneLine() {
        let typed = "a\u{1B}[31m\n" + String(repeating: "x", count: 100)
        let expected = "'a?[31m?" + String(repeating: "x", count: 53) + "...'"
        let error = #expect(throws: UsageError.self) { try printer.parse([typed]) }
        #expect(
            error?.sentence == "there is no command \(expected); run 'printer help' for the list")
    }
}
