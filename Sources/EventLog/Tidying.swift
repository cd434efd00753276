internal import Dispatch
internal import SQLite

/// Copies what a large transaction left in the write-ahead log to the database, on a thread of its
/// own, while the events are read back.
///
/// What is committed is on disk already. Where it cannot be copied, whoever closes the ledger does it.
final class Tidying: Sendable {
    private let group = DispatchGroup()

    init(_ place: LogPlace) {
        DispatchQueue.global().async(group: group) {
            let connection = try? Connection(
                path: place.path, access: .readWrite, trustsSchema: true)
            try? connection?.execute("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE);")
        }
    }

    func wait() { group.wait() }
}
