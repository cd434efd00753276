internal import CommandTable
internal import Events
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

private let textWords = Argument<String>.word(
    "TEXT", "words of the name or place, or a URN or its beginning"
).repeating
private let openFlag = Argument<Bool>.flag("open", "only schools open on the day")

/// The command that looks for a school.
let findCommands: [Command<Session>] = [
    Command(
        "find", "Find schools by name, place or URN", group: "Find",
        details:
            "Every word must be in the school's name, a former name, or the name or code of its local "
            + "authority; capitals, accents and apostrophes do not matter, and the beginning of a word "
            + "will do. URNs that a school no longer has find it too.",
        arguments: [textWords, laOption, openFlag, asOfOption, knownAtOption],
        examples: ["find st bega", "find 9000", "find academy gateshead --open"]
    ) { arguments, session in
        try session.find(arguments)
    }.readAtLength
]

extension Session {
    fileprivate func find(_ arguments: Arguments) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(.register, knownAt: last)
        let search = try SchoolSearch(open, on: day)
        let text = arguments[textWords].joined(separator: " ")
        let las = arguments[laOption].map { Set($0.map(\.text)) }
        let found = search.schools(fitting: text).filter { school in
            (las?.contains(school.la) ?? true) && (school.isOpen || !arguments[openFlag])
        }
        guard !found.isEmpty else { throw nothing(text, search) }
        try tell(
            Listing(
                what: "schools", asOf: day, head: open.head, banner: open.banner,
                columns: [
                    .init("urn", "URN"), .init("name", "Name"), .init("la", "LA"),
                    .init("laName", nil), .init("phase", "Phase"), .init("schoolType", "Type"),
                    .init("trust", "Trust"), .init("isOpen", "Open"), .init("otherUrns", "Also"),
                    .init("otherNames", "Formerly"),
                ], rows: found.map(\.cells)), arguments)
    }

    private func nothing(_ text: String, _ search: SchoolSearch) -> Failure {
        let near = search.schools(near: text).map { "\($0.urn) (\($0.meaning))" }
        return Failure(
            .nothingFound, "no school fits '\(text)'",
            hint: near.isEmpty
                ? "give fewer words, or only the beginning of one"
                : "did you mean \(near.joined(separator: " or "))?")
    }
}

extension FoundSchool {
    fileprivate var cells: [Listing.Cell] {
        [
            .text(urn), .text(name), .text(la), .text(laName), .text(phase), .text(type),
            Listing.Cell(trust), .flag(isOpen), .texts(urns), .texts(names),
        ]
    }
}
