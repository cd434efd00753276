import Testing

@testable import CommandTable

@Suite struct ManualTests {
    @Test func startsWithNameAndExample() throws {
        #expect(
            try carryOut("man").hasPrefix(
                """
                .TH "PRINTER" 1 "" "printer 1.0"
                .SH NAME
                printer \\- Print things, and keep the paper in order
                .SH SYNOPSIS
                .B printer
                COMMAND [WORDS AND OPTIONS]
                .SH EXAMPLE
                .nf
                .RS
                printer paper add A4=500
                printer print letter.txt \\-\\-ink black
                .RE
                .fi
                .SH "PRINTING"
                """))
    }

    @Test func describesACommandWithItsArgumentsAndExamples() {
        #expect(
            printer.manual.contains(
                """
                .SS "paper list [TRAY...]"
                List what is in the trays.
                .TP
                .B "TRAY..."
                a tray
                .PP
                .nf
                .RS
                printer paper list 1 2 | sort
                .RE
                .fi

                """))
    }

    @Test func endsWithTheTopics() {
        #expect(
            printer.manual.hasSuffix(
                """
                .SH "EXIT CODES"
                .TP
                .B "0"
                done
                .TP
                .B "2"
                wrong command line

                """))
    }

    /// A line that starts with a dot or a quote would be a request to roff.
    @Test func textIsNeverTakenForARequest() {
        let tool = Tool<Int>(
            name: "t", summary: "Try \\ things", version: "1", session: ".x \"y\"\n'z",
            commands: [])
        #expect(tool.manual.contains("t \\- Try \\e things\n"))
        #expect(tool.manual.contains("\n\\&.x \\(dqy\\(dq\n\\&'z\n"))
    }
}
