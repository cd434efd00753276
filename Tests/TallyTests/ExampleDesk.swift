import Foundation
import Testing

/// Files and folders that examples name, and the lines of shell that make each.
///
/// An example that contains the name finds it there. One can need those above it.
let exampleFiles: [(name: String, lines: String)] = [
    ("~/.ssh/id_ed25519", "mkdir ~/.ssh && \(newKey) ~/.ssh/id_ed25519"),
    ("ledger-key", "\(newKey) ledger-key"),
    (
        "audit-key",
        "\(newKey) audit-key && \(newKey) officer && tally checkpoint sign --key officer"
    ),
    ("/media/usb", "mkdir -p media/usb"),
    ("allowed_signers", "\(newKey) signer && \(listing) && tally checkpoint sign --key signer"),
    ("5375.checkpoint", "cp north-east.tally/checkpoints/5375.checkpoint* ."),
    ("spring-term.ndjson", "echo '\(springTerm)' > spring-term.ndjson"),
    ("schools.csv", "printf '%s\\n' \(quoted(schools)) > schools.csv"),
    ("links_edubasealldata20250422.csv", "printf '%s\\n' \(quoted(links)) > \(linksFile)"),
    ("opt-ins.csv", template("opt-ins")), ("enrolments.csv", template("enrolments")),
    ("participation.csv", template("participation")), ("spend.csv", template("spend")),
    ("commitments.csv", template("commitments")), ("contributions.csv", template("contributions")),
    ("baseline.csv", template("baseline")),
    ("events/samples", "ln -s \(packageFolder)/events ."),
]

/// What is done before, by how the example begins.
let exampleSteps = [
    "demo": "rm -r north-east.tally",
    "init": "rm -r north-east.tally",
    "projections rollback": "tally projections rebuild engagement",
    "projections remove": "tally projections add late-opt-ins",
    "restore": "mkdir -p media/usb && tally backup media/usb/north-east",
    "undo": "echo '\(springTerm)' > spring-term.ndjson && tally import facts spring-term.ndjson",
    "show import": "tally import facts spring-term.ndjson",
    "list imports":
        "echo '\(springTerm)' > spring-term.ndjson && tally import facts spring-term.ndjson",
    "verify-proof enrolment.tlog-proof": "tally prove inclusion 1662 --out enrolment.tlog-proof",
    "verify-proof growth.proof": "tally prove consistency 4304 5375 --out growth.proof",
    "verify-report march.txt":
        "tally report engagement --authority ntca --publish --issued-to Cabinet -o march.txt",
]

/// Examples that end otherwise than with 0, and why that is right.
let exampleStatuses: [String: (status: Int32, reason: String)] = [
    "add": (2, "it asks questions, and nobody is at a terminal"),
    "add --ledger north-east.tally": (2, "as above"),
    "import links links_edubasealldata20250422.csv": (
        3, "the file here has one link, and the sample has 67 of earlier extracts"
    ),
]

/// Examples that go on until they are interrupted.
let endlessExamples = ["projections run --follow"]

private let newKey = "ssh-keygen -q -t ed25519 -N '' -f"
private let listing =
    "echo \"finance namespaces=\\\"tallystick-checkpoint@v1\\\" $(cat signer.pub)\" > allowed_signers"
private let springTerm =
    #"{"type":"SchoolOptedIn","validFrom":"2025-01-06","programme":"education-improvement","#
    + #""urn":"900025"}"#
private let schools = [
    "urn,laestab,dfe_la_code,la_name,lad_code,name,school_type,pupils_on_roll,primary_on_roll,"
        + "secondary_on_roll",
    "990001,3912001,391,Newcastle upon Tyne,E08000021,Elm School,Community school,52,52,0",
]
private let linksFile = "links_edubasealldata20250422.csv"
private let links = [
    "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate",
    "900025,990101,Elm Academy,Successor,01-01-2025",
]

private func template(_ kind: String) -> String {
    "tally import template \(kind) > \(kind).csv"
}

private func quoted(_ lines: [String]) -> String {
    lines.map { "'\($0)'" }.joined(separator: " ")
}

extension Scratch {
    /// Puts here what an example is to find: a copy of the sample, the files it names.
    func layOut(for example: String, _ sample: SampleLedger) throws {
        try sample.copy(to: path("north-east.tally"))
        if example.contains("late-opt-ins") { try writeOwnReadModel() }
        if example.hasPrefix("quarantine") { _ = try poison(in: path("north-east.tally")) }
        let files = exampleFiles.filter { example.contains($0.name) }.map(\.lines)
        let steps = exampleSteps.filter { example.hasPrefix($0.key) }.map(\.value)
        for lines in files + steps {
            let run = try type(lines)
            try #require(run.status == 0, "\(lines): \(run.talk)")
        }
    }
}
