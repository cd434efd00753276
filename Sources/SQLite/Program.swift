#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What one run of another program left behind.
package struct ProgramRun: Sendable {
    /// Its exit status; that of the signal plus 128 when a signal ended it.
    package let status: Int32
    package let output: [UInt8]
    /// What it said on standard error.
    package let talk: [UInt8]
}

/// Runs the program at `path` to its end, as a part of this one's job at the terminal, where it may
/// ask for a passphrase.
///
/// Foundation's `Process` starts a job of its own, which the terminal stops as soon as it asks.
///
/// - Parameter input: What it finds on standard input, at most ``programInputMaximum`` bytes, so that
///   all of it fits a pipe. What it says on standard error must fit one too.
/// - Throws: ``SQLiteError`` when it cannot be started.
package func runProgram(
    _ path: String, _ words: [String], environment: [String: String], input: [UInt8]
) throws(SQLiteError) -> ProgramRun {
    precondition(input.count <= programInputMaximum, "the input must fit a pipe")
    let stdin = try ProgramPipe()
    // Written before there is a reader that could end too soon, which would be our end too.
    guard unsafe write(stdin.writer, input, input.count) == input.count else {
        throw systemError("cannot write to \(path)")
    }
    stdin.closeWriter()
    let (stdout, stderr) = (try ProgramPipe(), try ProgramPipe())
    let process = try spawn(
        path, [path] + words, environment.map { "\($0)=\($1)" },
        descriptors: [stdin.reader, stdout.writer, stderr.writer])
    stdout.closeWriter()
    stderr.closeWriter()
    let (output, talk) = (stdout.readAll(), stderr.readAll())
    return ProgramRun(status: wait(for: process), output: output, talk: talk)
}

/// The most that a program can be given on standard input: what every pipe holds.
package let programInputMaximum = 4_096

/// Starts a program whose first descriptors are `descriptors`; all others are closed in it.
func spawn(
    _ path: String, _ words: [String], _ environment: [String], descriptors: [Int32]
) throws(SQLiteError) -> pid_t {
    #if canImport(Glibc)
    var actions = unsafe posix_spawn_file_actions_t()
    #else
    var actions: posix_spawn_file_actions_t?
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in descriptors.enumerated() {
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    var (arguments, variables) = unsafe (
        words.map { unsafe strdup($0) }, environment.map { unsafe strdup($0) }
    )
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    unsafe arguments.append(nil)
    unsafe variables.append(nil)
    var process = pid_t()
    let code = unsafe posix_spawn(&process, path, &actions, nil, arguments, variables)
    guard code == 0 else {
        errno = code
        throw systemError("cannot run \(path)")
    }
    return process
}

func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
        guard errno == EINTR else { return 127 }
    }
    let signal = status & 0x7f
    return signal == 0 ? status >> 8 & 0xff : 128 + signal
}

/// A pipe whose ends are not handed on by themselves.
final class ProgramPipe {
    private(set) var reader: Int32
    private(set) var writer: Int32

    init() throws(SQLiteError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw systemError("cannot make a pipe") }
        (reader, writer) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        closeReader()
        closeWriter()
    }

    func closeReader() {
        if reader >= 0 { close(reader) }
        reader = -1
    }

    func closeWriter() {
        if writer >= 0 { close(writer) }
        writer = -1
    }

    func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = readBytes(reader, upTo: programInputMaximum), !piece.isEmpty {
            bytes += piece
        }
        return bytes
    }
}
