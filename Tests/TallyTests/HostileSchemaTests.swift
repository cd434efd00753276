import SQLite
import Testing

/// A ledger whose tables or triggers are not the ones shipped is believed in nothing.
@Suite struct HostileSchemaTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeLedger(smallFacts)
    }

    @Test(arguments: [
        "verify", "export", "log", "show school 900001", "show strand oracy",
        "show authority north", "show event 3", "report engagement", "report value-for-money",
        "explain engagedSchools", "opt-in 900002 --from 2023-09-01", "withdraw 900001",
        "enrol 900001 oracy", "leave 900001 oracy", "record SchoolRenamed urn=900001 name=New",
        "correct 10 name=New --reason mistaken", "retract 13 --reason mistaken",
        "projections status", "projections rebuild", "projections audit",
    ])
    func everyCommandRefusesALedgerWithoutATrigger(_ line: String) throws {
        try scratch.tamper("DROP TRIGGER event_is_never_changed")
        let run = try scratch.tally(line.split(separator: " ").map(String.init))
        #expect(run.status == 5)
        #expect(run.text == "")
        #expect(
            run.talk.hasPrefix(
                "tally: the definition of event_is_never_changed is not the one shipped\n"))
    }

    @Test(arguments: [
        "CREATE TABLE more (x)",
        "CREATE VIEW more AS SELECT 1",
        "CREATE TRIGGER more AFTER INSERT ON event BEGIN SELECT 1; END",
        "CREATE INDEX more ON event (recorded_at)",
        "DROP TABLE tile",
        """
        DROP TRIGGER tile_only_grows;
        CREATE TRIGGER tile_only_grows BEFORE UPDATE ON tile BEGIN SELECT 1; END
        """,
    ])
    func everyOtherChangeOfTheTablesIsRefused(_ sql: String) throws {
        try scratch.tamper(sql)
        #expect(try scratch.tally(["log"]).status == 5)
        #expect(try scratch.tally(["verify"]).status == 5)
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        _ = try scratch.write(
            "ledger.tally/log.db", String(repeating: "not a database ", count: 99))
        #expect(try scratch.tally(["log"]).status == 5)
        #expect(try scratch.tally(["verify"]).status != 0)
    }
}
