import Events
import Programme
import TallyTestSupport
import Testing

private let las = [laRegistered("390"), laRegistered("391"), laRegistered("392")]
private let tyne = constituted("ntca", ["391", "392"])
private let two = las + [tyne, constituted("south", ["390"], from: "2019-01-01")]
private let merged = authoritiesMerged(["ntca", "south"], into: "neca", ["390", "391", "392"])

@Suite struct AreaTests {
    @Test func anAuthorityIsConstitutedOfKnownLocalAuthorities() {
        given(las).when(tyne).then(.legal)
            .tells("member", ["391 ntca 2018-11-02", "392 ntca 2018-11-02"])
        given(las + [tyne]).when(tyne.from("2020-01-01"))
            .decidesNothing("ntca is already constituted (event 4, from 2018-11-02)")
        given(las + [tyne]).when(constituted("ntca", ["390"], name: "Another"))
            .refused(
                "authority ntca already exists (event 4, from 2018-11-02); choose another short "
                    + "name, or correct event 4")
        given(las).when(constituted("ntca", ["391", "999"]))
            .refused(
                "local authority 999 is not registered; record LocalAuthorityRegistered first, or "
                    + "check the code")
        given(las + [tyne, authorityAbolished("ntca")])
            .when(constituted("ntca", ["390"], from: "2025-01-01"))
            .refused(
                "authority ntca already exists (event 4, from 2018-11-02); choose another short "
                    + "name, or correct event 4")
    }

    @Test func aLocalAuthorityIsInOneAuthorityOnAnyDay() {
        let taken =
            "391 is already a member of ntca (event 4, from 2018-11-02) and cannot be in two "
            + "authorities; record LocalAuthorityLeftAuthority first, or leave it out of the "
            + "members"
        given(las + [tyne]).when(constituted("south", ["390", "391"], from: "2020-01-01"))
            .refused(taken)
        given(two).when(laJoined("391", "south")).refused(taken)
        given(las + [tyne, laLeft("391", "ntca")])
            .when(constituted("south", ["390", "391"], from: "2023-04-01")).then(.legal)
            .tells(
                "member",
                [
                    "390 south 2023-04-01", "391 ntca 2018-11-02 to 2023-04-01",
                    "391 south 2023-04-01", "392 ntca 2018-11-02",
                ])
    }

    @Test func anAuthorityConstitutedEarlierCollidesWithTheOneRecorded() {
        given(las + [tyne]).when(constituted("early", ["391"], from: "2017-01-01"))
            .refused(
                "event 4 (AuthorityConstituted from 2018-11-02) would not be legal: 391 is already "
                    + "a member of early (the fact proposed, from 2017-01-01) and cannot be in two "
                    + "authorities; correct or retract event 4 first, or choose another date")
    }

    @Test func localAuthoritiesJoinAndLeave() {
        given(las + [tyne]).when(laJoined("390", "ntca")).then(.legal)
        given(las + [tyne, laJoined("390", "ntca")]).when(laJoined("390", "ntca"))
            .decidesNothing("390 is already a member of ntca (event 5, from 2022-04-01)")
        given(las + [tyne]).when(laJoined("390", "nowhere"))
            .refused(
                "authority nowhere does not exist on 2022-04-01; record AuthorityConstituted "
                    + "first, or check its short name")
        given(las + [tyne]).when(laLeft("391", "ntca")).then(.legal)
            .tells("member", ["391 ntca 2018-11-02 to 2023-04-01", "392 ntca 2018-11-02"])
        given(las + [tyne, laLeft("391", "ntca")]).when(laLeft("391", "ntca", from: "2024-01-01"))
            .decidesNothing("391 has already left ntca (event 5, from 2023-04-01)")
        given(las + [tyne]).when(laLeft("390", "ntca"))
            .refused(
                "390 is not a member of ntca on 2023-04-01; check the local authority, the "
                    + "authority and the date")
    }

    @Test func aLiveAuthorityIsRenamedRecodedAndAbolished() {
        given(las + [tyne])
            .when(authorityRenamed("ntca", to: "North", from: "2020-01-01")).then(.legal)
            .tells(
                "authority",
                [
                    "ntca E47000011 'Authority ntca' 2018-11-02 to 2020-01-01",
                    "ntca E47000011 'North' 2020-01-01",
                ])
        given(las + [tyne])
            .when(authorityCodeChanged("ntca", to: "E47000099", from: "2020-01-01")).then(.legal)
            .tells(
                "authority",
                [
                    "ntca E47000011 'Authority ntca' 2018-11-02 to 2020-01-01",
                    "ntca E47000099 'Authority ntca' 2020-01-01",
                ])
        given(las + [tyne]).when(authorityAbolished("ntca")).then(.legal)
            .tells(
                "member",
                ["391 ntca 2018-11-02 to 2024-05-07", "392 ntca 2018-11-02 to 2024-05-07"])
    }

    @Test func anAuthorityThatIsNotLiveIsNotChanged() {
        let ended = las + [tyne, authorityAbolished("ntca")]
        let gone =
            "authority ntca has ended (event 5, from 2024-05-07); use the authority that took "
            + "over, or an earlier date"
        let unknown =
            "authority ntca does not exist on 2025-01-01; record AuthorityConstituted first, or "
            + "check its short name"
        let rename = authorityRenamed("ntca", to: "North", from: "2025-01-01")
        let recode = authorityCodeChanged("ntca", to: "E47000099", from: "2025-01-01")
        for change in [rename, recode, laJoined("390", "ntca", from: "2025-01-01")] {
            given(ended).when(change).refused(gone)
            given(las).when(change).refused(unknown)
        }
        given(las).when(authorityAbolished("ntca", from: "2025-01-01")).refused(unknown)
        given(ended).when(authorityAbolished("ntca", from: "2025-01-01"))
            .decidesNothing("ntca has already ended (event 5, from 2024-05-07)")
        given(las + [tyne]).when(authorityRenamed("ntca", to: "Authority ntca", from: "2020-01-01"))
            .decidesNothing("AuthorityRenamed would change nothing")
        given(las + [tyne])
            .when(authorityCodeChanged("ntca", to: "E47000011", from: "2020-01-01"))
            .decidesNothing("AuthorityCodeChanged would change nothing")
    }
}

@Suite struct AuthorityMergerTests {
    @Test func endsThePredecessorsAndUnitesTheirMembers() {
        given(two).when(merged).then(.legal)
            .tells(
                "member",
                [
                    "390 neca 2024-05-07", "390 south 2019-01-01 to 2024-05-07",
                    "391 neca 2024-05-07", "391 ntca 2018-11-02 to 2024-05-07",
                    "392 neca 2024-05-07", "392 ntca 2018-11-02 to 2024-05-07",
                ]
            )
            .tells("successor", ["ntca neca 2024-05-07", "south neca 2024-05-07"])
    }

    @Test func decidesNothingAgainWhateverTheDateOrTheOrderOfThePredecessors() {
        let why = "the merger into neca is already recorded (event 6, from 2024-05-07)"
        given(two + [merged]).when(merged).decidesNothing(why)
        given(two + [merged])
            .when(
                authoritiesMerged(
                    ["south", "ntca"], into: "neca", ["392", "391", "390"], from: "2024-05-08")
            ).decidesNothing(why)
    }

    @Test func needsPredecessorsThatWereLiveTheDayBefore() {
        given(las + [tyne]).when(merged)
            .refused(
                "authority south does not exist on 2024-05-07; record AuthorityConstituted first, "
                    + "or check its short name")
        given(las + [tyne, constituted("south", ["390"], from: "2024-05-07")]).when(merged)
            .refused(
                "south is founded on 2024-05-07 itself (event 5, from 2024-05-07); a predecessor "
                    + "must have existed the day before; check the dates")
        given(two + [authorityAbolished("south", from: "2024-05-06")]).when(merged)
            .refused(
                "authority south has ended (event 6, from 2024-05-06); use the authority that took "
                    + "over, or an earlier date")
        given(two + [authorityAbolished("south")]).when(merged).then(.legal)
    }

    @Test func leavesEveryLocalAuthorityInExactlyOneAuthority() {
        given(two).when(authoritiesMerged(["ntca", "south"], into: "neca", ["390", "391"]))
            .refused(
                "392 is a member of ntca (event 4, from 2018-11-02) and would be left without an "
                    + "authority; name it among the members of neca")
        given(two).when(authoritiesMerged(["ntca"], into: "neca", ["390", "391", "392"]))
            .refused(
                "390 is already a member of south (event 5, from 2019-01-01) and cannot be in two "
                    + "authorities; record LocalAuthorityLeftAuthority first, or leave it out of "
                    + "the members")
        given(two).when(authoritiesMerged(["ntca"], into: "neca", ["391", "392", "999"]))
            .refused(
                "local authority 999 is not registered; record LocalAuthorityRegistered first, or "
                    + "check the code")
    }

    @Test func needsASuccessorThatIsUnknown() {
        given(two).when(authoritiesMerged(["ntca"], into: "south", ["391", "392"]))
            .refused(
                "authority south already exists (event 5, from 2019-01-01); choose another short "
                    + "name, or correct event 5")
    }

    @Test func movesTheProgrammesThePredecessorsLed() {
        given(two + [programmeOpened("ei"), programmeOpened("ep", lead: "la:391")]).when(merged)
            .then(.legal)
            .tells(
                "programme",
                [
                    "ei authority:ntca 2021-01-01 to 2024-05-07", "ei authority:neca 2024-05-07",
                    "ep la:391 2021-01-01",
                ])
    }
}
