import CanonicalJSON
import EventLog
import Events
import Ledger
import Testing

@testable import Imports

struct RegisterImportTests {
    private let header =
        "urn,laestab,dfe_la_code,la_name,lad_code,name,school_type,pupils_on_roll,"
        + "primary_on_roll,secondary_on_roll"

    /// A plan for a list whose rows are `lines`.
    private func plan(
        _ lines: [String], header: String? = nil, register: KnownRegister = KnownRegister()
    ) throws -> RegisterPlan {
        let text = ([header ?? self.header] + lines).joined(separator: "\n")
        return try RegisterImport(
            fileName: "schools.csv", from: day("2019-09-01"), register: register
        ).plan(Array(text.utf8))
    }

    private func line(
        _ urn: String, la: String = "391,Newcastle upon Tyne,E08000021", name: String = "Elm",
        type: String = "Community school", pupils: String = "52,52,0"
    ) -> String {
        "\(urn),3912001,\(la),\(name),\(type),\(pupils)"
    }

    @Test func registersASchoolAndItsLocalAuthority() throws {
        let plan = try plan([line("900001")])
        try #require(plan.entries.count == 2)
        let (la, school) = (plan.entries[0], plan.entries[1])
        #expect(la.entry.type == "LocalAuthorityRegistered")
        #expect(
            JSONValue.object(la.entry.members).compact
                == #"{"la":"391","name":"Newcastle upon Tyne","onsCode":"E08000021"}"#)
        #expect(school.entry.type == "SchoolRegistered")
        #expect(school.rows == [2])
        #expect(school.entry.validFrom == day("2019-09-01"))
        #expect(
            JSONValue.object(school.entry.members).compact
                == #"{"la":"391","laestab":"3912001","name":"Elm","phase":"primary","pupils":52,"#
                + #""schoolType":"Community school","urn":"900001"}"#)
        let digits = plan.extract.sha256.hex
        #expect(school.entry.key == "list:\(digits.prefix(16)):2")
        #expect(
            school.entry.source?.compact == #"{"kind":"list","reference":"schools.csv","sha256":""#
                + digits + #"","row":2}"#)
    }

    @Test func aKnownLocalAuthorityIsNotRegisteredAgain() throws {
        let bench = try ImportBench()
        _ = try bench.record([schools[0]])
        let plan = try plan([line("900001", la: "391,,")], register: bench.known())
        #expect(plan.entries.map(\.entry.type) == ["SchoolRegistered"])
        #expect(plan.problems.isEmpty)
    }

    // Each row: the type, the name, the pupils, and the phase that follows.
    @Test(arguments: [
        ("Community school", "Elm", "1,1,0", "primary"),
        ("Mainstream Academy", "Elm", "1,0,1", "secondary"),
        ("Community school", "Elm", "2,1,1", "all-through"),
        ("Community school", "Elm Middle School", "2,1,1", "middle-deemed-secondary"),
        ("Community school", "Elm Middle School", "1,0.5,0", "primary"),
        ("Community school", "Elm", "0,0,0", "not-applicable"),
        ("Special Academy", "Elm", "1,1,0", "not-applicable"),
        ("AP Academy", "Elm", "1,0,1", "not-applicable"),
        ("PRU", "Elm", "1,0,1", "not-applicable"),
    ])
    func thePhaseFollowsFromTheRoll(
        _ type: String, _ name: String, _ pupils: String, _ phase: String
    ) throws {
        let plan = try plan([line("900001", name: name, type: type, pupils: pupils)])
        #expect(plan.entries.last?.entry.members.first { $0.name == "phase" }?.value.text == phase)
    }

    @Test func saysHowItReadTheFile() throws {
        let plan = try plan([
            line("900001", type: "Mainstream Academy", pupils: "52.5,52.5,0"),
            line("900002", pupils: "9,4,5"), line("900003", name: "Oak Middle", pupils: "9,4,5"),
        ])
        #expect(
            plan.notices == [
                "Type 'Mainstream Academy' read as 'Academy converter': 1 school",
                "Phase primary given to 1 school with primary pupils only",
                "Phase all-through given to 1 school with primary and secondary pupils: check row 3",
                "Phase middle-deemed-secondary given to 1 school with primary and secondary pupils "
                    + "and the middle word in their name",
                "Pupils on roll rounded half up to whole pupils: 1 school",
                "Columns read: urn from 'urn', laestab from 'laestab', la from 'dfe_la_code', "
                    + "laName from 'la_name', onsCode from 'lad_code', name from 'name', "
                    + "schoolType from 'school_type', pupils from 'pupils_on_roll', primaryPupils "
                    + "from 'primary_on_roll', secondaryPupils from 'secondary_on_roll'",
            ])
    }

    @Test func reportsEveryProblemByRowAndColumn() throws {
        let plan = try plan([
            line("90001"), line("900002", name: ""), line("900003", type: "Forest school"),
            line("900004", pupils: "many,1,0"), line("900005"), line("900005"),
            line("900006", la: "391,Newcastle,E08000021"), line("900007", la: "392,,"),
            line("900008", la: "39,X,Y", type: ""), "900009",
        ])
        #expect(plan.schoolCount == 1)
        #expect(plan.rowCount == 10)
        #expect(
            plan.problems.map { "\($0.row) \($0.column ?? "-"): \($0.sentence)" } == [
                "2 urn: '90001' is not a URN of six digits; correct it",
                "3 name: the school's name is missing; enter it",
                "4 school_type: 'Forest school' is a type that neither GIAS nor the mapping names; "
                    + "add it to the schoolTypes of the mapping, with the GIAS type it means",
                "5 pupils_on_roll: 'many' is not a number of pupils; enter digits only, or leave "
                    + "the cell empty",
                "7 urn: URN 900005 is in row 6 as well; remove one of the two rows",
                "8 la_name: local authority 391 is Newcastle (E08000021) here and Newcastle upon "
                    + "Tyne (E08000021) in row 6; correct one of the two rows",
                "9 dfe_la_code: the ledger has no local authority 392, and the row does not give "
                    + "its name and ONS code; record LocalAuthorityRegistered for it first",
                "10 dfe_la_code: '39' is not a DfE local authority code of three digits; correct it",
                "10 lad_code: 'Y' is not an ONS code, a capital letter and eight digits such as "
                    + "E06000057; correct it, or leave the cell empty",
                "10 school_type: the type of the school is missing; enter it",
                "11 -: the row has 1 field and the header has 10; put a value that holds a comma "
                    + "in double quotes, and keep every comma",
            ])
        #expect(
            JSONValue.object(plan.closing(refused: 1).members).compact
                == #"{"accepted":0,"extractDate":"2019-09-01","kind":"list","rejected":10,"rows":10,"#
                + #""sha256":""# + plan.extract.sha256.hex + #""}"#)
    }

    @Test func aColumnThatIsNeededIsAskedForByItsHeader() {
        let problem = #expect(throws: ImportProblem.self) {
            try plan([], header: "urn,school,la,school_type,phase")
        }
        #expect(
            problem?.description == "the file has no column for name; its columns are urn, school, "
                + "la, school_type, phase; say which column it is with --map 'COLUMN=name'")
    }

    @Test func aHeaderThatStandsTwiceIsNotGuessedAt() {
        let problem = #expect(throws: ImportProblem.self) {
            try plan([], header: "urn,name,Name,la,school_type,phase")
        }
        #expect(
            problem?.description == "the header names 'name' 2 times; rename or remove the columns "
                + "that are not the name")
    }
}
