internal import CSQLite

/// Whether `path` is on a network file system, where SQLite's locks cannot be relied on
/// (<https://www.sqlite.org/useovernet.html>).
package func isOnNetwork(_ path: String) -> Bool {
    networkKinds.contains(unsafe tally_filesystem_kind(path))
}

/// NFS, SMB, CIFS, SMB2, AFS and 9P, as statfs(2) numbers them.
private let networkKinds: Set<Int> = [
    0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x0102_1997,
]
