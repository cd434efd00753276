internal import CommandTable
internal import Essentials

/// A program that shows what it is given page by page.
package struct Pager {
    package let write: (String) -> Void
    /// Waits until whoever reads has seen enough.
    package let finish: () -> Void

    package init(write: @escaping (String) -> Void, finish: @escaping () -> Void) {
        self.write = write
        self.finish = finish
    }
}

extension Session {
    /// Runs a command so that what it answers is shown as it was asked to be: plain, or page by page.
    mutating func showing(
        _ command: Command<Session>, _ arguments: Arguments,
        run: (inout Session) throws -> Void
    ) throws {
        let original = write
        defer { write = original }
        guard command.isReadAtLength else { return try run(&self) }
        // What is published is exact bytes, whatever the terminal can show.
        if isPlain, !arguments[jsonFlag], !arguments[csvFlag], arguments.texts["--publish"] == nil {
            write = { original(plain($0)) }
        }
        let paging = Paging(pagerCommand, startPager, original)
        if paging.isPossible { write = paging.write }
        defer { paging.finish() }
        try run(&self)
    }

    /// What shows long answers: only where somebody reads them and can turn the pages.
    private var pagerCommand: String? {
        guard terminal.isInput, terminal.isOutput, !isDumb, let command = configuration[.pager],
            !["none", "cat"].contains(command), isThere(command)
        else { return nil }
        return command
    }

    /// Whether the program that a command line starts with is on the path.
    private func isThere(_ command: String) -> Bool {
        guard let program = command.split(separator: " ").first.map(String.init) else {
            return false
        }
        let files = FileManager.default
        if program.contains("/") { return files.isExecutableFile(atPath: path(program)) }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.contains { files.isExecutableFile(atPath: "\($0)/\(program)") }
    }
}

/// One answer on its way to a pager, which is started with the first word of it.
private final class Paging {
    private let command: String?
    private let start: ((String) -> Pager?)?
    private let original: (String) -> Void
    private var pager: Pager?

    init(
        _ command: String?, _ start: ((String) -> Pager?)?, _ original: @escaping (String) -> Void
    ) {
        (self.command, self.start, self.original) = (command, start, original)
    }

    var isPossible: Bool { command != nil && start != nil }

    func write(_ text: String) {
        if pager == nil { pager = command.flatMap { start?($0) } }
        if let pager { pager.write(text) } else { original(text) }
    }

    func finish() {
        pager?.finish()
        pager = nil
    }
}
