#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Another program that reads what this one writes, as a part of its job at the terminal: a pager.
///
/// While it runs, the keys that interrupt are its own affair, and that it stops reading early is
/// no error.
package final class ReadingProgram {
    private let pipe: ProgramPipe
    private let process: pid_t
    private let interrupt, brokenPipe: SignalHandler?
    private var isReading = true

    private typealias SignalHandler = @convention(c) (Int32) -> Void

    /// Starts the program at `path`, which shows what it reads where this one would.
    ///
    /// - Throws: ``SQLiteError`` when it cannot be started.
    package init(
        _ path: String, _ words: [String], environment: [String: String]
    ) throws(SQLiteError) {
        pipe = try ProgramPipe()
        process = try spawn(
            path, [path] + words, environment.map { "\($0)=\($1)" },
            descriptors: [pipe.reader, STDOUT_FILENO, STDERR_FILENO])
        pipe.closeReader()
        interrupt = signal(SIGINT, SIG_IGN)
        brokenPipe = signal(SIGPIPE, SIG_IGN)
    }

    /// Hands `bytes` over; does nothing once the program has stopped reading.
    package func write(_ bytes: [UInt8]) {
        if isReading { isReading = writeBytes(bytes, to: pipe.writer) }
    }

    /// Waits until whoever reads has seen enough.
    package func finish() {
        pipe.closeWriter()
        _ = wait(for: process)
        signal(SIGINT, interrupt)
        signal(SIGPIPE, brokenPipe)
    }
}
