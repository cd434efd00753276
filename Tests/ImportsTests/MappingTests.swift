import CanonicalJSON
import Events
import Testing

@testable import Imports

struct MappingTests {
    @Test func theJSONFormIsTheWholeMapping() throws {
        let written = Mapping.standard.json.pretty
        #expect(try Mapping(json: JSONValue(parsing: written)) == .standard)
    }

    @Test func whatIsGivenReplacesWhatIsStandard() throws {
        let json = try JSONValue(
            parsing: """
                {"columns": {"name": ["School"]}, "schoolTypes": {"mainstream academy": "Academy \
                sponsor led", "Forest school": "Community school"},
                "phaseFromRoll": {"both": "secondary", "typesWithoutPhase": ["Secure units"]}}
                """)
        let mapping = try Mapping(json: json)
        #expect(mapping.columns.headers[.name] == ["School"])
        #expect(mapping.columns.headers[.urn] == Mapping.standard.columns.headers[.urn])
        #expect(mapping.schoolType("Mainstream Academy")?.text == "Academy sponsor led")
        #expect(mapping.schoolType("Forest School")?.text == "Community school")
        #expect(mapping.schoolType("PRU")?.text == "Pupil referral unit")
        #expect(mapping.phaseFromRoll.both == .secondary)
        #expect(mapping.phaseFromRoll.primaryOnly == .primary)
        #expect(mapping.phaseFromRoll.typesWithoutPhase.map(\.text) == ["Secure units"])
    }

    @Test(arguments: [
        ("[]", "the mapping is not a JSON object; write it as in the standard mapping"),
        (
            #"{"types": {}}"#,
            "the mapping has no member 'types'; use columns, linkColumns, schoolTypes, phases, "
                + "statuses or phaseFromRoll"
        ),
        (
            #"{"schoolTypes": {"Forest school": "Forest"}}"#,
            "schoolTypes, Forest school: \"Forest\" is not a GIAS type of establishment, such as "
                + "Community school or Academy converter; change it in the mapping"
        ),
        (
            #"{"columns": {"urn": [1]}}"#,
            "columns, urn is not a list of texts; write it as in the standard mapping"
        ),
        (
            #"{"phaseFromRoll": {"middle": "primary"}}"#,
            "phaseFromRoll, middle is not something that can be set so; use primaryOnly, "
                + "secondaryOnly, both, bothNamedMiddle, neither, middleWord (a text) or "
                + "typesWithoutPhase (a list)"
        ),
    ])
    func saysWhatItCannotRead(_ text: String, _ sentence: String) throws {
        let json = try JSONValue(parsing: text)
        let problem = #expect(throws: ImportProblem.self) { try Mapping(json: json) }
        #expect(problem?.description == sentence)
    }

    @Test func aPairPutsAnotherHeaderFirst() throws {
        var mapping = Mapping.standard
        try mapping.prefer(registerColumns: ["Name = official=name"])
        #expect(
            mapping.columns.headers[.name] == [
                "Name = official", "EstablishmentName", "name", "School name",
            ])
        try mapping.prefer(linkColumns: ["Other school=linkUrn"])
        #expect(mapping.linkColumns.headers[.linkUrn]?.first == "Other school")
    }

    @Test(arguments: [
        (
            "School",
            "'School' does not say which column is which; write the header, an equals "
                + "sign and the member, such as 'School=name'"
        ),
        (
            "School=title",
            "'title' is not something a column is read as; use one of closeDate, "
                + "establishmentNumber, fsmPercent, la, laName, laestab, name, onsCode, openDate, "
                + "phase, primaryPupils, pupils, schoolType, secondaryPupils, status, trust, "
                + "trustFlag, trustName, ukprn, urn"
        ),
    ])
    func saysWhatAPairLacks(_ pair: String, _ sentence: String) {
        var mapping = Mapping.standard
        let problem = #expect(throws: ImportProblem.self) {
            try mapping.prefer(registerColumns: [pair])
        }
        #expect(problem?.description == sentence)
    }

    @Test func namesEveryTypeAndPhaseOfTheVocabulary() {
        for type in SchoolType.all {
            #expect(Mapping.standard.schoolType(type.uppercased())?.text == type)
        }
        for phase in Phase.allCases { #expect(Mapping.standard.phase(phase.text) == phase) }
        #expect(Mapping.standard.phase("Middle deemed secondary") == .middleDeemedSecondary)
        #expect(Mapping.standard.phase("16 plus") == .sixteenPlus)
    }
}
