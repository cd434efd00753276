import Events
import Programme
import TallyTestSupport
import Testing

@Suite struct StatementTests {
    @Test func aLedgerIsCreatedOnce() {
        given().when(ledgerCreated()).then(.legalOnce)
        given(ledgerCreated()).when(ledgerCreated(from: "2021-01-01"))
            .refused(
                "this ledger was created already (event 1, from 2020-01-01); make another ledger "
                    + "with 'tally init DIR'")
    }

    @Test func theNewestDefinitionOfAMeasureIsInForce() {
        given().when(measureDefined("Schools")).then(.legal)
        given(measureDefined("Schools")).when(measureDefined("Open schools", from: "2023-01-01"))
            .then(.legal)
            .tells(
                "definition",
                [
                    "engaged-schools 'Open schools' 2023-01-01",
                    "engaged-schools 'Schools' 2020-01-01",
                ])
        given(measureDefined("Schools")).when(measureDefined("Schools", from: "2023-01-01"))
            .decidesNothing("engaged-schools is already defined so (event 1, from 2020-01-01)")
    }

    @Test func totalsAndReportsAreAlwaysLegal() {
        given().when(controlTotal(270)).then(.legal)
        given(controlTotal(270)).when(controlTotal(271)).then(.legal)
        given().when(reportPublished()).then(.legal)
    }

    @Test func aPeriodIsClosedOnce() {
        given().when(periodClosed()).then(.legal)
        given(periodClosed()).when(periodClosed(from: "2024-01-01"))
            .decidesNothing(
                "ei from 2022-04-01 to 2023-04-01 is already closed (event 1, from 2023-06-01)")
        given(periodClosed()).when(periodClosed(size: 8))
            .refused(
                "ei from 2022-04-01 to 2023-04-01 is already closed at another size of the ledger "
                    + "(event 1, from 2023-06-01); retract event 1 to close the period again")
        given(periodClosed()).when(periodClosed(days: ("2023-04-01", "2024-04-01"))).then(.legal)
    }

    @Test func aConflictIsNotedOnceAndResolvedOnce() {
        let noted = conflictNoted("c1")
        given().when(noted).then(.legal)
        given(noted).when(noted.from("2025-03-01"))
            .decidesNothing("conflict c1 is already noted (event 1, from 2025-01-01)")
        given(noted).when(conflictNoted("c1", subject: "Another"))
            .refused(
                "conflict c1 is already noted with other details (event 1, from 2025-01-01); give "
                    + "this one another short name, or correct event 1")
        given(noted).when(conflictResolved("c1")).then(.legal)
        given(noted, conflictResolved("c1")).when(conflictResolved("c1", from: "2025-03-01"))
            .decidesNothing("conflict c1 is already resolved (event 2, from 2025-02-01)")
        given(noted, conflictResolved("c1")).when(conflictResolved("c1", chosen: "2"))
            .refused(
                "conflict c1 is resolved as '1' (event 2, from 2025-02-01); correct event 2")
        given().when(conflictResolved("c1"))
            .refused(
                "no conflict called c1 has been noted; record ConflictNoted first, or check its "
                    + "name"
            )
    }

    @Test func aFileIsImportedOnceWhateverItsDate() {
        given().when(extractImported("a")).then(.legal)
        given(extractImported("a")).when(extractImported("a", from: "2025-06-01"))
            .decidesNothing("this file is already imported (event 1, from 2025-04-22)")
        given(extractImported("a")).when(extractImported("b")).then(.legal)
    }
}
