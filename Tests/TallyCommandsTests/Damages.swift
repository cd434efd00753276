import Foundation
import Testing

@testable import TallyCommands

/// Every damage the page shows, in its order.
let damages =
    soundLedgers + changedEvents + changedTiles + lostHistories + changedHeads + changedTables
    + damagedFiles + changedIndexes + changedViews

private let soundLedgers = [
    Damage("A ledger in order") { _ in },
    Damage("A quick look", command: "verify --quick") { _ in },
    Damage("Events that nobody was told of") { desk in
        try desk.write(heads: Array(try desk.heads().dropLast(2)))
    },
]

private let changedEvents = [
    Damage("An event was edited") { desk in
        try desk.keepCheckpoint(6)
        try desk.tamper(
            "UPDATE event SET leaf = replace(leaf, 'Learning', 'Teaching') WHERE seq = 8")
    },
    Damage("Its key was edited in the file") { desk in
        try desk.replace("900001", by: "900002", after: #""key":"opt-in-"#)
    },
    Damage("Its time was changed") { desk in
        try desk.tamper(
            "UPDATE event SET leaf = replace(leaf, ':30:00', ':31:00') WHERE seq = 18")
    },
    Damage("Two events changed places") { desk in
        try desk.tamper(
            """
            UPDATE event SET seq = -3 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4;
            UPDATE event SET seq = 4 WHERE seq = -3
            """)
    },
    Damage("An event was taken out of the middle") { desk in
        try desk.tamper("DELETE FROM event WHERE seq = 9")
    },
    Damage("An event was put in") { desk in
        try desk.tamper(
            """
            UPDATE event SET seq = -seq - 1 WHERE seq > 8; UPDATE event SET seq = -seq WHERE seq < 0;
            INSERT INTO event (seq, leaf) SELECT 9, replace(replace(leaf, '"seq":10', '"seq":9'),
                '"key":"', '"key":"put-in-') FROM event WHERE seq = 10
            """)
    },
    Damage("An event was put before the first") { desk in
        try desk.tamper(
            """
            INSERT INTO event (seq, leaf)
            SELECT 0, replace(leaf, '"key":"', '"key":"put-in-') FROM event WHERE seq = 1
            """)
    },
    Damage("An event was added at the end") { desk in
        try desk.tamper(
            """
            INSERT INTO event (seq, leaf) SELECT 20, replace(replace(leaf, '"seq":19', '"seq":20'),
                'key-19', 'key-20') FROM event WHERE seq = 19
            """)
    },
    Damage("A leaf is no event") { desk in
        try desk.tamper("UPDATE event SET leaf = replace(leaf, '\"v\":', '\"w\":') WHERE seq = 5")
    },
    Damage("A leaf is not in the canonical form") { desk in
        try desk.rewriteHistory(5, "replace(leaf, '\"la\":', '\"la\": ')")
    },
]

private let changedTiles = [
    Damage("A hash in a tile was changed") { desk in
        try desk.tamper(
            """
            UPDATE tile SET hashes = CAST(substr(hashes, 1, 128) || zeroblob(32)
                || substr(hashes, 161) AS BLOB)
            """)
    },
    Damage("A tile lost its end") { desk in
        try desk.tamper("UPDATE tile SET hashes = substr(hashes, 1, 32 * 17)")
    },
    Damage("A tile has bytes too many") { desk in
        try desk.tamper("UPDATE tile SET hashes = CAST(hashes || x'00' AS BLOB)")
    },
    Damage("A tile that belongs to nothing") { desk in
        try desk.tamper("INSERT INTO tile VALUES (5, 0, zeroblob(32))")
    },
    Damage("A tile above the leaves is missing") { desk in
        try desk.importMeasures()
        try desk.tamper("DELETE FROM tile WHERE level = 1")
    },
    Damage("A hash above the leaves was changed") { desk in
        try desk.importMeasures()
        try desk.tamper("UPDATE tile SET hashes = zeroblob(32) WHERE level = 1")
    },
]

private let lostHistories = [
    Damage("The last events are gone") { desk in
        try desk.keepCheckpoint(17)
        try desk.tamper(
            """
            DELETE FROM event WHERE seq > 17; DELETE FROM story WHERE seq > 17;
            UPDATE tile SET hashes = substr(hashes, 1, 32 * 17)
            """)
    },
    Damage("The last events are gone, and their heads") { desk in
        try desk.tamper("DELETE FROM event WHERE seq > 17; DELETE FROM story WHERE seq > 17")
        try desk.write(heads: Array(try desk.heads().dropLast(2)))
    },
    Damage("An older log.db was put back") { desk in
        let old = try Data(contentsOf: URL(fileURLWithPath: desk.logPath))
        let line = "record MeasureDefined measure=m20 definition=x --key key-20"
        try #require(try desk.run(line) == .done, "\(desk.talk)")
        try old.write(to: URL(fileURLWithPath: desk.logPath))
    },
    Damage("log.db was cut off") { desk in
        try desk.rewrite { $0 = $0.prefix(20_000) }
    },
]

private let changedHeads = [
    Damage("The file heads is missing") { desk in
        try FileManager.default.removeItem(atPath: desk.ledger + "/heads")
    },
    Damage("A line of heads cannot be read") { desk in
        try desk.changeHeads { lines in lines[1] = "seventeen " + lines[1].dropFirst(3) }
    },
    Damage("A line of heads was forged") { desk in
        try desk.changeHeads { lines in
            let words = lines[2].split(separator: " ")
            lines[2] = lines[1].split(separator: " ").enumerated()
                .map { $0 == 1 ? $1 : words[$0] }.joined(separator: " ")
        }
    },
    Damage("A time in heads was forged") { desk in
        try desk.changeHeads { lines in
            lines[3] = lines[3].replacingOccurrences(of: ":30:", with: ":31:")
        }
    },
    Damage("A line was added to heads") { desk in
        try desk.changeHeads { lines in lines.append("20" + lines[3].dropFirst(2)) }
    },
    Damage("An event and its hash were changed in step") { desk in
        try desk.rewriteHistory(18, "replace(leaf, 'officer:jd', 'officer:xy')")
    },
]

private let changedTables = [
    Damage("A trigger is missing") { desk in
        try desk.change(tables: "DROP TRIGGER event_is_never_changed")
    },
    Damage("A trigger was changed") { desk in
        try desk.change(
            tables: """
                DROP TRIGGER tile_only_grows;
                CREATE TRIGGER tile_only_grows BEFORE UPDATE ON tile BEGIN SELECT 1; END
                """)
    },
    Damage("A table was added") { desk in
        try desk.change(tables: "CREATE TABLE note (text TEXT)")
    },
]

private let damagedFiles = [
    Damage("A page cannot be read") { desk in
        try desk.rewrite { data in data.replaceSubrange(8_192..<16_384, with: Data(count: 8_192)) }
    },
    Damage("The structure of the file is damaged") { desk in
        // The count of fragmented bytes in the header of the first page:
        // <https://www.sqlite.org/fileformat.html#b_tree_pages>.
        try desk.rewrite { data in data[107] = 9 }
    },
    Damage("log.db is no database") { desk in
        try desk.rewrite { data in data = Data(String(repeating: "no database ", count: 99).utf8) }
    },
]

private let changedIndexes = [
    Damage("The index of keys was changed") { desk in
        // A key stands in the index behind the number of its event.
        try desk.replace("opt-in-900001", by: "opt-in-900003", after: "\u{3}\u{27}\u{1}")
    },
    Damage("A key stands twice") { desk in
        let line = "record MeasureDefined measure=m20 definition=x --key key-20"
        try #require(try desk.run(line) == .done, "\(desk.talk)")
        try desk.replace("key-20", by: "key-19", after: #""key":""#)
        try desk.rehash(20)
        try desk.acknowledgeAnew()
    },
    Damage("An event is filed under another story") { desk in
        try desk.tamper(
            "UPDATE story SET story = 'school:900002' WHERE story = 'school:900001' AND seq = 12")
    },
    Damage("A story holds an event that there is not") { desk in
        try desk.tamper("INSERT INTO story VALUES ('school:900002', 1, 99)")
    },
]

private let changedViews = [
    Damage("A row of a read model was changed") { desk in
        try desk.keepCheckpoint(18)
        try desk.tamper(
            model: "register", "UPDATE local_authority SET name = 'Gotham' WHERE la = '390'")
    },
    Damage("The checkpoint of a read model was changed") { desk in
        try desk.tamper(model: "register", "UPDATE checkpoint SET digest = 'none'")
    },
    Damage("A report and its audit differ") { desk in try desk.addModelWithBadAudit() },
    Damage("An event could not be taken in") { desk in try desk.poison() },
    Damage("A control total is not what the ledger gives") { desk in
        let total = "engaged-schools 2 --as-of 2023-12-31 --stated-by Cabinet --key total"
        try #require(try desk.run("control-total record \(total)") == .done, "\(desk.talk)")
    },
]

extension Desk {
    /// Records enough that there is a second level of tiles.
    fileprivate func importMeasures() throws {
        try measures(1...250).write(
            toFile: folder + "/measures.ndjson", atomically: true, encoding: .utf8)
        try #require(try run("import facts measures.ndjson") == .done, "\(talk)")
    }

    fileprivate func changeHeads(_ change: (inout [String]) -> Void) throws {
        var lines = try heads()
        change(&lines)
        try write(heads: lines)
    }
}
