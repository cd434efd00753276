import Testing

@testable import TallyCommands

/// A replay at a terminal goes an event at a time, as long as somebody wants to go on.
@Suite struct ReplayTests {
    @Test(arguments: [(["", "q"], 2), (["", "", ""], 4), (["q"], 1), ([String](), 1)])
    func waitsForTheEnterKeyAfterEachEvent(lines: [String], told: Int) throws {
        let desk = try pageDesk()
        var rest = lines[...]
        desk.readTypedLine = { rest.popFirst() }
        #expect(try desk.run("replay --step --from 9 --to 13 --as-of 2023-12-31") == .done)
        #expect(desk.output.split(separator: "\n").count { $0.hasPrefix("event ") } == told)
        #expect(desk.talk.contains("Enter for the next event, q to stop"))
    }

    @Test func isPlainLinesInAPipe() throws {
        let desk = try pageDesk()
        #expect(try desk.run("replay --step --from 12 --to 13 --as-of 2023-12-31") == .done)
        #expect(desk.talk == "")
        #expect(desk.output.contains("    engagedSchools: 0 → 1 (+1)\n"))
        #expect(desk.output.hasSuffix("1 event told; 1 changed a figure\n"))
    }
}
