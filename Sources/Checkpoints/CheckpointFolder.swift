internal import Essentials
package import EventLog
internal import SQLite

/// The checkpoints a ledger keeps: `checkpoints/SIZE.checkpoint`, and their signatures.
///
/// Whoever may write the ledger may write these, so they are a convenience. What counts is a copy
/// that somebody else holds.
package struct CheckpointFolder: Sendable {
    package let path: String

    package init(ledgerFolder: String) { path = ledgerFolder + "/checkpoints" }

    /// Every checkpoint, the shortest history first.
    ///
    /// - Throws: ``CheckpointProblem`` at the first file that is not what its name says.
    package func all() throws(CheckpointProblem) -> [StoredCheckpoint] {
        var found: [StoredCheckpoint] = []
        for size in sizes { found.append(try checkpoint(of: size)) }
        return found
    }

    /// The longest checkpoint of at most `seq` events that is signed and in order.
    ///
    /// Who signed it is not looked at.
    ///
    /// - Parameter agrees: Whether the history has the head; those that differ are passed over.
    package func lastGood(
        upTo seq: Int, where agrees: (Head) -> Bool = { _ in true }
    ) -> StoredCheckpoint? {
        for size in sizes.reversed() where size <= seq {
            // One that cannot be read is none of the good ones.
            guard let found = try? checkpoint(of: size), found.isSigned,
                agrees(found.checkpoint.head)
            else { continue }
            return found
        }
        return nil
    }

    /// Where the checkpoint of `size` events lies.
    package func file(of size: Int) -> String { "\(path)/\(size).checkpoint" }

    /// Makes the folder, unless it is there.
    package func create() throws {
        guard !isLink(path) else {
            throw CheckpointProblem(.occupied, "\(path) is a symbolic link")
        }
        try makePrivateFolder(path)
    }

    private func checkpoint(of size: Int) throws(CheckpointProblem) -> StoredCheckpoint {
        let found = try StoredCheckpoint(path: file(of: size))
        guard found.checkpoint.head.size == size else {
            throw CheckpointProblem(
                "\(found.path) is a checkpoint of events 1 to \(found.checkpoint.head.size), which "
                    + "its name does not say")
        }
        return found
    }

    /// The sizes that files are named after, the smallest first.
    private var sizes: [Int] {
        // A folder that is not there, or cannot be read, has none to offer.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.compactMap { file in
            guard file.hasSuffix(".checkpoint") else { return nil }
            return decimal(String(file.dropLast(".checkpoint".count)))
        }.sorted()
    }
}
