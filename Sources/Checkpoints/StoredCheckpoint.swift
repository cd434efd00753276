internal import Essentials
internal import EventLog
internal import SQLite

/// A checkpoint in a file, with the signatures that lie beside it: `FILE.sig` and, of those who
/// cosigned, `FILE.NAME.sig`.
package struct StoredCheckpoint: Sendable {
    package let path: String
    package let checkpoint: LogCheckpoint
    /// The bytes of the file, which are what was signed.
    package let bytes: [UInt8]

    /// - Throws: ``CheckpointProblem`` when the file cannot be read or is no checkpoint.
    package init(path: String) throws(CheckpointProblem) {
        self.path = path
        do throws(SQLiteError) {
            bytes = try readFile(path, maximum: checkpointFileMaximum)
        } catch {
            throw CheckpointProblem(error.message)
        }
        do throws(CheckpointProblem) {
            checkpoint = try LogCheckpoint(parsing: bytes)
        } catch {
            throw CheckpointProblem("\(path) is not a checkpoint: \(error)")
        }
    }

    /// Where the signature of whoever keeps the ledger lies.
    package var signature: String { path + ".sig" }

    package var isSigned: Bool { FileManager.default.fileExists(atPath: signature) }

    /// Where the signature of the cosigner `name` lies.
    package func cosignature(by name: String) -> String { "\(path).\(name).sig" }

    /// Who cosigned it, by the names of the files, in their order.
    package var cosigners: [String] {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let prefix = url.lastPathComponent + "."
        // The checkpoint was read from this folder; cosignatures that cannot be listed do not count.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.compactMap { file in
            guard file.hasPrefix(prefix), file.hasSuffix(".sig") else { return nil }
            let name = file.dropFirst(prefix.count).dropLast(".sig".count)
            return name.isEmpty ? nil : String(name)
        }.sorted()
    }
}

extension StoredCheckpoint {
    /// Puts a checkpoint and its signature beside each other at `path`, on disk when this returns.
    ///
    /// The signature comes first, so that a checkpoint is never there without one.
    ///
    /// - Throws: ``CheckpointProblem`` when something else is at `path`.
    package static func put(
        _ checkpoint: LogCheckpoint, signature: [UInt8], at path: String
    ) throws {
        try expectRoom(for: checkpoint, at: path)
        try putFile(path + ".sig", signature)
        try putFile(path, checkpoint.bytes)
    }

    /// Puts a checkpoint in the place of whatever file is at `path`, on disk when this returns.
    package static func remember(_ checkpoint: LogCheckpoint, in path: String) throws {
        guard !isLink(path) else {
            throw CheckpointProblem(.occupied, "\(path) is a symbolic link")
        }
        try putFile(path, checkpoint.bytes)
    }

    /// Throws when at `path` there is something other than this checkpoint.
    package static func expectRoom(
        for checkpoint: LogCheckpoint, at path: String
    ) throws(CheckpointProblem) {
        for file in [path, path + ".sig"] where isLink(file) {
            throw CheckpointProblem(.occupied, "\(file) is a symbolic link")
        }
        guard FileManager.default.fileExists(atPath: path) else { return }
        let found = try StoredCheckpoint(path: path)
        guard found.checkpoint == checkpoint else {
            throw CheckpointProblem(
                .occupied,
                "\(path) is there already, a checkpoint of events 1 to \(found.checkpoint.head.size)"
            )
        }
    }
}

/// Whether there is a symbolic link of that name.
func isLink(_ path: String) -> Bool {
    // What is not there is no link.
    FileStatus(path)?.kind == .link
}

/// A checkpoint has at most three short lines.
private let checkpointFileMaximum = LogCheckpoint.originMaximum + 100
