internal import CanonicalJSON
internal import CommandTable
internal import Events

extension AddQuestion {
    /// Reads what was typed.
    ///
    /// - Throws: ``AddProblem`` when it is no answer, or may mean several.
    func read(_ text: String, _ names: KnownNames, _ type: FactDescriptor) throws -> AddAnswer {
        guard !text.isEmpty, text != "-" || isRequired else {
            guard !isRequired else { throw AddProblem(sentence: "it cannot be left out") }
            return AddAnswer(value: nil, text: "", words: "left out")
        }
        if isList, text.first == "[" {
            return AddAnswer(
                value: try typed { try readMember("\(name)=\(text)", of: type).value }, text: text,
                words: text)
        }
        if isList {
            let parts = try text.split(separator: ",").map {
                try single(trimmed($0), names, type)
            }
            guard !parts.isEmpty else { throw AddProblem(sentence: "the list is empty") }
            return AddAnswer(
                value: .array(parts.compactMap(\.value)),
                text: parts.map(\.text).joined(separator: ","),
                words: parts.map(\.words).joined(separator: ", "))
        }
        return try single(text, names, type)
    }

    private func single(
        _ text: String, _ names: KnownNames, _ type: FactDescriptor
    ) throws -> AddAnswer {
        if !choices.isEmpty { return plain(try choice(text)) }
        if let known { return try name(text, known, names) }
        switch kind {
        case "day": return plain(try typed { try readDay(text).text })
        case "pence":
            let pence = try typed { try readPence(text) }
            return AddAnswer(value: .integer(pence), text: text, words: pounds(pence))
        case "body": return try body(text, names, type)
        case "slug" where Slug(text) == nil:
            throw AddProblem(sentence: "'\(text)' is not \(Slug.form)")
        default:
            let value = try typed { try readMember("\(name)=\(text)", of: type).value }
            // A list is read a part at a time.
            return AddAnswer(
                value: isList ? value.elements?.first ?? value : value, text: text, words: text)
        }
    }

    /// Puts what a reader of typed text finds wrong as a problem with the answer.
    fileprivate func typed<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as ArgumentError {
            throw AddProblem(sentence: error.sentence)
        } catch let problem as ReadingProblem {
            throw AddProblem(sentence: problem.description)
        }
    }

    private func plain(_ text: String) -> AddAnswer {
        AddAnswer(value: .string(text), text: text, words: text)
    }

    /// One of the choices, by as much of it as is enough.
    private func choice(_ text: String) throws -> String {
        let typed = text.lowercased()
        if let exact = choices.first(where: { $0.lowercased() == typed }) { return exact }
        let found = choices.filter { $0.lowercased().contains(typed) }
        if found.count == 1 { return found[0] }
        let offered = (found.isEmpty ? choices : found).map { KnownName(id: $0, name: "") }
        throw AddProblem(
            sentence: found.isEmpty ? "'\(text)' is none of the choices" : "which one?",
            matches: Array(offered.prefix(offeredMaximum)),
            others: max(0, offered.count - offeredMaximum))
    }

    /// Something that has a name in the ledger, by its identifier or by a part of its name.
    ///
    /// An identifier that nothing has yet is taken as it is, for the fact may be its beginning.
    private func name(
        _ text: String, _ kind: KnownNames.Kind, _ names: KnownNames
    ) throws -> AddAnswer {
        let isForced = text.hasPrefix("=")
        let typed = isForced ? String(text.dropFirst()) : text
        if let found = try names.named(kind, typed) { return answer(found) }
        if isIdentifier(typed), isForced || self.kind != "slug" {
            return AddAnswer(value: .string(typed), text: typed, words: "\(typed), not known yet")
        }
        let found = try names.matching(kind, typed)
        if found.count == 1 { return answer(found[0]) }
        if found.isEmpty, isIdentifier(typed) {
            return AddAnswer(value: .string(typed), text: typed, words: "\(typed), not known yet")
        }
        guard !found.isEmpty else {
            throw AddProblem(sentence: "nothing that is known has '\(typed)' in its name")
        }
        let asItIs = isIdentifier(typed) ? "; type =\(typed) to take that itself" : ""
        throw AddProblem(
            sentence: "which one?" + asItIs, matches: Array(found.prefix(offeredMaximum)),
            others: max(0, found.count - offeredMaximum))
    }

    private func answer(_ found: KnownName) -> AddAnswer {
        AddAnswer(value: .string(found.id), text: found.id, words: found.words)
    }

    private func isIdentifier(_ text: String) -> Bool {
        switch kind {
        case "urn": URN(text) != nil
        case "la": LACode(text) != nil
        default: Slug(text) != nil
        }
    }

    /// A body, as `kind:id` or by a part of its name.
    private func body(
        _ text: String, _ names: KnownNames, _ type: FactDescriptor
    ) throws -> AddAnswer {
        if text.contains(":") {
            return try bodied(text, text, type)
        }
        let kinds: [(KnownNames.Kind, String)] = [
            (.authority, "authority"), (.localAuthority, "la"), (.trust, "trust"),
            (.school, "school"),
        ]
        var found: [KnownName] = []
        // Schools are found by their place too, which is not what is meant where a place is a body.
        for (kind, word) in kinds where kind != .school || found.isEmpty {
            found += try names.matching(kind, text).map {
                KnownName(id: "\(word):\($0.id)", name: $0.name, note: $0.note)
            }
        }
        guard found.count != 1 else { return try bodied(found[0].id, found[0].words, type) }
        guard !found.isEmpty else {
            throw AddProblem(
                sentence:
                    "nothing that is known has '\(text)' in its name; write it as kind:id, such "
                    + "as la:391")
        }
        throw AddProblem(
            sentence: "which one?", matches: Array(found.prefix(offeredMaximum)),
            others: max(0, found.count - offeredMaximum))
    }
}

extension AddQuestion {
    private func bodied(
        _ text: String, _ words: String, _ type: FactDescriptor
    ) throws -> AddAnswer {
        let value = try typed { try readMember("\(name)=\(text)", of: type).value }
        return AddAnswer(value: value, text: text, words: words)
    }
}

/// A sum as people write it.
private func pounds(_ pence: Int) -> String {
    let rest = pence % 100
    return "£\(pence / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
}

func trimmed(_ text: some StringProtocol) -> String {
    let isSpace = { (character: Character) in character.isWhitespace }
    let start = text.drop(while: isSpace)
    return String(String(start.reversed().drop(while: isSpace).reversed()))
}

/// How many names are offered at once.
private let offeredMaximum = 9
