import Events
import Programme
import TallyTestSupport
import Testing

private let trust = trustRegistered("t1")
private let other = trustRegistered("t2")
private let one = [laRegistered("391"), registered("900001"), trust, other]
private let joined = one + [joinedTrust("900001", "t1")]

private func trusts(_ rows: (trust: String, days: String)...) -> [String] {
    rows.map { row in
        "900001 900001 391 primary Community school \(row.trust) 'School 900001' \(row.days)"
    }
}

@Suite struct TrustTests {
    @Test func isRegisteredOnceAndClosedOnce() {
        given().when(trust).then(.legal).tells("trust", ["t1 2015-01-01"])
        given(trust).when(trust.from("2016-01-01"))
            .decidesNothing("trust t1 is already registered (event 1, from 2015-01-01)")
        given(trust).when(trustRegistered("t1", name: "Another"))
            .refused(
                "trust t1 is already registered as Trust t1 (event 1, from 2015-01-01); choose "
                    + "another short name, or correct event 1")
        given(trust).when(trustClosed("t1")).then(.legal)
            .tells("trust", ["t1 2015-01-01 to 2024-09-01"])
        given(trust, trustClosed("t1")).when(trustClosed("t1", from: "2025-01-01"))
            .decidesNothing("trust t1 has already closed (event 2, from 2024-09-01)")
        given(trust, trustClosed("t1")).when(trust.from("2025-01-01"))
            .refused("trust t1 has closed (event 2, from 2024-09-01); choose another short name")
        given().when(trustClosed("t1"))
            .refused(
                "trust t1 is not registered on 2024-09-01; check its short name and the date")
    }

    @Test func aSchoolHasOneTrustOnAnyDaySoJoiningAnotherLeavesTheFirst() {
        given(joined).when(joinedTrust("900001", "t2", from: "2023-01-01")).then(.legal)
            .tells(
                "state",
                trusts(
                    ("-", "2020-09-01 to 2022-01-01"), ("t1", "2022-01-01 to 2023-01-01"),
                    ("t2", "2023-01-01")))
        given(joined).when(joinedTrust("900001", "t1", from: "2023-01-01"))
            .decidesNothing("SchoolJoinedTrust would change nothing")
    }

    @Test func aSchoolJoinsOnlyATrustThatIsRegisteredAndNotClosed() {
        given(one).when(joinedTrust("900001", "t9"))
            .refused(
                "trust t9 is not registered; record TrustRegistered first, or check its short name")
        given(one + [trustClosed("t1")])
            .when(joinedTrust("900001", "t1", from: "2025-01-01"))
            .refused(
                "trust t1 has closed (event 5, from 2024-09-01); use an earlier date, or the trust "
                    + "that took it over")
        given(one + [trustClosed("t1")]).when(joinedTrust("900001", "t1")).then(.legal)
    }

    @Test func aSchoolLeavesTheTrustItIsIn() {
        given(joined).when(leftTrust("900001", "t1")).then(.legal)
            .tells(
                "state",
                trusts(
                    ("-", "2020-09-01 to 2022-01-01"), ("t1", "2022-01-01 to 2023-01-01"),
                    ("-", "2023-01-01")))
        given(joined).when(leftTrust("900001", "t2"))
            .refused(
                "school 900001 is not in trust t2 on 2023-01-01; check the trust and the date")
        given(joined + [leftTrust("900001", "t1")])
            .when(leftTrust("900001", "t1", from: "2023-06-01"))
            .decidesNothing(
                "school 900001 has already left trust t1 (event 6, from 2023-01-01)")
    }

    @Test func optsInAndWithdraws() {
        let base = [programmeOpened(), trust]
        given(base).when(trustOptedIn("t1")).then(.legal).tells("trustOptIn", ["t1 ei 2022-09-01"])
        given(base + [trustOptedIn("t1")]).when(trustOptedIn("t1", from: "2023-01-01"))
            .decidesNothing("trust t1 is already in ei (event 3, from 2022-09-01)")
        given(base + [trustOptedIn("t1")]).when(trustWithdrew("t1")).then(.legal)
            .tells("trustOptIn", ["t1 ei 2022-09-01 to 2024-07-01"])
        given(base + [trustOptedIn("t1"), trustWithdrew("t1")])
            .when(trustWithdrew("t1", on: "2025-01-01"))
            .decidesNothing("trust t1 has already left ei (event 4, from 2024-07-01)")
        given(base).when(trustWithdrew("t1"))
            .refused(
                "trust t1 is not in ei on 2024-07-01; check the trust, the programme and the date")
    }

    @Test func takesPartOnlyWhenItAndTheProgrammeAreKnown() {
        given(programmeOpened()).when(trustOptedIn("t1"))
            .refused(
                "trust t1 is not registered; record TrustRegistered first, or check its short name")
        let unknown =
            "there is no programme ei; record ProgrammeOpened first, or check its short name"
        given(trust).when(trustOptedIn("t1")).refused(unknown)
        given(trust).when(trustWithdrew("t1")).refused(unknown)
    }
}
