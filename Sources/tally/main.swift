internal import EventLog
internal import Events
internal import Foundation
internal import TallyCommands

// Environment in, bytes out: everything else is in TallyCommands.

// A full disk or a size limit is reported by SQLite; the signal would only kill us first.
signal(SIGXFSZ, SIG_IGN)
signal(SIGPIPE, SIG_DFL)

var session = Session(
    environment: ProcessInfo.processInfo.environment,
    currentFolder: FileManager.default.currentDirectoryPath,
    now: { Instant(Date()) }, today: London.today(Date()),
    readStandardInput: { [UInt8](FileHandle.standardInput.readDataToEndOfFile()) },
    write: { FileHandle.standardOutput.write(Data($0.utf8)) },
    say: { FileHandle.standardError.write(Data($0.utf8)) })

session.readPieceOfStandardInput = {
    [UInt8]((try? FileHandle.standardInput.read(upToCount: 1 << 18)) ?? Data())
}

if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
    session.readTypedLine = { readLine() }
}

exit(run(Array(CommandLine.arguments.dropFirst()), in: &session).rawValue)
