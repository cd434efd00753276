internal import Checkpoints
internal import Essentials
internal import EventLog
internal import SQLite

/// The small files of a ledger that cannot be made again from its events.
struct SideFiles {
    /// Their names, from the ledger's folder.
    private(set) var names: [String] = []
    /// What lies among them and is none of them: links, and files too large to be one.
    private(set) var others: [String] = []

    /// - Parameter size: How long the history is that they go with; checkpoints of a longer one do
    ///   not count.
    init(of folder: String, upTo size: Int) {
        for name in Self.topLevel { add(name, folder) }
        for place in Self.folders {
            // A folder that is not there holds nothing.
            let found = try? FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(place)")
            for path in (found ?? []).sorted() where !path.contains(".new") {
                let digits = path.prefix { $0.isASCII && $0.isNumber }
                if place == "checkpoints", let of = Int(digits), of > size { continue }
                add("\(place)/\(path)", folder)
            }
        }
    }

    private static let topLevel = [BackupRecord.fileName, "config"]
    private static let folders = ["checkpoints", "read-models"]

    /// Whether a file of this name can be one of them, and stays in the ledger's folder.
    static func allows(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return topLevel.contains(name)
            || parts.count > 1 && folders.contains(String(parts[0]))
                && parts.allSatisfy { !["", ".", ".."].contains($0) }
    }

    private mutating func add(_ name: String, _ folder: String) {
        guard let found = FileStatus("\(folder)/\(name)"), found.kind != .folder else { return }
        if found.kind == .file, found.byteCount <= sideFileMaximum {
            names.append(name)
        } else {
            others.append(name)
        }
    }

    /// Copies them all, and says what each holds.
    func copy(from folder: String, to target: NewFolder) throws -> [BackupManifest.File] {
        try names.map { name in
            let bytes = try readFile("\(folder)/\(name)", maximum: sideFileMaximum)
            try target.write(name, bytes)
            return BackupManifest.File(name, bytes)
        }
    }
}

/// More than any definition, checkpoint or signature has.
let sideFileMaximum = 1 << 24
