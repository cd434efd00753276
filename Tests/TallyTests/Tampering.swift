import SQLite
import Testing

extension Scratch {
    var logPath: String { ledger + "/log.db" }
    var headsPath: String { ledger + "/heads" }

    /// Changes the log behind the tool's back, without some triggers, which are put back as they were.
    func tamper(_ sql: String, without triggers: [String] = []) throws {
        let connection = try Connection(path: logPath, access: .readWrite, trustsSchema: true)
        var texts: [String] = []
        for trigger in triggers {
            texts += try connection.rows(
                "SELECT sql FROM sqlite_schema WHERE name = :name", ["name": .text(trigger)]
            ) { $0.text(0) }
            try connection.execute("DROP TRIGGER \(trigger)")
        }
        try connection.execute(sql)
        for text in texts { try connection.execute(text) }
        try #require(texts.count == triggers.count)
    }
}
