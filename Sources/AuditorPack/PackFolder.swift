internal import EventLog
internal import Foundation
internal import SQLite

/// A folder that is filled under another name, and takes its own when all of it is on disk.
struct PackFolder {
    let path: String
    /// The files written so far, by their place in the folder.
    private(set) var files: [String] = []
    private let folder: NewFolder

    /// - Throws: ``PackProblem`` unless there is nothing at `path` or an empty folder.
    init(path: String) throws {
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
        folder = try NewFolder(path: path)
    }

    /// Writes a file, and makes the folders it is in.
    mutating func write(_ name: String, _ bytes: [UInt8]) throws {
        try folder.write(name, bytes)
        files.append(name)
    }

    mutating func write(_ name: String, _ text: String) throws {
        try write(name, Array(text.utf8))
    }

    /// Writes a file of lines that come one after the other.
    mutating func writeLines(
        _ name: String, _ body: ((borrowing Span<UInt8>) throws -> Void) throws -> Void
    ) throws {
        let place = folder.place(of: name)
        try createPrivateFile(place)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: place))
        defer { try? file.close() }
        var piece: [UInt8] = []
        try body { line in
            for index in line.indices { piece.append(line[index]) }
            piece.append(UInt8(ascii: "\n"))
            guard piece.count >= pieceByteCount else { return }
            try file.write(contentsOf: piece)
            piece = []
        }
        try file.write(contentsOf: piece)
        try file.synchronize()
        files.append(name)
    }

    /// Gives the folder its name.
    func finish() throws { try folder.finish() }
}

/// How much is written at a time.
private let pieceByteCount = 1 << 20
