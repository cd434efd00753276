internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Reports

extension Session {
    /// What a word being typed can become; nothing at all when the ledger cannot be read.
    func complete(_ words: [String]) -> String {
        let session = self
        let found = tallyTool.candidates(after: words) { wanted in
            guard let kind = NameKind(rawValue: wanted.kind) else { return [] }
            return session.candidates(kind, wanted)
        }
        return found.map { candidate in
            let meaning = candidate.meaning.map { "\t" + printable($0) } ?? ""
            return printable(candidate.text) + meaning + "\n"
        }.joined()
    }

    private func candidates(_ kind: NameKind, _ wanted: NamesWanted) -> [Candidate] {
        switch kind {
        case .type: return vocabulary.keys.sorted().map { Candidate($0) }
        case .figure: return ReportBuilder.explainedFigures.map { Candidate($0) }
        case .member:
            return members(of: wanted.words.first.flatMap { vocabulary[$0]?.descriptor }, wanted)
        case .change:
            let names = ledgerNames(wanted.options["--ledger"])
            let seq = wanted.words.first.flatMap { Int($0) }
            let event = seq.flatMap { try? names?.log.event(at: $0) }
            return members(of: event.flatMap { vocabulary[$0.type]?.descriptor }, wanted)
        default:
            let names = ledgerNames(wanted.options["--ledger"])
            return names?.candidates(kind, startingWith: wanted.typed) ?? []
        }
    }

    /// The members of a type, or the values of the one whose `=` has been typed.
    private func members(of type: FactDescriptor?, _ wanted: NamesWanted) -> [Candidate] {
        guard let type else { return [] }
        let parts = wanted.typed.split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            let given = Set(
                wanted.words.compactMap { $0.split(separator: "=").first.map(String.init) })
            return type.members.filter { !given.contains($0.name) }
                .map { Candidate($0.name + "=", meaning: $0.meaning) }
        }
        guard let member = type.member(String(parts[0])) else { return [] }
        var values = member.choices.map { Candidate($0) }
        let (kind, typed) = (member.nameKind, String(parts[1]))
        if let kind, let names = ledgerNames(wanted.options["--ledger"]) {
            values +=
                kind == .usedText
                ? names.used(member.name, of: type.type, startingWith: typed)
                : names.candidates(kind, startingWith: typed)
        }
        return values.map { Candidate("\(member.name)=\($0.text)", meaning: $0.meaning) }
    }

    /// What the ledger holds; `nil` when there is none to be read.
    fileprivate func ledgerNames(_ option: String?) -> LedgerNames? {
        // Whoever completes or mistypes a word is not told what else is wrong.
        guard let folder = try? ledgerFolder(option),
            let ledger = try? ledgerInUse.ledger(in: folder) ?? Ledger(folder: folder)
        else { return nil }
        return LedgerNames(ledger)
    }
}

extension Session {
    /// A failure with what somebody may have meant as its remedy, where that is likely.
    func suggesting(_ failure: Failure, _ words: [String]) -> Failure {
        guard [.usage, .refused, .nothingFound].contains(failure.status),
            !failure.message.contains("did you mean"), !failure.message.contains("\n"),
            failure.hint?.contains("did you mean") != true,
            let suggestion = suggestion(words, for: failure)
        else { return failure }
        return Failure(failure.status, failure.message, hint: suggestion, details: failure.details)
    }

    /// Says which names on the command line are none of the ledger's, after a page that is empty or
    /// all zeros because of them.
    func doubt(_ words: [String]) {
        guard let doubt = unknownName(words) else { return }
        let near = doubt.near.isEmpty ? "" : "; \(meant(doubt.near))"
        say("The ledger has no \(doubt.kind.words) \(printable(doubt.name + near))\n")
    }

    /// "did you mean …", when a name on the command line is not one of the ledger's and it has one
    /// like it.
    ///
    /// A command line that cannot be read can be wrong in something else than that name.
    private func suggestion(_ words: [String], for failure: Failure) -> String? {
        guard let doubt = unknownName(words), !doubt.near.isEmpty,
            failure.status != .usage || failure.message.contains(doubt.name)
        else { return nil }
        return meant(doubt.near)
    }

    private func meant(_ near: [Candidate]) -> String {
        let shown = near.map { candidate in
            candidate.text + (candidate.meaning.map { " (\($0))" } ?? "")
        }
        return "did you mean \(shown.joined(separator: " or "))?"
    }

    /// The first name on a command line that is none of the ledger's, and those like it.
    private func unknownName(
        _ words: [String]
    ) -> (kind: NameKind, name: String, near: [Candidate])? {
        let given = tallyTool.given(in: words).flatMap(named).filter { !$0.name.isEmpty }
        guard !given.isEmpty else { return nil }
        let ledgerOption = tallyTool.given(in: words).first { $0.form.label == "--ledger" }
        guard let names = ledgerNames(ledgerOption?.text) else { return nil }
        let unknown = given.filter { !names.holds($0.kind, $0.name) }
            .map {
                (kind: $0.kind, name: $0.name, near: names.near($0.kind, to: $0.name, on: today))
            }
        return unknown.first { !$0.near.isEmpty } ?? unknown.first
    }

    /// The names that an argument gives, each with its kind.
    private func named(_ given: Given) -> [(kind: NameKind, name: String)] {
        guard let kind = given.form.names.flatMap(NameKind.init(rawValue:)) else { return [] }
        switch kind {
        case .type, .figure, .change, .usedText: return []
        case .body: return named(body: given.text)
        case .member:
            let parts = given.text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return [] }
            // Members of one name mean one kind of thing in every type.
            let member = vocabulary.values.lazy.compactMap { $0.descriptor.member(parts[0]) }.first
            guard let kind = member?.nameKind else { return [] }
            switch kind {
            case .body: return named(body: parts[1])
            case .usedText: return []
            default: break
            }
            return parts[1].split(separator: ",").map { (kind, String($0)) }
        default:
            guard given.form.isList else { return [(kind, given.text)] }
            return given.text.split(separator: ",").map { (kind, String($0)) }
        }
    }

    /// The name in a body written as `kind:id`, where the ledger knows all there are of its kind.
    private func named(body text: String) -> [(kind: NameKind, name: String)] {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = Body.Kind(rawValue: parts[0])?.nameKind else {
            return []
        }
        return [(kind, parts[1])]
    }
}

extension MemberDescriptor {
    /// What kind of thing the member names.
    fileprivate var nameKind: NameKind? {
        switch (kind, name) {
        case ("urn", _): .urn
        case ("la", _): .la
        case ("slug", "authority"), ("slug", "predecessors"): .authority
        case ("slug", "strand"), ("slug", "old"), ("slug", "new"): .strand
        case ("slug", "programme"): .programme
        case ("slug", "trust"): .trust
        case ("slug", "commitment"): .commitment
        case ("slug", "funding"): .funding
        case ("body", _): .body
        case ("text", "role"), ("text", "cohort"): .usedText
        default: nil
        }
    }
}

extension NameKind {
    fileprivate var words: String {
        switch self {
        case .urn: "school"
        case .la: "local authority"
        default: rawValue
        }
    }
}
