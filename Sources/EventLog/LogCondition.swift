internal import Essentials
internal import SQLite

/// How a log stands, as far as that can be told without reading its events.
package struct LogCondition: Sendable {
    package let size: Int
    /// The form of the tables, `PRAGMA user_version`.
    package let form: Int
    package let journalMode: String
    /// How a connection of this program waits for the disk, as SQLite numbers it; 2 is FULL.
    package let synchronous: Int
    package let lastRecordedAt: Instant?
    /// How many events the longest head counts that was acknowledged.
    package let acknowledged: Int
    /// How often a head was acknowledged whose last event was recorded before that of a shorter one.
    package let clockSetBack: Int
}

extension EventLog {
    package func condition() throws(LogError) -> LogCondition {
        let size = try size()
        // Whether the heads can be read is asked by itself.
        let heads = ((try? Self.heads(at: headsPath)) ?? nil) ?? []
        let times = heads.sorted { $0.head.size < $1.head.size }.map(\.recordedAt)
        let setBack = zip(times, times.dropFirst()).count { $1 < $0 }
        let last = try event(at: size)?.recordedAt
        return try reading { () throws(SQLiteError) in
            LogCondition(
                size: size, form: try connection.integer("PRAGMA user_version") ?? 0,
                journalMode: try connection.rows("PRAGMA journal_mode") { $0.text(0) }.first ?? "",
                synchronous: try connection.integer("PRAGMA synchronous") ?? 0,
                lastRecordedAt: last, acknowledged: heads.map(\.head.size).max() ?? 0,
                clockSetBack: setBack)
        }
    }

    /// Throws unless the file `heads` is there, can be read, and counts no more events than there
    /// are.
    package func expectReadableHeads() throws(LogError) {
        _ = try recordedHeads()
        try expectTail()
    }
}
