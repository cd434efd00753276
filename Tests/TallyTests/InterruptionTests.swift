import CanonicalJSON
import Dispatch
import Foundation
import SQLite
import Testing

/// Ctrl-C and a request to end leave all or nothing.
@Suite(.serialized, .timeLimit(.minutes(3))) struct InterruptionTests {
    private let scratch: Scratch
    private let facts: String

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
        facts = try scratch.write("many.ndjson", definitions(1...factCount))
    }

    @Test func controlCAtAnyMomentOfAnImportLeavesAllOrNothing() throws {
        guard let terminal = InterruptedTerminal() else {
            try Test.cancel("there is no Python 3 here")
        }
        let seed = UInt64.random(in: 0 ... .max)
        var random = Moments(seed: seed)
        let whole = try terminal.run(["import", "facts", facts], in: scratch)
        #expect(whole.status == 0, "\(whole.text)")
        try remakeLedger()
        var statuses: [Int32] = []
        for _ in 1...10 {
            let before = try state()
            let moment = random.next(below: whole.milliseconds)
            let run = try terminal.run(["import", "facts", facts], in: scratch, at: moment)
            statuses.append(run.status)
            let note = "seed \(seed), after \(moment) ms: \(run.text)"
            #expect(run.isTerminalAsBefore, "\(note)")
            if run.status == -SIGINT {
                // It had not begun to listen yet.
                #expect(run.text == "", "\(note)")
                #expect(try state() == before, "\(note)")
            } else if run.status == 130 {
                #expect(run.text.hasSuffix("tally: interrupted; nothing was recorded\n"), "\(note)")
                #expect(try state() == before, "\(note)")
            } else {
                #expect(run.status == 0, "\(note)")
                #expect(try state().head == 15 + factCount, "\(note)")
                try remakeLedger()
            }
            #expect(try strays() == [], "\(note)")
        }
        #expect(statuses.contains(130), "seed \(seed): \(statuses)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func whatIsReadFromAPipeCanBeInterrupted(_ signal: Int32) throws {
        let before = try state()
        let run = try interrupted(["import", "facts", "-"], by: signal)
        #expect(run.status == 130)
        #expect(run.talk == "tally: interrupted; nothing was recorded\n")
        #expect(try state() == before)
        #expect(try strays() == [])
        try scratch.expect(["opt-in", "900002", "--from", "2023-09-01"])
    }

    /// As when a terminal takes back what it said could be read, because of Ctrl-C.
    @Test func aReadThatDoesNotEndIsNotWaitedFor() {
        let whatNeverComes = DispatchSemaphore(value: 0)
        var questions = 0
        let answer = unlessAskedToEnd {
            questions += 1
            return questions > 1
        } _: {
            whatNeverComes.wait()
            return "typed"
        }
        #expect(answer == nil)
        #expect(unlessAskedToEnd(isAsked: { false }) { "typed" } == "typed")
    }

    @Test func aLedgerThatWasNotMadeLeavesNoFolder() throws {
        let run = try interrupted(["init", scratch.path("new.tally"), "--from", "-"], by: SIGINT)
        #expect(run.status == 130)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new.tally")))
    }

    /// What was put in place is done, however early somebody asks for an end after that.
    @Test(arguments: [
        ("backup copy", "copy/backup.json", "Backed up events"),
        ("restore kept new.tally", "new.tally/heads", "Restored events"),
        ("restore kept", "ledger.tally.replaced-*", "Restored events"),
        ("auditor-pack pack", "pack/README.md", "Packed events"),
    ])
    func whatIsInPlaceIsSaidToBeDone(_ line: String, _ place: String, _ said: String) throws {
        guard let python = Typist.python else { try Test.cancel("there is no Python 3 here") }
        if line.hasPrefix("restore") { try scratch.expect(["backup", scratch.path("kept")]) }
        let run = try execute(
            python,
            ["-c", fullPipeScript, place, toolPath] + line.split(separator: " ").map(String.init),
            in: scratch.folder, environment: ["TALLY_LEDGER": scratch.ledger])
        #expect(run.status == 0, "\(run.talk)")
        #expect(run.text.hasPrefix(said), "\(run.text)")
        #expect(run.talk == "")
    }

    /// Runs `tally` with ten facts on a pipe that stays open, and sends it a signal a second later.
    private func interrupted(_ words: [String], by signal: Int32) throws -> Run {
        guard let python = Typist.python else { try Test.cancel("there is no Python 3 here") }
        return try execute(
            python, ["-c", pipeScript, String(signal), toolPath] + words, in: scratch.folder,
            environment: ["TALLY_LEDGER": scratch.ledger], input: definitions(1...10))
    }

    private struct State: Equatable {
        var head: Int?
        let heads: Data?
    }

    private func state() throws -> State {
        let events = try scratch.expect(["export"]).text.split(separator: "\n").count
        return State(head: events, heads: bytes(scratch.ledger + "/heads"))
    }

    /// The files that nobody left in the ledger's folder.
    private func strays() throws -> [String] {
        let known: Set = ["log.db", "heads", "projections"]
        return try FileManager.default.contentsOfDirectory(atPath: scratch.ledger)
            .filter { !known.contains($0) }
    }

    private func remakeLedger() throws {
        try FileManager.default.removeItem(atPath: scratch.ledger)
        try scratch.makeLedger(smallFacts)
    }
}

/// Enough to be at work for a while.
private let factCount = 3_000

/// Random moments that come again with the same seed.
private struct Moments {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below end: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, end)
    }
}

/// A pseudo-terminal at which somebody presses Ctrl-C; `nil` where there is no Python 3 to make one.
private struct InterruptedTerminal {
    private let python: String

    init?() {
        guard let found = Typist.python else { return nil }
        python = found
    }

    struct Result {
        let status: Int32
        let text: String
        let milliseconds: Int
        let isTerminalAsBefore: Bool
    }

    /// Runs `tally` at a terminal without colours, and presses Ctrl-C `moment` milliseconds later.
    func run(_ words: [String], in scratch: Scratch, at moment: Int? = nil) throws -> Result {
        let run = try execute(
            python, ["-c", script, moment.map(String.init) ?? "", toolPath] + words,
            in: scratch.folder,
            environment: ["TALLY_LEDGER": scratch.ledger, "TERM": "xterm", "NO_COLOR": "1"])
        let told = try JSONValue(parsing: run.output)
        return Result(
            status: Int32(told["status"]?.integer ?? -1), text: told["shown"]?.text ?? "",
            milliseconds: told["milliseconds"]?.integer ?? 0,
            isTerminalAsBefore: told["same"] == .bool(true))
    }
}

/// Control characters are not echoed, so that only what the program says is shown.
private let script = #"""
    import json, os, pty, select, signal, sys, termios, time
    moment, words = sys.argv[1], sys.argv[2:]
    # Whoever runs the tests may have them blocked.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    process, terminal = pty.fork()
    if process == 0:
        state = termios.tcgetattr(0)
        state[3] &= ~termios.ECHO
        termios.tcsetattr(0, termios.TCSANOW, state)
        os.write(1, b"ready\n")
        os.execv(words[0], words)
    shown = b""
    while b"ready" not in shown:
        shown += os.read(terminal, 100)
    before = termios.tcgetattr(terminal)
    start = time.monotonic()
    press = start + int(moment) / 1000 if moment else None
    while True:
        left = max(0, press - time.monotonic()) if press else 60
        ready, _, _ = select.select([terminal], [], [], left)
        if not ready:
            if not press:
                os.kill(process, 9)
            else:
                os.write(terminal, b"\x03")
            press = None
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    try:
        same = termios.tcgetattr(terminal) == before
    except termios.error:
        same = True
    _, status = os.waitpid(process, 0)
    text = shown.split(b"ready", 1)[1].replace(b"\r\n", b"\n").lstrip(b"\n").decode()
    print(json.dumps({"status": os.waitstatus_to_exitcode(status), "shown": text, "same": same,
        "milliseconds": int((time.monotonic() - start) * 1000)}))
    """#

/// A program that does not end within half a minute is killed.
private let pipeScript = #"""
    import signal, subprocess, sys, time
    number, words = int(sys.argv[1]), sys.argv[2:]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    process = subprocess.Popen(words, stdin=subprocess.PIPE)
    process.stdin.write(sys.stdin.buffer.read())
    process.stdin.flush()
    time.sleep(1)
    process.send_signal(number)
    try:
        sys.exit(process.wait(30) & 255)
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("killed: it waits")
    """#

/// A program that waits for what it prints to be read, when what it made is in its place, is sent
/// SIGINT there.
private let fullPipeScript = #"""
    import glob, os, signal, subprocess, sys, time
    place, words = sys.argv[1], sys.argv[2:]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    for size in (4096, 1):
        try:
            while True:
                os.write(writer, b"." * size)
        except BlockingIOError:
            pass
    os.set_blocking(writer, True)
    process = subprocess.Popen(words, stdout=writer)
    os.close(writer)
    end = time.monotonic() + 30
    while not glob.glob(place) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    shown = b""
    while piece := os.read(reader, 65536):
        shown += piece
    sys.stdout.write(shown.lstrip(b".").decode())
    sys.stdout.flush()
    sys.exit(process.wait())
    """#
