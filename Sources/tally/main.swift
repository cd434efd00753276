internal import Essentials
internal import EventLog
internal import Events
internal import SQLite
internal import TallyCommands

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

// Environment in, bytes out: everything else is in TallyCommands.

// A full disk or a size limit is reported by SQLite; the signal would only kill us first.
signal(SIGXFSZ, SIG_IGN)
signal(SIGPIPE, SIG_DFL)
Interruption.listen()

var session = Session(
    environment: ProcessInfo.processInfo.environment,
    currentFolder: FileManager.default.currentDirectoryPath,
    now: { Instant(Date()) }, today: London.today(Date()),
    readStandardInput: {
        var whole: [UInt8] = []
        while true {
            let piece = readStandardInput(upTo: 1 << 18)
            if piece.isEmpty { return whole }
            whole += piece
        }
    },
    write: { text in
        do throws(SQLiteError) { try writeStandardOutput(text) } catch {
            writeStandardError(
                "tally: \(error.message)\n  what was recorded stays: see 'tally log'\n")
            exit(ExitStatus.storage.rawValue)
        }
    },
    say: writeStandardError)

session.readPieceOfStandardInput = { readStandardInput(upTo: 1 << 18) }

session.terminal = Terminal(
    isInput: isatty(STDIN_FILENO) == 1, isOutput: isatty(STDOUT_FILENO) == 1,
    isTalk: isatty(STDERR_FILENO) == 1, columns: terminalColumns(STDOUT_FILENO))
if session.terminal.isInput, session.terminal.isOutput {
    session.readTypedLine = { readTypedLine() }
}
session.startPager = { command in
    let environment = ProcessInfo.processInfo.environment
    // A pager that cannot be started is no reason not to answer.
    guard let pager = try? ReadingProgram("/bin/sh", ["-c", command], environment: environment)
    else { return nil }
    return Pager(write: { pager.write(Array($0.utf8)) }, finish: pager.finish)
}

exit(run(Array(CommandLine.arguments.dropFirst()), in: &session).rawValue)
