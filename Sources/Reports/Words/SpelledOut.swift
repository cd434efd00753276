internal import Events

extension Naming {
    /// A sentence of an explanation for a page: what people call things in the place of keys, and
    /// days in words.
    ///
    /// A key is known by its hyphens, or by the kind of thing that is named before it.
    package func spelled(_ text: String) -> String {
        var words: [Substring] = []
        var isChanged = false
        let space = UInt8(ascii: " ")
        for bytes in text.utf8.split(separator: space, omittingEmptySubsequences: false) {
            let piece = Substring(bytes)
            let rest = piece.drop { $0 == "(" }
            let key = Substring(rest.utf8.prefix { isInKey($0) })
            let before = words.last ?? ""
            // Of most words it is plain that they are no keys.
            guard isJoined(key) || wordsBeforeKeys.contains(before),
                let found = spelled(String(key), after: String(before))
            else {
                words.append(piece)
                continue
            }
            isChanged = true
            // A body's name says what kind of body it is, or follows "by" and "for".
            if found.isWhole { words.removeLast() }
            let start = piece.prefix { $0 == "(" }
            words.append(start + found.name + rest[key.endIndex...])
        }
        return isChanged ? words.joined(separator: " ") : text
    }

    /// What a key is called; whole when the word before it is no part of the sentence any more.
    private func spelled(_ key: String, after word: String) -> (name: String, isWhole: Bool)? {
        if let kind = Body.Kind(word), kind != .school {
            let body = inTable(Body(kind: kind, id: key))
            // A word that only looks like a kind, as in "trust taking part".
            return body == key || names(of: kind)?[key] == nil && !key.contains("-")
                ? nil : (body, true)
        }
        if word == "strand", let title = name(.strand, key) { return (title, false) }
        if word == "for", let name = name(.authority, key) ?? name(.la, key) {
            return (name, false)
        }
        if let pair = pair(key) { return (pair, false) }
        return key.contains("-") ? hyphenated(key).map { ($0, false) } : nil
    }

    /// A day, or what is known by its hyphens alone.
    private func hyphenated(_ key: String) -> String? {
        if let day = Day(key) { return day.words }
        if let measure = controllableMeasures[key] { return Figure(measure.figure, .missing).label }
        let name = name(.strand, key) ?? name(.programme, key) ?? name(.authority, key)
        // "All-through" is written with its hyphen.
        let isPhase = Phase(key) != nil && key != Phase.allThrough.text
        return name ?? (isPhase ? key.replacing("-", with: " ") : nil)
    }

    /// A strand with its programme: `education-improvement/school-improvement`.
    private func pair(_ key: String) -> String? {
        let parts = key.split(separator: "/").map(String.init)
        guard parts.count == 2, let programme = name(.programme, parts[0]),
            let strand = name(.strand, parts[1])
        else { return nil }
        return "\(strand) in \(programme)"
    }

    private func names(of kind: Body.Kind) -> [String: String]? {
        switch kind {
        case .authority: names[.authority]
        case .la: names[.la]
        case .trust: names[.trust]
        case .partnership: names[.partnership]
        case .school, .hub, .partner, .department: nil
        }
    }
}

/// After which words a key can stand that has no hyphen.
private let wordsBeforeKeys = Set(
    Body.Kind.allCases.map { $0.text[...] } + ["strand", "for"])

private func isInKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "/"):
        true
    default: false
    }
}

private func isJoined(_ key: Substring) -> Bool {
    key.utf8.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }
}
