import EventLog
import Ledger
import Projections
import SQLite
import TallyTestSupport
import Testing

@testable import ProjectionEngine

/// A trial begins with a copy of what the files hold.
@Suite struct CopiedModelsTests {
    private static let models = [ReadModel.register, .engagement, .valueForMoney]

    @Test(arguments: 0..<20) func whatBeginsWithTheFilesArrivesAtTheRowsOfAReplay(seed: Int) throws
    {
        let growing = try RandomLedger(RandomHistory(seed: seed, proposals: 90), first: 40)
        let models = ReadModels(growing.ledger)
        try models.bringUpToDate()
        _ = try #require(try models.copied(Self.models, asOf: growing.size))
        let walk = try HistoryWalk(models, .valueForMoney, at: growing.size, takesFiles: true)
        try expectSameRows(walk, models, seed)
        while growing.size < growing.total {
            try growing.grow(by: 3)
            _ = try walk.leap(to: growing.size)
            try expectSameRows(walk, models, seed)
        }
    }

    private func expectSameRows(_ walk: HistoryWalk, _ models: ReadModels, _ seed: Int) throws {
        let told = try HistoryWalk(models, .valueForMoney, at: walk.reached).open
        #expect(walk.open.head == told.head && walk.open.lastRecordedAt == told.lastRecordedAt)
        #expect(walk.open.digests == told.digests, "seed \(seed), event \(walk.reached)")
        for table in Self.models.flatMap(\.tableNames) {
            let rows = { (open: OpenModel) in
                try open.table("SELECT * FROM \(table)").rows.map { "\($0)" }.sorted()
            }
            #expect(try rows(walk.open) == rows(told), "\(table), seed \(seed)")
        }
    }

    @Test func onlyFilesOfThatVeryEventAreTaken() throws {
        let growing = try RandomLedger(RandomHistory(seed: 1, proposals: 90), first: 40)
        let models = ReadModels(growing.ledger)
        let isTaken = { try models.copied(Self.models, asOf: $0) != nil }
        #expect(try !isTaken(40))
        try models.bringUpToDate()
        #expect(try isTaken(40) && !isTaken(39))
        try growing.grow(by: 1)
        #expect(try isTaken(40) && !isTaken(41))
        try models.bringUpToDate()
        #expect(try !isTaken(40) && isTaken(41))
    }

    @Test(arguments: [
        "UPDATE checkpoint SET definition = 'another'", "UPDATE checkpoint SET root = 'another'",
        "UPDATE checkpoint SET has_resolutions = 1", "UPDATE checkpoint SET digest = ''",
        "INSERT INTO quarantine VALUES (7, 'SchoolClosed', 2, 'unknown')", "DELETE FROM checkpoint",
        "DROP TABLE quarantine", "ALTER TABLE opt_in ADD COLUMN more TEXT",
    ])
    func aFileThatIsNotAsItShouldBeIsLeftAlone(change: String) throws {
        let random = try RandomLedger(RandomHistory(seed: 1, proposals: 60))
        let models = ReadModels(random.ledger)
        try models.bringUpToDate()
        let path = try #require(models.files(of: .engagement).current)
        try Connection(path: path, access: .readWrite).execute(change)
        #expect(try models.copied(Self.models, asOf: random.size) == nil)
        let walk = try HistoryWalk(models, .valueForMoney, at: random.size, takesFiles: true)
        try expectSameRows(walk, models, 1)
    }
}
