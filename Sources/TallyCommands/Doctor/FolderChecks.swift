internal import Essentials
internal import EventLog
internal import SQLite

/// A file or folder of a ledger, as the file system has it.
struct LedgerFile: Equatable {
    /// From the ledger's folder, which itself is `.`.
    let name: String
    let mode: Int
    let owner: String
    let isLink: Bool

    /// The folder and all that is in it.
    static func all(in folder: String) -> [LedgerFile] {
        // What cannot be listed cannot be looked at; that the log cannot be opened is said elsewhere.
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return (["."] + names.sorted()).compactMap { name in
            let path = name == "." ? folder : "\(folder)/\(name)"
            return FileStatus(path).map { found in
                LedgerFile(
                    name: name, mode: found.mode, owner: found.owner, isLink: found.kind == .link)
            }
        }
    }

    /// Whether it is the link by which the build of a read model is found.
    fileprivate var isModelLink: Bool {
        isLink && name.hasPrefix("projections/")
            && [".db", ".previous", ".new"].contains { name.hasSuffix($0) }
    }
}

extension Check {
    /// Who may open the files: their owner alone, or the owner and the group.
    static func permissions(_ files: [LedgerFile], _ folder: String) -> Check {
        let name = "permissions"
        let plain = files.filter { !$0.isLink }
        let open = plain.filter { $0.mode & 0o007 != 0 }
        guard open.isEmpty else {
            return .fault(
                name, "everybody on this machine may open \(listed(open))",
                remedy: "chmod -R o= \(folder)")
        }
        let shared = plain.filter { $0.mode & 0o060 == 0o060 }
        if shared.isEmpty, plain.allSatisfy({ $0.mode & 0o070 == 0 }) {
            return .ok(name, "open to the owner alone")
        }
        let closed = plain.filter { $0.mode & 0o060 != 0o060 }
        guard closed.isEmpty else {
            return .warn(
                name, "the group may write some files and not \(listed(closed))",
                remedy: "chmod -R g=rwX \(folder) to share it with the group, or g= not to")
        }
        return .ok(name, "open to the owner and the group")
    }

    /// Whether all of it belongs to one user.
    static func owner(_ files: [LedgerFile], _ folder: String) -> Check {
        guard let owner = files.first?.owner else { return .ok("owner", "nobody") }
        let others = files.filter { $0.owner != owner }
        guard others.isEmpty else {
            return .fault(
                "owner", "the folder belongs to \(owner), but not \(listed(others))",
                remedy: "chown -R \(owner) \(folder)")
        }
        return .ok("owner", "all of it belongs to \(owner)")
    }

    /// Whether something stands where a file of its own should be.
    static func links(_ files: [LedgerFile]) -> Check {
        let links = files.filter { $0.isLink && !$0.isModelLink }
        guard links.isEmpty else {
            return .fault(
                "links",
                "\(listed(links)) \(links.count == 1 ? "is a" : "are") symbolic "
                    + (links.count == 1 ? "link" : "links"),
                remedy: "put the file itself in its place, and keep the link out of the folder")
        }
        return .ok("links", "no file is a link to another place")
    }

    /// - Parameters:
    ///   - free: How many bytes are free.
    ///   - log: How large the log is.
    static func disk(free: Int, log: Int) -> Check {
        let words = "\(free / 1_000_000) MB are free; log.db has \(log / 1_000_000) MB"
        if free < diskMinimum {
            return .fault("disk", words, remedy: "free some space before anything is recorded")
        }
        if free < 2 * log + 4 * diskMinimum {
            return .warn(
                "disk", words,
                remedy: "free some space: a rebuild, or a backup beside it, may not fit")
        }
        return .ok("disk", words)
    }

    static func fileSystem(isNetwork: Bool, isAllowed: Bool) -> Check {
        guard isNetwork else { return .ok("file system", "on a local disk") }
        let words = "a network file system, where two writers can damage a ledger"
        let remedy = "keep the ledger on a local disk, and a backup on the network"
        return isAllowed
            ? .warn("file system", words + "; TALLY_NETWORK allows it", remedy: remedy)
            : .fault("file system", words, remedy: remedy)
    }

    /// Names of what is, or was, being made when a command was killed.
    static func strays(_ names: [String]) -> Check {
        guard !names.isEmpty else { return .ok("left over", "no killed command left anything") }
        let some = names.prefix(3).joined(separator: ", ")
        let more = names.count > 3 ? " and \(names.count - 3) more" : ""
        return .warn(
            "left over", "\(some)\(more): left by a command that was killed, or is at work now",
            remedy:
                "when nothing is at work on the ledger, look at it, and remove what is not needed")
    }

    /// Whether ssh-keygen would take a private key: it refuses one that others can read.
    static func key(_ path: String) -> Check {
        guard let mode = FileStatus(path)?.mode else {
            return .fault(
                "key", "there is no key at \(path)", remedy: "name the file of your private key")
        }
        guard mode & 0o077 == 0 else {
            return .fault(
                "key", "\(path) can be opened by others, so ssh-keygen does not sign with it",
                remedy: "chmod 600 \(path)")
        }
        return .ok("key", "\(path) is its owner's alone")
    }
}

/// The first few names, with their permissions, and how many more there are.
private func listed(_ files: [LedgerFile]) -> String {
    let names = files.prefix(3).map { file in
        let mode = String(file.mode, radix: 8)
        return (file.name == "." ? "the folder" : file.name) + (file.isLink ? "" : " (0\(mode))")
    }
    let more = files.count > 3 ? " and \(files.count - 3) more" : ""
    return names.joined(separator: ", ") + more
}
