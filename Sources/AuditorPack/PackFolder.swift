internal import Essentials
internal import EventLog
internal import SQLite

/// A folder that is filled under another name, and takes its own when all of it is on disk; as a
/// trial, only the names of its files and how large they would be.
struct PackFolder {
    let path: String
    /// The files written so far, by their place in the folder.
    private(set) var files: [String] = []
    /// How large they are together.
    private(set) var byteCount = 0
    /// `nil` when nothing is to be written.
    private let folder: NewFolder?

    /// - Throws: ``PackProblem`` unless there is nothing at `path` or an empty folder.
    init(path: String, isTrial: Bool) throws {
        self.path = path
        if FileManager.default.fileExists(atPath: path) {
            // A folder that cannot be listed is as good as full.
            let found = try? FileManager.default.contentsOfDirectory(atPath: path)
            guard found == [] else {
                throw PackProblem(
                    .refused, "\(path) is there already and is not an empty folder",
                    remedy: "choose a folder that does not exist yet")
            }
        }
        folder = isTrial ? nil : try NewFolder(path: path)
    }

    /// Writes a file, and makes the folders it is in.
    mutating func write(_ name: String, _ bytes: [UInt8]) throws {
        try folder?.write(name, bytes)
        files.append(name)
        byteCount += bytes.count
    }

    mutating func write(_ name: String, _ text: String) throws {
        try write(name, Array(text.utf8))
    }

    /// Writes a file of lines that come one after the other.
    mutating func writeLines(
        _ name: String, _ body: ((borrowing Span<UInt8>) throws -> Void) throws -> Void
    ) throws {
        let file = try folder.map { try OutputFile(creating: $0.place(of: name)) }
        var piece: [UInt8] = []
        var total = 0
        try body { line in
            for index in line.indices { piece.append(line[index]) }
            piece.append(UInt8(ascii: "\n"))
            guard piece.count >= pieceByteCount else { return }
            try file?.write(piece)
            total += piece.count
            piece = []
        }
        try file?.write(piece)
        try file?.synchronise()
        files.append(name)
        byteCount += total + piece.count
    }

    /// Gives the folder its name.
    func finish() throws { try folder?.finish() }
}

/// How much is written at a time.
private let pieceByteCount = 1 << 20
