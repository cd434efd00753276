import Reports
import Testing

/// Keys and days in the sentences of explanations are spelt out for people.
@Suite struct SpelledOutTests {
    private let naming: Naming = {
        var naming = Naming()
        naming.names[.la] = ["391": "Newcastle upon Tyne"]
        naming.names[.authority] = ["neca-2024": "North East Combined Authority"]
        naming.names[.programme] = ["education-improvement": "Education Improvement Programme"]
        naming.names[.strand] = ["mental-health": "Mental health", "oracy": "Talk"]
        return naming
    }()

    @Test(arguments: [
        ("mental-health since 2023-09-01", "Mental health since 1 September 2023"),
        (
            "grant, strand oracy, borne by la 391",
            "grant, strand Talk, borne by Newcastle upon Tyne (391)"
        ),
        ("borne by hub upland-english-hub, 4 days", "borne by Upland English Hub, 4 days"),
        ("partner north-of-tyne", "North of Tyne (partner)"),
        (
            "engaged-schools as of 2025-01-30 for neca-2024, education-improvement: agrees",
            "Schools engaged as of 30 January 2025 for North East Combined Authority, "
                + "Education Improvement Programme: agrees"
        ),
        ("education-improvement/mental-health", "Mental health in Education Improvement Programme"),
        (
            "Academy converter, middle-deemed-secondary",
            "Academy converter, middle deemed secondary"
        ),
    ])
    func aKeyIsCalledWhatPeopleCallIt(text: String, spelled: String) {
        #expect(naming.spelled(text) == spelled)
    }

    /// What is no key, or one that nothing is known of, stays as it is.
    @Test(arguments: [
        "against mental-health-2022, from 30 April 2022", "a trust taking part", "oracy in-kind",
        "la 999", "900001 St Anne's School (391)", "",
    ])
    func whatIsNoKeyStaysAsItIs(text: String) {
        #expect(naming.spelled(text) == text)
    }

    @Test func aLineOfAMovementIsCalledByWhatMoved() {
        #expect(Figure("engagedSchools.joiners", .missing).label == "Schools engaged, joiners")
        #expect(Figure("engagedSchools.nothing", .missing).label == "engagedSchools.nothing")
        #expect(
            "a (pointsOfContact.leavers / pointDays).".inLabels
                == "a (“Points of contact, leavers” / “Days of points of contact in the period”).")
    }
}
