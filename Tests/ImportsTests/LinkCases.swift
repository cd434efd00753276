import Testing

/// Links, and what becomes of them in a register of schools 900001 to 900009.
///
/// 900001 to 900008 are known from 1 September 2019, 900007 is an academy; 900009 opened in 2022.
struct LinkCase: CustomTestStringConvertible, Sendable {
    let name: String
    /// As GIAS writes them, from row 2: `URN,LinkURN,LinkType,LinkEstablishedDate`.
    let links: [String]
    /// As `row and row: what is planned`.
    var entries: [String] = []
    /// As `row and row: class`.
    var findings: [String] = []

    init(_ name: String, _ links: [String], entries: [String] = [], findings: [String] = []) {
        self.name = name
        self.links = links
        self.entries = entries
        self.findings = findings
    }

    var testDescription: String { name }
}

let successions = [
    LinkCase(
        "both ends, a day apart",
        ["900001,900101,Successor,31-12-2023", "900101,900001,Predecessor,01-01-2024"],
        entries: ["2 3: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "both ends, the new one a day earlier: they stand the wrong way round",
        ["900001,900101,Successor,01-01-2024", "900101,900001,Predecessor,31-12-2023"],
        entries: ["2 3: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "ends that differ by 58 days: the new URN knows its own day",
        ["900001,900101,Successor,01-01-2024", "900101,900001,Predecessor,28-02-2024"],
        entries: ["2 3: 900001 to 900101 from 2024-02-28, conversion"]),
    LinkCase(
        "one end with two days, of which one fits the other end",
        [
            "900001,900101,Successor,31-12-2022", "900001,900101,Successor,31-12-2023",
            "900101,900001,Predecessor,01-01-2024",
        ],
        entries: ["2 3 4: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "only the new end dated",
        ["900001,900101,Successor,", "900101,900001,Predecessor,01-01-2024"],
        entries: ["2 3: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "only the old end dated, at the end of a month", ["900001,900101,Successor,31-12-2023"],
        entries: ["2: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "only the old end dated, on another day", ["900001,900101,Successor,01-01-2024"],
        entries: ["2: 900001 to 900101 from 2024-01-01, conversion"]),
    LinkCase(
        "an academy that gets a new URN", ["900101,900007,Predecessor,01-01-2024"],
        entries: ["2: 900007 to 900101 from 2024-01-01, other"]),
    LinkCase(
        "two hops, the later one first in the file",
        ["900201,900101,Predecessor,01-09-2024", "900101,900001,Predecessor,01-01-2024"],
        entries: [
            "3: 900001 to 900101 from 2024-01-01, conversion",
            "2: 900101 to 900201 from 2024-09-01, other",
        ]),
    LinkCase(
        "two hops on one day",
        ["900201,900101,Predecessor,01-01-2024", "900101,900001,Predecessor,01-01-2024"],
        entries: [
            "3: 900001 to 900101 from 2024-01-01, conversion",
            "2: 900101 to 900201 from 2024-01-01, other",
        ]),
    LinkCase(
        "a new URN that is registered as well", ["900009,900001,Predecessor,01-01-2024"],
        entries: ["2: 900001 to 900009 from 2024-01-01, conversion"]),
]

let mergers = [
    LinkCase(
        "into a school that keeps its URN",
        ["900001,900002,Successor - merged,31-08-2021", "900002,900001,Predecessor - merged,"],
        entries: ["2 3: 900001 into 900002 from 2021-09-01"]),
    LinkCase(
        "two into a school that keeps its URN",
        ["900003,900001,Predecessor,01-09-2021", "900003,900002,Predecessor,01-09-2021"],
        entries: [
            "2: 900001 into 900003 from 2021-09-01", "3: 900002 into 900003 from 2021-09-01",
        ]),
    LinkCase(
        "two into a new one: the first goes on as it",
        [
            "900101,900002,Predecessor - amalgamated,01-09-2021",
            "900101,900001,Predecessor - amalgamated,01-09-2021",
        ],
        entries: [
            "3: 900001 to 900101 from 2021-09-01, amalgamation-continuing",
            "2: 900002 into 900101 from 2021-09-01",
        ]),
    LinkCase(
        "a second one later",
        ["900101,900001,Predecessor,01-09-2021", "900101,900002,Predecessor,01-09-2022"],
        entries: [
            "2: 900001 to 900101 from 2021-09-01, amalgamation-continuing",
            "3: 900002 into 900101 from 2022-09-01",
        ]),
    LinkCase(
        "with a school the register never held",
        [
            "900101,900001,Predecessor - merged,01-09-2021",
            "900101,900901,Predecessor - merged,01-09-2021",
        ],
        entries: ["2: 900001 to 900101 from 2021-09-01, amalgamation-continuing"],
        findings: ["3: outside"]),
    LinkCase(
        "a merger, then a new URN",
        ["900101,900002,Predecessor,01-09-2023", "900002,900001,Predecessor - merged,01-09-2021"],
        entries: [
            "3: 900001 into 900002 from 2021-09-01",
            "2: 900002 to 900101 from 2023-09-01, conversion",
        ]),
    LinkCase(
        "the direction of an amalgamation, from its other end",
        [
            "900001,900002,Result of Amalgamation,31-08-2021",
            "900002,900001,Predecessor - amalgamated,01-09-2021",
        ],
        entries: ["2 3: 900001 into 900002 from 2021-09-01"]),
    LinkCase(
        "into one that is registered from that day",
        ["900009,900001,Predecessor,01-09-2022", "900009,900002,Predecessor,01-09-2022"],
        entries: [
            "2: 900001 to 900009 from 2022-09-01, amalgamation-continuing",
            "3: 900002 into 900009 from 2022-09-01",
        ]),
    LinkCase(
        "on the day the register begins", ["900002,900001,Predecessor - merged,01-09-2019"],
        findings: ["2: early"]),
]

let others = [
    LinkCase(
        "blank at both ends", ["900001,900101,Successor,", "900101,900001,Predecessor,"],
        findings: ["2 3: blank-date"]),
    LinkCase("from a URN never held", ["900901,900101,Successor,"], findings: ["2: outside"]),
    LinkCase(
        "from a URN never held, to one that is held", ["900001,900901,Predecessor,01-01-2024"],
        findings: ["2: outside"]),
    LinkCase(
        "before the register begins", ["900001,900101,Successor,31-07-2019"],
        findings: ["2: early"]),
    LinkCase(
        "after a link from before the register begins",
        ["900001,900101,Successor,31-07-2019", "900101,900201,Successor,31-07-2023"],
        findings: ["2: early", "3: outside"]),
    LinkCase(
        "one end with two days",
        ["900001,900101,Successor,31-12-2023", "900001,900101,Successor - merged,31-12-2022"],
        findings: ["2 3: contradiction"]),
    LinkCase(
        "each the successor of the other",
        ["900001,900002,Successor,01-01-2024", "900002,900001,Successor,01-01-2024"],
        findings: ["2 3: contradiction"]),
    LinkCase(
        "an amalgamation without a direction", ["900001,900002,Result of Amalgamation,01-01-2024"],
        findings: ["2: undirected"]),
    LinkCase(
        "an amalgamation without a direction, before the register begins",
        ["900001,900002,Result of Amalgamation,01-01-2014"], findings: ["2: early"]),
    LinkCase(
        "a split",
        [
            "900001,900101,Successor - Split School,31-08-2021",
            "900001,900102,Successor - Split School,31-08-2021",
        ],
        findings: ["2 3: split"]),
    LinkCase(
        "two successors, one of them without a day",
        ["900001,900101,Successor,31-08-2021", "900001,900102,Successor,"],
        findings: ["2: split", "3: blank-date"]),
    LinkCase(
        "after a link that is set aside",
        ["900001,900101,Successor,", "900101,900201,Successor,31-08-2021"],
        findings: ["2: blank-date", "3: waiting"]),
    LinkCase(
        "before its old URN came into use",
        ["900001,900101,Successor,31-08-2023", "900101,900201,Successor,31-08-2021"],
        entries: ["2: 900001 to 900101 from 2023-09-01, conversion"],
        findings: ["3: contradiction"]),
    LinkCase(
        "links that are no successions",
        [
            "900001,900002,Sixth Form Centre Link,", "900001,900002,Other,01-01-2024",
            "900001,900002,Closure,", "900001,900002,Expansion,",
            "900001,900002,Merged - change in age range,01-01-2024",
            "900001,900002,Merged - expansion in school capacity and changer in age range,",
        ],
        findings: (2...7).map { "\($0): no-succession" }),
    LinkCase(
        "rows that cannot be read",
        [
            "90001,900101,Successor,", "900001,900101,Successor,31-02-2024",
            "900001,900101,Replaced,", "900001,900001,Successor,", "900001",
        ],
        findings: (2...6).map { "\($0): unreadable" }),
]
