import Testing

/// A command line that is refused: its exit code, and what it says, letter by letter.
struct Refused: CustomTestStringConvertible {
    let line: String
    let status: Int32
    let talk: String

    init(_ line: String, _ status: Int32, _ sentence: String, hint: String? = nil) {
        self.line = line
        self.status = status
        talk = "tally: \(sentence)\n" + (hint.map { "  \($0)\n" } ?? "")
    }

    var words: [String] { line.split(separator: " ").map(String.init) }
    var testDescription: String { line }
}

/// Command lines that cannot be read: exit 2.
let mistypedLines = [
    Refused(
        "opt-in 90001", 2,
        "'90001' is not a value for URN: a school's six-digit URN, any it has had",
        hint: "did you mean 900001?"),
    Refused(
        "opt-in 900002 --from 31/02/2024", 2,
        "--from: '31/02/2024' is not a date that exists; write it as 2024-05-07"),
    Refused(
        "opt-in 900002 --from 3/2/24", 2,
        "--from: '3/2/24' has no year of four digits; write it as 2024-05-07"),
    Refused(
        "opt-in 900002 --form 2023-09-01", 2,
        "'opt-in' has no option '--form'; did you mean '--from'?"),
    Refused("reprot engagement", 2, "there is no command 'reprot'; did you mean 'report'?"),
    Refused(
        "report engagment", 2,
        "'engagment' is not a value for NAME; did you mean 'engagement'?"),
    Refused(
        "report engagement --by region", 2,
        "--by: 'region' is not one of la, phase, type, strand, trust"),
    Refused(
        "report engagement --known-at yesterday", 2,
        "--known-at: 'yesterday' is no point of the history; give an event number, or an instant "
            + "such as 2024-05-20T12:00:00Z"),
    Refused(
        "record SchoolOptIn urn=900002", 2, "'SchoolOptIn' is not a type of event",
        hint: "events/README.md lists them all"),
    Refused(
        "record schooloptedin urn=900002", 2,
        "'schooloptedin' is not a type of event; did you mean SchoolOptedIn?",
        hint: "events/README.md lists them all"),
    Refused(
        "record SchoolOptedIn urn=900002 school=3", 2,
        "SchoolOptedIn has no member 'school'; it has evidence, programme, urn"),
    Refused("record SchoolRenamed urn=900002 name= --from 2024-01-01", 2, "name: it is empty"),
    Refused(
        "correct 12 urn=900002", 2,
        "--reason TEXT is missing; add it: why; kept with the event"),
    Refused("retract 12", 2, "--reason TEXT is missing; add it: why; kept with the event"),
]

/// Facts that would not be legal: exit 3.
let illegalLines = [
    Refused(
        "enrol 900001 maths --from 2023-10-01", 3,
        "there is no strand maths in learning by that date; use one of its strands (oracy), or "
            + "record StrandOpened first"),
    Refused(
        "enrol 900001 oracy --from 2023-08-01", 3,
        "school 900001 is not in learning on 2023-08-01; record its opt-in first, or enrol it from "
            + "the day it opted in"),
    Refused(
        "opt-in 900099 --from 2023-09-01", 3,
        "no school with URN 900099 is registered by 2023-09-01; check the URN and the date, or "
            + "record SchoolRegistered first"),
    Refused(
        "spend inv-1 1000.01 --period 2023-09-01..2023-10-01 --category venue"
            + " --born-by authority:north --commitment delivery --from 2023-10-01", 3,
        "£1,000.01 is more than the £1,000 still open of commitment delivery (event 15, from "
            + "2023-09-01); vary the commitment first, or record a smaller amount"),
    Refused(
        "record SpendCommitted programme=learning commitment=more amountPence=900001"
            + " --from 2023-10-01", 3,
        "committing £9,000.01 more would bring the commitments of learning to £10,000.01, over the "
            + "£10,000 approved by 2023-10-01; give the decisionRef that allows it, or record "
            + "FundingApproved first"),
    Refused(
        "merge-authorities all --predecessors north --members 391,392,390 --name All"
            + " --ons-code E47000014 --instrument SI-3 --from 2024-05-07", 3,
        "390 is already a member of south (event 7, from 2018-11-02) and cannot be in two "
            + "authorities; record LocalAuthorityLeftAuthority first, or leave it out of the members"
    ),
    Refused(
        "merge-authorities all --predecessors north,south --members 391,392,390 --name All"
            + " --ons-code E47000014 --instrument SI-3 --from 2024-05-07", 3,
        "393 is a member of south (event 7, from 2018-11-02) and would be left without an "
            + "authority; name it among the members of all"),
    Refused(
        "correct 12 --valid-from 2023-11-01 --reason late", 3,
        "event 13 (StrandEnrolled from 2023-10-01) would not be legal: school 900001 is not in "
            + "learning on 2023-10-01; correct or retract event 13 first, or choose another date"),
    Refused(
        "opt-in 900001 --from 2023-09-15 --key opt-in-900001", 3,
        "the key 'opt-in-900001' was used for event 12, which is different: validFrom is 2023-09-01, "
            + "not 2023-09-15; give this fact another key, or correct event 12"),
    Refused(
        "opt-in 900002 --from 2023-09-01 --key opt-in-900001", 3,
        "the key 'opt-in-900001' was used for event 12, which is different: urn is \"900001\", not "
            + "\"900002\"; give this fact another key, or correct event 12"),
    Refused(
        "retract 1 --reason mistaken", 3,
        "event 1 made this ledger; correct its name if that is wrong"),
    Refused(
        "record LedgerCreated ledger=x name=x origin=x", 3,
        "this ledger was created already (event 1); make another ledger with 'tally init DIR'"),
]

/// Things that are not there: exit 9, or 3 for what would have been recorded about them.
let unknownThings = [
    Refused(
        "retract 99 --reason mistaken", 3,
        "there is no event 99; the last is event 15; see 'tally log'"),
    Refused(
        "correct 99 urn=900002 --reason mistaken", 9, "there is no such event",
        hint: "see 'tally log'"),
    Refused("show event 99", 9, "there is no event 99", hint: "the last is event 15"),
    Refused(
        "show school 900777", 9, "no school has the URN 900777",
        hint: "check the number; 'tally find TEXT' looks for a name"),
]
