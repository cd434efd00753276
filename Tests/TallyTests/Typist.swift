import Foundation
import Testing

/// Somebody at a real (pseudo-)terminal; `nil` where there is no Python 3 to make one.
struct Typist {
    private let python: String

    /// Where Python 3 is; `nil` where it is not installed.
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first(where: FileManager.default.isExecutableFile)

    init?() {
        guard let found = Self.python else { return nil }
        python = found
    }

    /// Runs `tally` at a terminal of 100 columns, types `keys`, and returns all that was shown.
    ///
    /// - Parameter redirecting: `stdin` or `stdout` to take that one off the terminal.
    func run(
        _ words: [String], in scratch: Scratch, environment: [String: String] = [:],
        typing keys: String = "", redirecting: String = "nothing"
    ) throws -> Run {
        try execute(
            python, ["-c", script, redirecting, keys, toolPath] + words, in: scratch.folder,
            environment: [
                "TALLY_LEDGER": scratch.ledger, "TERM": "xterm-256color", "PATH": "/usr/bin:/bin",
            ].merging(environment) { _, given in given })
    }
}

/// Exits as the program did; a program that says nothing for ten seconds is killed.
private let script = #"""
    import fcntl, os, pty, select, signal, struct, sys, termios
    redirecting, keys, words = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
    process, terminal = pty.fork()
    if process == 0:
        # Whoever runs the tests may ignore or block Ctrl-C, and that is inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        if redirecting == "stdin":
            os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        if redirecting == "stdout":
            os.dup2(os.open("shown", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        os.execv(words[0], words)
    shown = b""
    while True:
        ready, _, _ = select.select([terminal], [], [], 10)
        if not ready:
            os.kill(process, 9)
            shown += b"\nkilled: it waits\n"
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if keys:
            os.write(terminal, keys)
            keys = b""
    _, status = os.waitpid(process, 0)
    sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
    sys.exit(os.waitstatus_to_exitcode(status) & 255)
    """#
