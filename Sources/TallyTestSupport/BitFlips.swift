package import EventLog
internal import Foundation
internal import Ledger

/// The `log.db` of a ledger, one bit of which at a time is turned over to see what a verification
/// makes of it.
///
/// It writes to the file while no connection is open, and keeps its own descriptor open throughout,
/// because to close one takes the locks from every connection of the process.
package final class BitFlips {
    package let folder: String
    private let file: FileHandle
    private let original: [UInt8]

    package init(folder: String) throws {
        self.folder = folder
        guard let file = FileHandle(forUpdatingAtPath: folder + "/log.db") else {
            throw LogError(.notALedger, "there is no log.db in \(folder)")
        }
        self.file = file
        original = [UInt8](try file.readToEnd() ?? Data())
    }

    /// How many bits there are.
    package var count: Int { original.count * 8 }

    /// Turns a bit over, verifies, looks at the file with `body`, and turns the bit back.
    package func turn<T>(_ bit: Int, _ body: (LogError?) throws -> T) throws -> T {
        let byte = original[bit / 8]
        try write(byte ^ (1 << UInt8(bit % 8)), at: bit / 8)
        let result = Result { try body(verify()) }
        try write(byte, at: bit / 8)
        return try result.get()
    }

    /// Whether the file is, byte for byte, what it was at first.
    package func isAsBefore() throws -> Bool {
        try file.seek(toOffset: 0)
        return [UInt8](try file.readToEnd() ?? Data()) == original
    }

    /// What a verification of the log, its file and its index of stories finds.
    private func verify() -> LogError? {
        do {
            let ledger = try Ledger(folder: folder, checksSchema: false)
            _ = try ledger.log.verify()
            try ledger.verifyStoryIndex()
            return nil
        } catch {
            return error as? LogError ?? LogError(.altered(seq: nil), "\(error)")
        }
    }

    private func write(_ byte: UInt8, at offset: Int) throws {
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data([byte]))
    }
}
