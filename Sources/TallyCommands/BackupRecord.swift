internal import Essentials
internal import EventLog
internal import Reports
internal import SQLite

/// One line of the file `backups` in a ledger: a backup that was made and verified.
struct BackupRecord: Equatable {
    static let fileName = "backups"

    let head: Head
    let madeAt: Instant
    /// Where it was put; nobody may know whether it still is there.
    let place: String

    init(head: Head, madeAt: Instant, place: String) {
        self.head = head
        self.madeAt = madeAt
        self.place = printable(place)
    }

    /// Reads `SIZE ROOT TIME PLACE`; `nil` when the line has another form.
    init?(line: Substring) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let size = Int(words[0]), let root = Hash(base64: String(words[1])),
            let madeAt = Instant(String(words[2]))
        else { return nil }
        self.init(
            head: Head(size: size, root: root), madeAt: madeAt, place: String(words[3]))
    }

    var line: String { "\(head.size) \(head.root.base64) \(madeAt.text) \(place)" }

    /// Those recorded in a ledger, in the order of the file; a line that cannot be read is passed
    /// over.
    static func all(in folder: String) -> [BackupRecord] {
        let data = FileManager.default.contents(atPath: "\(folder)/\(fileName)") ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
            .compactMap { BackupRecord(line: $0) }
    }

    func append(to folder: String) throws(SQLiteError) {
        let file = try AppendOnlyFile(path: "\(folder)/\(Self.fileName)")
        try file.append(line)
    }
}
