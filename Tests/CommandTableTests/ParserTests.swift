import Testing

@testable import CommandTable

@Suite struct ParserTests {
    @Test(arguments: [
        ("print a.txt --ink black", "a.txt - black 1 0 now"),
        ("print --ink=black a.txt", "a.txt - black 1 0 now"),
        ("print --dry-run --ink blue a.txt --pages=3", "a.txt - blue 3 0 now dry"),
        ("print a.txt 'two words' --ink red --size 4", "a.txt two words red 1 4 now"),
        ("print a.txt --ink red --after 2024-02-29", "a.txt - red 1 0 2024-02-29"),
        ("print a.txt --ink red --after=", "a.txt - red 1 0 "),
        ("print a.txt --ink red --after=a=b", "a.txt - red 1 0 a=b"),
        ("print a.txt --ink red --after=--b", "a.txt - red 1 0 --b"),
    ])
    func optionsStandAnywhereAfterTheCommand(_ line: String, _ expected: String) throws {
        #expect(try carryOut(line) == expected)
    }

    @Test(arguments: [
        ("print - --ink black", "- - black 1 0 now"),
        ("print --ink black -- --odd-name", "--odd-name - black 1 0 now"),
        ("print --ink black -- --help", "--help - black 1 0 now"),
        ("print --ink black -- -- --", "-- -- black 1 0 now"),
        ("print a.txt --ink black --pages -5", "a.txt - black -5 0 now"),
        ("print a.txt -5 --ink black", "a.txt -5 black 1 0 now"),
        ("print a.txt -.5 --ink black", "a.txt -.5 black 1 0 now"),
        ("print a.txt --ink black -n", "a.txt - black 1 0 now dry"),
        ("print '' --ink black", " - black 1 0 now"),
    ])
    func dashesMeanWhatTheyLookLike(_ line: String, _ expected: String) throws {
        #expect(try carryOut(line) == expected)
    }

    @Test(arguments: [
        ("paper add A4=500", "A4=500"),
        ("paper add A4=500 A3=1 A2=0", "A4=500+A3=1+A2=0"),
        ("paper add A4=500 --json A3=1", "A4=500+A3=1 json"),
        ("paper list", "[]"),
        ("paper list 1 2", "[1, 2]"),
    ])
    func aRepeatingWordTakesEveryWordThatIsLeft(_ line: String, _ expected: String) throws {
        #expect(try carryOut(line) == expected)
    }

    @Test(arguments: [
        ("--queue q paper list", "[] queue q"),
        ("--queue=q --json paper list 7", "[7] queue q json"),
        ("paper list --queue q", "[] queue q"),
        ("--json paper list --queue q", "[] queue q json"),
        ("--json print a.txt --ink red --queue q", "a.txt - red 1 0 now queue q json"),
    ])
    func globalOptionsStandBeforeOrAfterTheCommand(_ line: String, _ expected: String) throws {
        #expect(try carryOut(line) == expected)
    }

    @Test func theCommandToRunIsNamed() throws {
        guard case .run(let command, _) = try printer.parse(["paper", "list"]) else {
            Issue.record("the command was not understood")
            return
        }
        #expect(command.name == "paper list")
        #expect(command.group == "Paper")
    }

    @Test func readingAnUndeclaredArgumentIsAMistakeOfOurs() async {
        await #expect(processExitsWith: .failure) {
            _ = Arguments()[Argument.word("FILE", "what to print")]
        }
    }
}
