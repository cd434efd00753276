#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What the file system says of a name: of a symbolic link itself, not of what it leads to.
package struct FileStatus: Sendable {
    package enum Kind: Sendable {
        case file, folder, link, other
    }

    package let kind: Kind
    package let byteCount: Int
    /// Who may read, write and run it.
    package let mode: Int
    /// The name of its owner, or `user` and a number.
    package let owner: String
    /// When it was last written, in seconds since 1970.
    package let modifiedSeconds: Double

    /// - Returns: `nil` where there is nothing of that name, or nothing that can be looked at.
    package init?(_ path: String) {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else { return nil }
        kind =
            switch found.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        byteCount = Int(found.st_size)
        mode = Int(found.st_mode & 0o7777)
        owner = userName(found.st_uid)
        #if canImport(Glibc)
        let modified = found.st_mtim
        #else
        let modified = found.st_mtimespec
        #endif
        modifiedSeconds = Double(modified.tv_sec) + Double(modified.tv_nsec) / 1e9
    }
}

private func userName(_ number: uid_t) -> String {
    var user = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var words = [CChar](repeating: 0, count: 1 << 14)
    let code = unsafe getpwuid_r(number, &user, &words, words.count, &found)
    guard code == 0, unsafe found != nil, let name = unsafe user.pw_name else {
        return "user \(number)"
    }
    return unsafe String(cString: name)
}

/// How many bytes the disk that `path` is on has left for its user; `nil` when it does not say.
package func freeByteCount(_ path: String) -> Int? {
    var system = statvfs()
    guard unsafe statvfs(path, &system) == 0 else { return nil }
    return Int(system.f_bavail) * Int(system.f_frsize)
}
