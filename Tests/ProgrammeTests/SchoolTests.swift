import Events
import Programme
import TallyTestSupport
import Testing

private let newcastle = laRegistered("391")
private let gateshead = laRegistered("390")
private let school = registered("900001")
private let one = [newcastle, gateshead, school]
private let shut = one + [closed("900001")]

private func state(_ la: String, _ what: String, _ days: String) -> String {
    "900001 900001 \(la) \(what) \(days)"
}

@Suite struct SchoolTests {
    @Test func isRegisteredUnderAURNThatIsNotInUse() {
        given(newcastle).when(school).then(.legal)
        given(one).when(school.from("2021-01-01"))
            .decidesNothing("school 900001 is already registered (event 3, from 2020-09-01)")
        given(one).when(registered("900001", name: "Another"))
            .refused(
                "URN 900001 is already in use by School 900001 (event 3, from 2020-09-01); check "
                    + "the URN, or correct event 3")
        given(one + [succeeded("900001", by: "900009")])
            .when(registered("900009", from: "2024-01-01"))
            .refused(
                "URN 900009 is already in use by School 900001 (event 4, from 2023-09-01); check "
                    + "the URN, or correct event 4")
        given(one + [succeeded("900001", by: "900009")])
            .when(registered("900001", from: "2024-01-01"))
            .decidesNothing("school 900001 is already registered (event 3, from 2020-09-01)")
        given(one).when(registered("900002", la: "999"))
            .refused(
                "local authority 999 is not registered; record LocalAuthorityRegistered first, or "
                    + "check the code")
    }

    @Test func changesWhileItIsOpen() {
        let first = state(
            "391", "primary Community school - 'School 900001'", "2020-09-01 to 2022-01-01")
        given(one).when(renamed("900001", to: "Oak")).then(.legal)
            .tells(
                "state", [first, state("391", "primary Community school - 'Oak'", "2022-01-01")])
        given(one).when(reclassified("900001", phase: .allThrough)).then(.legal)
            .tells(
                "state",
                [
                    first,
                    state("391", "all-through Community school - 'School 900001'", "2022-01-01"),
                ])
        given(one).when(reclassified("900001", type: "Academy converter")).then(.legal)
            .tells(
                "state",
                [
                    first,
                    state("391", "primary Academy converter - 'School 900001'", "2022-01-01"),
                ])
        given(one).when(moved("900001", to: "390")).then(.legal)
            .tells(
                "state",
                [first, state("390", "primary Community school - 'School 900001'", "2022-01-01")])
    }

    @Test func changesNothingWhenItIsSoAlready() {
        given(one).when(renamed("900001", to: "School 900001"))
            .decidesNothing("SchoolRenamed would change nothing")
        given(one).when(reclassified("900001", phase: .primary))
            .decidesNothing("SchoolReclassified would change nothing")
        given(one).when(moved("900001", to: "391"))
            .decidesNothing("SchoolMovedLocalAuthority would change nothing")
        given(one + [counted("900001", pupils: 210)]).when(counted("900001", pupils: 210))
            .decidesNothing("SchoolRollCounted would change nothing")
    }

    @Test func countsItsPupilsOnEachDay() {
        given(newcastle, registered("900001", pupils: 200)).when(counted("900001", pupils: 210))
            .then(.legal).tells("roll", ["900001 200 2020-09-01", "900001 210 2022-01-01"])
        given(one + [counted("900001", pupils: 210)])
            .when(counted("900001", pupils: 210, from: "2023-01-01")).then(.legal)
    }

    @Test func isNotChangedOnceItIsClosed() {
        let day: Day = "2024-01-01"
        let changes = [
            renamed("900001", to: "Oak", from: day), moved("900001", to: "390", from: day),
            reclassified("900001", phase: .nursery, from: day),
            counted("900001", pupils: 1, from: day), joinedTrust("900001", "t1", from: day),
            leftTrust("900001", "t1", from: day),
        ]
        for change in changes {
            given(shut + [trustRegistered("t1")]).when(change)
                .refused(
                    "school 900001 is closed on 2024-01-01 (event 4, from 2023-09-01); use a date "
                        + "before it closed, or the school that took it over")
            given(newcastle).when(change)
                .refused(
                    "no school with URN 900001 is registered by 2024-01-01; check the URN and the "
                        + "date, or record SchoolRegistered first")
        }
    }

    @Test func movesOnlyToAKnownLocalAuthority() {
        given(one).when(moved("900001", to: "999"))
            .refused(
                "local authority 999 is not registered; record LocalAuthorityRegistered first, or "
                    + "check the code")
    }

    @Test func closesAndOpensAgain() {
        let row = "primary Community school - 'School 900001'"
        given(one).when(closed("900001")).then(.legal)
            .tells("state", [state("391", row, "2020-09-01 to 2023-09-01")])
        given(shut).when(closed("900001", from: "2024-01-01"))
            .decidesNothing("school 900001 is already closed (event 4, from 2023-09-01)")
        given(shut).when(reopened("900001")).then(.legal)
            .tells(
                "state",
                [
                    state("391", row, "2020-09-01 to 2023-09-01"), state("391", row, "2024-01-01"),
                ])
        given(shut + [reopened("900001")]).when(reopened("900001", from: "2024-02-01"))
            .decidesNothing("school 900001 is already open again (event 5, from 2024-01-01)")
        given(one).when(reopened("900001"))
            .refused(
                "school 900001 is open on 2024-01-01 (event 3, from 2020-09-01); only a closed "
                    + "school can open again; check the URN and the date")
        given(newcastle).when(closed("900001"))
            .refused(
                "no school with URN 900001 is registered by 2023-09-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func keepsTheURNItHadWhileItWasClosed() {
        given(shut + [reopened("900001")]).tells("urn", ["900001 900001 2020-09-01"])
    }

    @Test func isNotChangedBeforeItIsRegistered() {
        given(one).when(renamed("900001", to: "Oak", from: "2020-08-31"))
            .refused(
                "no school with URN 900001 is registered by 2020-08-31; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }
}
