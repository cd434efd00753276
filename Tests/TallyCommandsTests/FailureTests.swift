import CommandTable
import EventLog
import Events
import Ledger
import Programme
import SQLite
import Testing

@testable import TallyCommands

/// Which exit code each error ends with.
@Suite struct FailureTests {
    @Test(
        arguments: [
            (.notALedger, 9), (.exists, 3), (.tooLarge, 3), (.busy, 4), (.storage, 8),
            (.altered(seq: 3), 5), (.altered(seq: nil), 5), (.shorter(size: 1, head: 2), 6),
            (.different(head: 2), 6),
        ] as [(LogError.Kind, Int32)])
    func theLogsErrorsHaveTheirExitCodes(kind: LogError.Kind, code: Int32) {
        let failure = Failure(LogError(kind, "sentence", hint: "remedy"))
        #expect(failure.status.rawValue == code)
        #expect(failure.message == "sentence")
        #expect(failure.hint == "remedy")
    }

    @Test(
        arguments: [
            (5, 4), (6, 4), (13, 8), (8, 8), (10, 8), (778, 8), (14, 8), (11, 5), (26, 5),
        ] as [(Int32, Int32)])
    func sqlitesErrorsHaveTheirExitCodes(sqlite: Int32, code: Int32) {
        let failure = Failure(LogError(SQLiteError(code: sqlite, message: "")))
        #expect(failure.status.rawValue == code)
    }

    @Test func theOthersHaveTheirs() {
        #expect(Failure(UsageError("x")).status.rawValue == 2)
        #expect(Failure(ReadingProblem("x")).status.rawValue == 2)
        #expect(Failure(Refusal("x", remedy: "y")).status.rawValue == 3)
        struct Other: Error {}
        #expect(Failure(Other()).status.rawValue == 1)
    }

    @Test func manyProblemsAreARefusalWhenOneOfThemIs() throws {
        var problems = EntryProblems()
        try problems.add(ReadingProblem("a"), 0)
        #expect(Failure(problems).status == .usage)
        try problems.add(Refusal("b", remedy: "c"), 1)
        #expect(Failure(problems).status == .refused)
        #expect(Failure(problems).message == "a\nb; c")
        #expect(throws: LogError.self) { try problems.add(LogError(.storage, ""), 2) }
    }
}
