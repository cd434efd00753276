internal import Essentials
internal import SQLite

extension EventLog {
    /// Copies the events, as they are at one moment, and the heads that were acknowledged of them
    /// into `folder`, where neither is yet; on disk when this returns.
    ///
    /// Nobody who writes meanwhile is kept waiting, and what they write is in the copy whole or not
    /// at all.
    ///
    /// - Parameter progress: Called now and then with the number of pages copied, and of all.
    /// - Returns: The head of the copy.
    package func copy(
        to folder: String, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Head {
        let path = folder + "/log.db"
        let head = try atOneMoment {
            // The first reading, which decides what moment it is.
            let head = try self.head()
            try copyPages(to: path, progress)
            return head
        }
        try copyHeads(through: head.size, to: folder + "/heads")
        try synchronise(path)
        return head
    }

    private func copyPages(to path: String, _ progress: (Int, Int) -> Void) throws {
        try createPrivateFile(path)
        let copy = try Connection(path: path, access: .readWrite, trustsSchema: true)
        try connection.copy(into: copy, progress: progress)
    }

    /// Copies those lines of the file `heads` that count at most `size` events.
    ///
    /// Read after the events: a head acknowledged meanwhile counts more than were copied, and would
    /// make the copy look cut off.
    private func copyHeads(through size: Int, to path: String) throws {
        try expectHeads()
        let data = FileManager.default.contents(atPath: headsPath) ?? Data()
        // A line without its end is being written at this moment.
        let end = data.lastIndex(of: UInt8(ascii: "\n")) ?? data.startIndex
        let lines = String(decoding: data[..<end], as: UTF8.self).split(separator: "\n")
        var text = ""
        for line in lines where (RecordedHead(line: line)?.head.size ?? 0) <= size {
            text += line + "\n"
        }
        try putFile(path, Array(text.utf8))
    }
}
