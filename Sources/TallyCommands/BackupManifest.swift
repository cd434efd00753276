internal import CanonicalJSON
internal import Essentials
internal import EventLog
internal import SQLite

/// What a backup says of itself, in the file `backup.json`: of which ledger it is, how much of it,
/// and what else it holds.
///
/// The file is what makes a folder a backup: no other is ever replaced by one, or restored.
struct BackupManifest {
    static let fileName = "backup.json"

    /// The short name and the origin that the ledger's first event gives it.
    let ledger: String
    let origin: String
    let head: Head
    let madeAt: Instant
    /// The files beside `log.db` and `heads`, each with its SHA-256.
    let files: [File]

    struct File: Equatable {
        let name: String
        let sha256: String

        init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }

        init(_ name: String, _ bytes: [UInt8]) {
            self.init(name: name, sha256: SHA256.hash(bytes).hex)
        }
    }

    init(_ log: EventLog, _ head: Head, madeAt: Instant, files: [File]) throws {
        let first = try log.event(at: 1)?.dataValue
        ledger = first?["ledger"]?.text ?? ""
        origin = first?["origin"]?.text ?? ""
        self.head = head
        self.madeAt = madeAt
        self.files = files
    }

    /// Whether a folder says that it is a backup.
    static func isBackup(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(fileName)")
    }

    /// Reads what the backup in `folder` says of itself.
    init(folder: String) throws {
        guard Self.isBackup(folder) else {
            throw Failure(
                .refused, "\(folder) is not a backup: it has no file \(Self.fileName)",
                hint: "name a folder that 'tally backup' made; another ledger is backed up first")
        }
        let bytes = try readFile("\(folder)/\(Self.fileName)", maximum: sideFileMaximum)
        guard let json = try? JSONValue(parsing: bytes),
            json["schema"]?.text == "tally/backup/1", let head = Head(json["head"]),
            let madeAt = json["madeAt"]?.text.flatMap({ Instant($0) }),
            let files = json["files"]?.elements, json["sha256"]?.text == Self.digest(of: json)
        else {
            throw Failure(
                .integrity, "\(folder)/\(Self.fileName) cannot be read as what a backup says",
                hint: "use another backup, and keep this one as evidence")
        }
        guard files.allSatisfy({ SideFiles.allows($0["name"]?.text ?? "") }) else {
            throw Failure(
                .integrity, "\(folder)/\(Self.fileName) names files that no backup has",
                hint: "do not use it; keep it as evidence")
        }
        ledger = json["ledger"]?.text ?? ""
        origin = json["origin"]?.text ?? ""
        self.head = head
        self.madeAt = madeAt
        self.files = files.compactMap { file in
            guard let name = file["name"]?.text, let sha256 = file["sha256"]?.text else {
                return nil
            }
            return File(name: name, sha256: sha256)
        }
    }

    var bytes: [UInt8] {
        let files = files.map { file in
            JSONValue.object([("name", .string(file.name)), ("sha256", .string(file.sha256))])
        }
        let members: [(String, JSONValue?)] = [
            ("schema", .string("tally/backup/1")), ("ledger", .string(ledger)),
            ("origin", .string(origin)), ("head", head.json), ("madeAt", .string(madeAt.text)),
            ("files", .array(files)),
        ]
        let digest = JSONValue.string(Self.digest(of: .object(members)))
        return Array(JSONValue.object(members + [("sha256", digest)]).pretty.utf8)
    }

    /// The SHA-256 of all that a backup says, but for this itself.
    private static func digest(of json: JSONValue) -> String {
        let members = (json.members ?? []).filter { $0.name != "sha256" }
        return SHA256.hash(JSONValue.object(members.map { ($0.name, $0.value) }).canonical).hex
    }
}

extension Head {
    /// Reads what `json` writes; `nil` for anything else.
    fileprivate init?(_ json: JSONValue?) {
        guard let size = json?["seq"]?.integer, let text = json?["root"]?.text,
            let root = Hash(base64: text)
        else { return nil }
        self.init(size: size, root: root)
    }
}
