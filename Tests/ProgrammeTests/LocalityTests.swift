import Events
import Programme
import TallyTestSupport
import Testing

private let places = [laRegistered("391"), laRegistered("390"), registered("900001")]

/// `given` with a story of one lens, one case cycle, one lesson and one practice.
private let learning = [
    lensChosen(), cycleStarted(), lessonAdopted(cycle: "c1"), practiceChanged(lesson: "one-plan"),
]

@Suite struct LocalityTests {
    @Test func aPartnershipIsConstitutedOnceInLocalAuthoritiesThatAreRegistered() {
        given(places).when(partnershipConstituted()).then(.legal)
            .tells("partnership", ["pp 2021-09-01"])
        given(places + [partnershipConstituted()])
            .when(partnershipConstituted(from: "2022-01-01"))
            .decidesNothing(
                "partnership pp is already constituted (event 4, from 2021-09-01)")
        given(places + [partnershipConstituted()]).when(partnershipConstituted(name: "Another"))
            .refused(
                "partnership pp is already constituted with other details (event 4, from "
                    + "2021-09-01); give this one a name or reference of its own, or correct "
                    + "event 4")
        given().when(partnershipConstituted())
            .refused(
                "local authority 391 is not registered; record LocalAuthorityRegistered first, or "
                    + "check the code")
    }

    @Test(arguments: ["la:391", "partnership:pp", "authority:ntca"] as [Body])
    func aProgrammeIsLedByWhoeverLeadsALocality(_ lead: Body) {
        given().when(programmeOpened(lead: lead)).then(.legal)
            .tells("programme", ["ei \(lead) 2021-01-01"])
    }

    // Each row: a fact that a locality tells once, and how a message calls it.
    @Test(arguments: [
        (clusterFormed(), "cluster west of la:391 is already formed"),
        (lensChosen("transitions"), "lens transitions of la:391 is already chosen"),
        (
            definitionAgreed(),
            "definition 'Absent for half a term' for lens exclusion of la:391 is already agreed"
        ),
        (cycleStarted("c2"), "case cycle c2 of la:391 is already started"),
        (cycleCompleted(), "case cycle c1 of la:391 is already completed"),
        (lessonAdopted("early"), "lesson early of la:391 is already adopted"),
        (practiceChanged("visits"), "practice visits of la:391 is already changed"),
        (roleCreated(), "role link-worker of la:391 is already created"),
        (adoptedElsewhere(), "practice plans by la:390 of la:391 is already adopted elsewhere"),
        (peerReviewed(), "review r1 of la:391 is already completed"),
        (selfEvaluated(), "self-evaluation 1 by school 900001 of la:391 is already submitted"),
        (schoolReported(), "report 1 on school 900001 of la:391 is already published"),
        (parentsConsulted(), "consultation autumn of la:391 is already recorded"),
    ])
    func aFactOfALocalityIsToldOnce(_ told: Told, _ sentence: String) {
        given(places + learning).when(told).then(.legal)
        given(places + learning + [told]).when(told.from(told.from + 1))
            .decidesNothing("\(sentence) (event 8, from \(told.from))")
    }

    @Test func theSameNameForAnotherThingIsRefused() {
        given(learning).when(cycleStarted(cohort: 25))
            .refused(
                "case cycle c1 of la:391 is already started with other details (event 2, from "
                    + "2022-09-01); give this one a name or reference of its own, or correct "
                    + "event 2")
        given(learning).when(lensChosen(of: "partnership:pp")).then(.legal)
    }

    // Each row: a fact that needs another before it, and what is missing.
    @Test(arguments: [
        (
            definitionAgreed(),
            "there is no lens exclusion of la:391 by 2022-02-01; record LensChosen first, or check "
                + "its short name and the date"
        ),
        (
            cycleStarted(),
            "there is no lens exclusion of la:391 by 2022-09-01; record LensChosen first, or check "
                + "its short name and the date"
        ),
        (
            cycleCompleted(),
            "there is no case cycle c1 of la:391 by 2023-03-01; record CaseCycleStarted first, or "
                + "check its short name and the date"
        ),
        (
            lessonAdopted(cycle: "c1"),
            "there is no case cycle c1 of la:391 by 2023-04-01; record CaseCycleStarted first, or "
                + "check its short name and the date"
        ),
        (
            practiceChanged(lesson: "one-plan"),
            "there is no lesson one-plan of la:391 by 2023-09-01; record LessonAdopted first, or "
                + "check its short name and the date"
        ),
        (
            adoptedElsewhere(),
            "there is no practice plans of la:391 by 2024-09-01; record PracticeChanged first, or "
                + "check its short name and the date"
        ),
        (
            peerReviewed(cluster: "west"),
            "there is no cluster west of la:391 by 2023-03-01; record ClusterFormed first, or "
                + "check its short name and the date"
        ),
    ])
    func whatIsBuiltOnNeedsTheOther(_ told: Told, _ refusal: String) {
        given(places).when(told).refused(refusal)
    }

    @Test func theOtherCannotBeTakenBackFromUnderIt() {
        given(learning).when(retract: 1)
            .refused(
                "event 2 (CaseCycleStarted from 2022-09-01) would not be legal: there is no lens "
                    + "exclusion of la:391 by 2022-09-01; event 3 (LessonAdopted from 2023-04-01) "
                    + "would not be legal: there is no case cycle c1 of la:391 by 2023-04-01; "
                    + "event 4 (PracticeChanged from 2023-09-01) would not be legal: there is no "
                    + "lesson one-plan of la:391 by 2023-09-01; correct or retract those events "
                    + "first, or choose another date")
        given(learning).when(retract: 4).then(.legal)
    }

    @Test func aFrameworkIsAdoptedOnceByEachSchool() {
        let schools = places + [registered("900002", la: "391")]
        let adopted = schools + [frameworkAdopted()]
        given(schools).when(frameworkAdopted("inclusion", ["900001", "900002"])).then(.legal)
            .tells("locality", ["FrameworkAdopted 900001,900002 2023-01-01"])
        given(adopted).when(frameworkAdopted(from: "2024-01-01"))
            .decidesNothing(
                "the schools have already adopted inclusion (event 5, from 2023-01-01)")
        given(adopted).when(frameworkAdopted("inclusion", ["900002", "900001"]))
            .refused(
                "school 900001 has already adopted inclusion (event 5, from 2023-01-01); leave out "
                    + "the schools that have, or correct event 5")
        given(adopted).when(frameworkAdopted("inclusion", ["900002"])).then(.legal)
        given(adopted).when(frameworkAdopted(of: "partnership:pp")).then(.legal)
    }

    // Each row: a fact that names a school.
    @Test(arguments: [
        clusterFormed("west", ["900001", "900009"]), peerReviewed("r1", ["900009"]),
        selfEvaluated("900009"), schoolReported("900009"),
        frameworkAdopted("inclusion", ["900009"]), parentsConsulted(urn: "900009"),
    ])
    func itsSchoolsAreRegisteredByThen(_ told: Told) {
        given(places).when(told)
            .refused(
                "no school with URN 900009 is registered by \(told.from); check the URN and the "
                    + "date, or record SchoolRegistered first")
    }

    @Test func theProgrammeItNamesIsKnownAndNotClosed() {
        given().when(lensChosen(in: "ei"))
            .refused(
                "there is no programme ei; record ProgrammeOpened first, or check its short name")
        given(programmeOpened(), programmeClosed(from: "2021-06-01")).when(lensChosen(in: "ei"))
            .refused(
                "programme ei has closed (event 2, from 2021-06-01); use an earlier date, or another "
                    + "programme")
        given(programmeOpened()).when(lensChosen(in: "ei")).then(.legal)
    }
}
