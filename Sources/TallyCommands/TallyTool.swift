package import CommandTable
internal import Reports
internal import SQLite

/// The whole tool: parser, help, manual and completions all come from this table.
///
/// A new command is a new row in one of the tables named here.
package let tallyTool = Tool<Session>(
    name: "tally",
    summary: "The programme ledger of a combined authority: record facts, read figures, prove both",
    version: "0.1.0",
    session: """
        tally demo north-east.tally
        export TALLY_LEDGER=north-east.tally
        tally report engagement --authority neca-2024 --as-of 2025-01-30
        tally show school 900001
        """,
    globals: [
        ledgerOption, actorOption, jsonFlag, csvFlag, noColorFlag, plainFlag, noInputFlag,
    ],
    topics: [
        Topic(
            "Environment",
            [
                ("TALLY_LEDGER", "the ledger when --ledger is not given"),
                ("TALLY_ACTOR", "who acts, such as officer:jd; recorded with every event"),
                ("TALLY_PROGRAMME", "the programme when --programme is not given"),
                ("TALLY_AUTHORITY", "the area of reports and lists that name none"),
                ("TALLY_PAGER", "what shows long answers on a terminal; 'none' for nothing"),
                ("TALLY_COLOUR", "'never' for no colours; NO_COLOR does the same"),
                ("TALLY_NETWORK", "'allow' to use a ledger on a network file system"),
            ]),
        Topic(
            "Settings",
            [
                ("LEDGER/config", "settings of everybody who uses the ledger"),
                ("~/.config/tallystick/config", "settings of your own, a 'name = value' a line"),
                ("which wins", "options, then the environment, the ledger's file, yours"),
            ]),
        Topic(
            "Exit codes",
            [
                ("0", "done"), ("1", "failed"), ("2", "wrong command line"),
                ("3", "refused, nothing written"), ("4", "busy, try again"),
                ("5", "integrity failure"), ("6", "history shorter than, or other than, known"),
                ("7", "signature missing or wrong"), ("8", "storage full, read-only or failing"),
                ("9", "nothing found"), ("130", "interrupted"),
            ]),
    ],
    commands: ledgerCommands + settingsCommands + recordCommands + undoCommands + importCommands
        + compareCommands + findCommands + listCommands + importListCommands + showCommands
        + reportCommands + siteCommands
        + projectionCommands + addedModelCommands + quarantineCommands + auditCommands
        + verifyReportCommands + replayCommands + periodCommands + checkpointCommands
        + proofCommands + packCommands + backupCommands + doctorCommands + addCommands)

/// Runs one command line; everything it prints goes through `session`.
package func run(_ words: [String], in session: inout Session) -> ExitStatus {
    session.settle(words)
    if words.first == "__complete" {
        session.write(session.complete(Array(words.dropFirst())))
        return .done
    }
    session.beginStatus()
    do {
        switch try tallyTool.parse(words) {
        case .show(let text): session.write(text)
        case .run(let command, let arguments):
            try session.settle(command, arguments)
            session.ledgerInUse.isKept = command.isReadAtLength
            defer { session.ledgerInUse.isKept = false }
            try session.showing(command, arguments) { session throws in
                try command.run(arguments, &session)
            }
            if command.isReadAtLength { session.doubt(words) }
        }
        try Interruption.check()
        return .done
    } catch {
        let failure =
            Interruption.isDue ? Failure.interrupted : session.suggesting(Failure(error), words)
        let name = session.palette(.talk).red("tally:")
        let lines = failure.message.split(separator: "\n").map {
            "\(name) \(printable(String($0)))\n"
        }
        let details = failure.details.map { "  \($0.name): \(printable($0.text))\n" }
        let next = details.isEmpty ? "" : "next: "
        session.say(
            (lines + details).joined() + (failure.hint.map { "  \(next)\(printable($0))\n" } ?? ""))
        return failure.status
    }
}
