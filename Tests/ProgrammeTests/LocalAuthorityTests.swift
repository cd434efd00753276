import Events
import Programme
import TallyTestSupport
import Testing

private let newcastle = laRegistered("391", name: "Newcastle upon Tyne", ons: "E08000021")
private let gateshead = laRegistered("390")

@Suite struct LocalAuthorityTests {
    @Test func isRegisteredOnce() {
        given().when(newcastle).then(.legal).tells("la", ["391 E08000021 2000-01-01"])
        given(newcastle).when(newcastle.from("2010-01-01"))
            .decidesNothing("391 is already registered so (event 1, from 2000-01-01)")
        given(newcastle).when(laRegistered("391", name: "Newcastle", ons: "E08000021"))
            .refused(
                "391 is already registered as Newcastle upon Tyne (event 1, from 2000-01-01); "
                    + "record LocalAuthorityCodeChanged, or correct event 1")
    }

    @Test func changesItsCodeWhileItIsLive() {
        given(newcastle).when(laCodeChanged("391", to: "E08000099", from: "2022-04-01"))
            .then(.legal)
            .tells("la", ["391 E08000021 2000-01-01 to 2022-04-01", "391 E08000099 2022-04-01"])
        given(newcastle).when(laCodeChanged("391", to: "E08000021", from: "2022-04-01"))
            .decidesNothing("LocalAuthorityCodeChanged would change nothing")
        given().when(laCodeChanged("391", to: "E08000099", from: "2022-04-01"))
            .refused(
                "local authority 391 is not registered on 2022-04-01; record "
                    + "LocalAuthorityRegistered first, or check the code")
        given(newcastle, gateshead, registered("900001"), laReplaced("391", by: "390"))
            .when(laCodeChanged("391", to: "E08000099", from: "2023-05-01"))
            .refused(
                "391 was replaced (event 4, from 2023-04-01); use the code of the local authority "
                    + "that took over")
    }

    @Test func isNotRegisteredAgainAfterItWasReplaced() {
        given(newcastle, gateshead, registered("900001"), laReplaced("391", by: "390"))
            .when(newcastle.from("2024-01-01"))
            .refused(
                "391 was replaced (event 4, from 2023-04-01); use the code of the local authority "
                    + "that took over")
    }

    @Test func givesItsSchoolsToAnotherAndEnds() {
        given(newcastle, gateshead, registered("900001"), registered("900002", la: "390"))
            .when(laReplaced("391", by: "390")).then(.legal)
            .tells(
                "la", ["390 E08000390 2000-01-01", "391 E08000021 2000-01-01 to 2023-04-01"]
            )
            .tells(
                "state",
                [
                    "900001 900001 391 primary Community school - 'School 900001' 2020-09-01 to "
                        + "2023-04-01",
                    "900001 900001 390 primary Community school - 'School 900001' 2023-04-01",
                    "900002 900002 390 primary Community school - 'School 900002' 2020-09-01",
                ])
    }

    @Test func livesOnWhileSomeOfItsSchoolsRemain() {
        let schools = [newcastle, gateshead, registered("900001"), registered("900002")]
        given(schools).when(laReplaced("391", by: "390", urns: ["900001"])).then(.legal)
            .tells("la", ["390 E08000390 2000-01-01", "391 E08000021 2000-01-01"])
        given(schools + [laReplaced("391", by: "390", urns: ["900001"])])
            .when(laReplaced("391", by: "390", urns: ["900002"])).then(.legal)
            .tells("la", ["390 E08000390 2000-01-01", "391 E08000021 2000-01-01 to 2023-04-01"])
    }

    @Test func isReplacedByAnyURNOfTheSchoolsListed() {
        given(newcastle, gateshead, registered("900001"), succeeded("900001", by: "900009"))
            .when(laReplaced("391", by: "390", urns: ["900009"])).then(.legal)
    }

    @Test func isReplacedOnlyByARegisteredOneAndForItsOwnSchools() {
        given(newcastle, registered("900001")).when(laReplaced("391", by: "390"))
            .refused(
                "local authority 390 is not registered on 2023-04-01; record "
                    + "LocalAuthorityRegistered for it first")
        given(newcastle, registered("900001")).when(laReplaced("391", by: "391"))
            .refused("391 cannot replace itself; check the two codes")
        let noSchools =
            "local authority 391 does not have the schools on 2023-04-01; check the codes, the "
            + "URNs and the date"
        given(newcastle, gateshead).when(laReplaced("391", by: "390")).refused(noSchools)
        given(newcastle, gateshead, registered("900001", la: "390"))
            .when(laReplaced("391", by: "390", urns: ["900001"])).refused(noSchools)
        given(newcastle, gateshead, registered("900001"))
            .when(laReplaced("391", by: "390", urns: ["900008"]))
            .refused(
                "no school with URN 900008 is registered by 2023-04-01; check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func thatTookOverCanStillChangeItsCode() {
        given(newcastle, gateshead, registered("900001"), laReplaced("391", by: "390"))
            .when(laCodeChanged("390", to: "E08000099", from: "2024-04-01")).then(.legal)
    }
}
