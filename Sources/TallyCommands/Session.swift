internal import Essentials
package import EventLog
package import Events
internal import Ledger
internal import SQLite

/// What one run of the tool may touch.
///
/// Tests make their own, so no command reads the clock, the environment or standard input by
/// itself.
package struct Session {
    package var environment: [String: String]
    /// The folder that relative paths start from.
    package var currentFolder: String
    package var now: @Sendable () -> Instant
    /// The day it is in London.
    package var today: Day
    package var readStandardInput: () -> [UInt8]
    /// The next piece of standard input, empty at its end; `nil` when it is only read whole.
    package var readPieceOfStandardInput: (() -> [UInt8])?
    /// The next line somebody types at a terminal; `nil` when no more will come.
    ///
    /// `nil` itself where input or output is no terminal.
    package var readTypedLine: (() -> String?)?
    /// What the streams are connected to.
    package var terminal = Terminal()
    /// Starts a pager by a command line of the shell; `nil` when it cannot be started.
    package var startPager: ((String) -> Pager?)?
    /// What is settled for this run, and by whom.
    package internal(set) var configuration = Configuration()
    /// Whether answers do without colours, pager and alignment.
    var isPlain = false
    /// Whether a folder is on a disk that other machines reach too.
    package var isOnNetworkFileSystem: (String) -> Bool = EventLog.isOnNetworkFileSystem
    /// What was opened, for the names on the command line.
    let ledgerInUse = LedgerInUse()
    /// The line on which progress is told.
    private(set) var status = StatusLine(isRewritten: false)
    /// Standard output: data.
    package var write: (String) -> Void
    /// Standard error: talk.
    package var say: (String) -> Void

    package init(
        environment: [String: String], currentFolder: String,
        now: @escaping @Sendable () -> Instant, today: Day,
        readStandardInput: @escaping () -> [UInt8], write: @escaping (String) -> Void,
        say: @escaping (String) -> Void
    ) {
        self.environment = environment
        self.currentFolder = currentFolder
        self.now = now
        self.today = today
        self.readStandardInput = readStandardInput
        self.write = write
        self.say = say
        configuration = Configuration(environment: environment)
    }

    /// Begins a line of progress that is taken away before anything else is written: rewritten in
    /// place only where colours are shown too.
    mutating func beginStatus() {
        status = StatusLine(isRewritten: palette(.talk).isOn)
        let (status, write, say) = (status, write, say)
        self.write = {
            status.clear(say)
            write($0)
        }
        self.say = {
            status.clear(say)
            say($0)
        }
    }

    func print(_ line: String) { write(line + "\n") }

    /// Who acts, and by which clock.
    var act: Act {
        Act(actor: actor, now: now) { instant in
            // A key that grows with time keeps new keys together in the index.
            let time = instant.text.filter(\.isNumber)
            return time + "-" + UUID().uuidString.lowercased().prefix(18)
        }
    }

    private var actor: String {
        configuration[.actor] ?? "officer:" + (environment["USER"] ?? "unknown").lowercased()
    }

    /// The ledger meant: by the option, by what is settled, or the one in the current folder.
    func ledgerFolder(_ option: String?) throws -> String {
        let named = try namedFolder(option)
        // SQLite refuses a path with symbolic links; those above the ledger are nobody's trick.
        let folder = URL(fileURLWithPath: named).resolvingSymlinksInPath().path
        try expectLocal(folder)
        return folder
    }

    func namedFolder(_ option: String?) throws -> String {
        if let named = option ?? configuration[.ledger] { return path(named) }
        let files = FileManager.default
        if files.fileExists(atPath: currentFolder + "/log.db") { return currentFolder }
        let found = ((try? files.contentsOfDirectory(atPath: currentFolder)) ?? [])
            .filter {
                $0.hasSuffix(".tally") && !BackupManifest.isBackup("\(currentFolder)/\($0)")
            }
        guard found.count == 1 else {
            throw Failure(
                .usage,
                found.isEmpty
                    ? "no ledger is named"
                    : "several ledgers are here: \(found.sorted().joined(separator: ", "))",
                hint: "name one with --ledger DIR or TALLY_LEDGER")
        }
        return path(found[0])
    }

    func ledger(_ option: String?) throws -> Ledger {
        let folder = try ledgerFolder(option)
        let ledger = try Ledger(folder: folder)
        ledgerInUse.keep(ledger, in: folder)
        return ledger
    }

    /// Refuses a folder on a network file system, unless the environment says that it is all right.
    func expectLocal(_ folder: String) throws {
        let parent = folder.split(separator: "/").dropLast().joined(separator: "/")
        let place = FileManager.default.fileExists(atPath: folder) ? folder : "/" + parent
        guard environment["TALLY_NETWORK"] != "allow", isOnNetworkFileSystem(place) else { return }
        throw Failure(
            .storage,
            "\(folder) is on a network file system, where two writers can damage a ledger",
            hint: "keep the ledger on a local disk; TALLY_NETWORK=allow overrides this")
    }

    /// The place of a folder that is to be made: links above it followed, never one in its name.
    func newFolder(_ path: String) throws -> String {
        let url = URL(fileURLWithPath: self.path(path))
        let parent = url.deletingLastPathComponent().resolvingSymlinksInPath()
        let folder = parent.appendingPathComponent(url.lastPathComponent).path
        guard FileStatus(folder)?.kind != .link else {
            throw Failure(
                .refused, "\(path) is a symbolic link", hint: "name the folder itself")
        }
        return folder
    }

    func path(_ path: String) -> String {
        path.hasPrefix("/") ? path : currentFolder + "/" + path
    }

    /// A path as people would write it here.
    func shown(_ path: String) -> String {
        let here = currentFolder + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    /// The facts in a file, or on standard input for `-`, to be read a piece at a time.
    func facts(in path: String, keepsTimes: Bool) throws -> FactFile {
        if path == "-" {
            if let read = readPieceOfStandardInput {
                return FactFile(keepsTimes: keepsTimes, nextPiece: read)
            }
            return facts(in: readStandardInput(), keepsTimes: keepsTimes)
        }
        guard let file = try? InputFile(path: self.path(path)) else {
            throw Failure(.failed, "the file \(path) cannot be read", hint: "check its name")
        }
        return FactFile(keepsTimes: keepsTimes) {
            do { return try file.read(upTo: pieceByteCount) } catch {
                throw Failure(.failed, "the file \(path) cannot be read", hint: "check its name")
            }
        }
    }

    /// The facts in a file that is in memory.
    func facts(in bytes: [UInt8], keepsTimes: Bool) -> FactFile {
        var start = 0
        return FactFile(keepsTimes: keepsTimes) {
            defer { start += pieceByteCount }
            return Array(bytes.dropFirst(start).prefix(pieceByteCount))
        }
    }

    /// The bytes of a file, or of standard input for `-`.
    func contents(of path: String) throws -> [UInt8] {
        if path == "-" { return readStandardInput() }
        guard let data = FileManager.default.contents(atPath: self.path(path)) else {
            throw Failure(.failed, "the file \(path) cannot be read", hint: "check its name")
        }
        return [UInt8](data)
    }
}

/// How much of a file of facts is read at a time.
private let pieceByteCount = 1 << 16
