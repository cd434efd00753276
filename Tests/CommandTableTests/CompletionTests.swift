import Testing

@testable import CommandTable

private func words(_ line: String) -> [String] {
    line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
}

@Suite struct CompletionTests {
    @Test(arguments: [
        ("", ["print", "paper", "help", "man", "completions"]),
        ("p", ["print", "paper"]),
        ("paper ", ["add", "list"]),
        ("paper l", ["list"]),
        ("--json p", ["print", "paper"]),
        ("--queue q pr", ["print"]),
        ("--queue ", []),
        ("help ", ["print", "paper", "help", "man", "completions"]),
        ("help paper ", ["add", "list"]),
        ("help print ", []),
        ("completions ", ["bash", "zsh", "fish"]),
        ("nonsense ", []),
        ("paper nonsense ", []),
    ])
    func commandsComeFirst(_ line: String, _ expected: [String]) {
        #expect(printer.completions(of: words(line)) == expected)
    }

    @Test(arguments: [
        ("--", ["--queue", "--json", "--help", "--version"]),
        ("--json --", ["--queue", "--help", "--version"]),
        (
            "print --",
            [
                "--ink", "--pages", "--size", "--after", "--dry-run", "--queue", "--json",
                "--help",
            ]
        ),
        ("--json print -n --ink red --pages=3 --", ["--size", "--after", "--queue", "--help"]),
        ("paper list -", ["--queue", "--json", "--help"]),
    ])
    func optionsAreOfferedOnce(_ line: String, _ expected: [String]) {
        #expect(printer.completions(of: words(line)) == expected)
    }

    @Test(arguments: [
        ("print --ink ", ["black", "blue", "red"]),
        ("print --ink bl", ["black", "blue"]),
        ("print --ink=bl", ["--ink=black", "--ink=blue"]),
        ("print --ink =", ["black", "blue", "red"]),
        ("print --ink = bl", ["black", "blue"]),
        ("print --size ", []),
    ])
    func anOptionOffersItsChoices(_ line: String, _ expected: [String]) {
        #expect(printer.completions(of: words(line)) == expected)
    }

    /// An empty answer makes the shell offer files.
    @Test func aWordWithoutChoicesIsLeftToTheShell() {
        #expect(printer.completions(of: ["print", ""]) == [])
        #expect(printer.completions(of: ["print", "--", "-"]) == [])
    }

    @Test func onceEveryWordIsGivenOptionsFollow() {
        #expect(printer.completions(of: ["print", "a", "b", ""]).first == "--ink")
    }

    @Test func theShellAsksForOneLineEach() throws {
        #expect(try carryOut("__complete paper ''") == "add\nlist\n")
        #expect(try carryOut("__complete") == "print\npaper\nhelp\nman\ncompletions\n")
        #expect(try carryOut("__complete print --nonsense --ink b") == "black\nblue\n")
    }

    @Test func bashIsTaughtToAsk() throws {
        #expect(
            try carryOut("completions bash") == """
                _printer() {
                    mapfile -t COMPREPLY < <("$1" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
                    COMPREPLY=("${COMPREPLY[@]%%$'\\t'*}")
                    if [[ ${COMPREPLY[0]} == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
                }
                complete -o default -F _printer printer

                """)
    }

    @Test(arguments: [
        ("zsh", "#compdef printer"), ("fish", "complete -c printer -f"),
    ])
    func otherShellsAreTaughtToAsk(_ shell: String, _ line: String) throws {
        let script = try carryOut("completions \(shell)")
        #expect(script.contains(line))
        #expect(script.contains("__complete"))
    }
}
