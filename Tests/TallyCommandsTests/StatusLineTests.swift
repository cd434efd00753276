import Testing

@testable import TallyCommands

/// The line that tells how far something has come.
@Suite struct StatusLineTests {
    @Test func isRewrittenInPlaceOnATerminalAndTakenAway() {
        var shown = ""
        let status = StatusLine(isRewritten: true)
        status.tell("import: 10 of 20 facts", { shown += $0 })
        status.tell(String(repeating: "x", count: 200), { shown += $0 })
        #expect(
            shown == "\r\u{1B}[Kimport: 10 of 20 facts\r\u{1B}[K"
                + String(repeating: "x", count: 79))
        shown = ""
        status.clear { shown += $0 }
        status.clear { shown += $0 }
        #expect(shown == "\r\u{1B}[K")
    }

    @Test func isPlainLinesElsewhere() {
        var shown = ""
        let status = StatusLine(isRewritten: false)
        status.tell("import: 10 of 20 facts", { shown += $0 })
        status.clear { shown += $0 }
        #expect(shown == "import: 10 of 20 facts\n")
    }
}
