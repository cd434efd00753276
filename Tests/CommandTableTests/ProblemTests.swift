import Testing

@testable import CommandTable

@Suite struct ProblemTests {
    @Test func aSoundTableHasNone() {
        #expect(printer.problems() == [])
    }

    @Test(arguments: blunders)
    func everyBlunderIsNamed(_ blunder: Blunder) {
        #expect(blunder.tool.problems() == blunder.problems)
    }

    @Test func aGlobalOptionCanBeLeftOut() {
        let word = Argument.word("ONE", "a word")
        let tool = Tool<Int>(
            name: "tool", summary: "A tool", version: "1", session: "tool man",
            globals: [Argument.option("option", "VALUE", "an option"), word.optional], commands: [])
        let complaint = "a global argument is an option that can be left out"
        #expect(tool.problems().prefix(2) == ["--option: \(complaint)", "ONE: \(complaint)"])
    }
}
