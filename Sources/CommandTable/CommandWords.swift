/// A command line being read from left to right.
struct CommandWords {
    private(set) var rest: ArraySlice<String>
    /// The texts given so far, by the label of their argument; a flag's text is empty.
    private(set) var texts: [String: [String]] = [:]

    init(_ words: [String]) { rest = words[...] }

    mutating func skip(_ count: Int) { rest = rest.dropFirst(count) }

    /// Whether `--help` or `-h` stands anywhere before `--`.
    var asksForHelp: Bool {
        rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    /// The label of the option that comes next, short forms spelt out.
    var nextOption: String? { rest.first.flatMap(optionLabel) }

    /// The bare words that follow the next option.
    var wordsAfterOption: [String] { rest.dropFirst().filter { optionLabel($0) == nil } }

    /// Takes everything that is left as options and words of `declared`.
    mutating func takeAll(
        of declared: [any AnyArgument], for command: String,
        unknown: (String) -> UsageError
    ) throws(UsageError) {
        var open = declared.map(\.form).filter(\.isWord)[...]
        var optionsAreOver = false
        while let word = rest.first {
            if !optionsAreOver, word == "--" {
                optionsAreOver = true
                rest.removeFirst()
            } else if !optionsAreOver, optionLabel(word) != nil {
                try takeOption(of: declared, unknown: unknown)
            } else if let form = open.first {
                texts[form.label, default: []].append(word)
                if !form.repeats { open.removeFirst() }
                rest.removeFirst()
            } else {
                throw UsageError(
                    "\(quoted(word)) is one word too many for '\(command)'; "
                        + "put quotes round a value that has spaces")
            }
        }
    }

    /// Takes the option that comes next, with its value.
    mutating func takeOption(
        of declared: [any AnyArgument], unknown: (String) -> UsageError
    ) throws(UsageError) {
        guard let word = rest.popFirst(), let label = optionLabel(word) else { return }
        guard let form = declared.map(\.form).first(where: { $0.label == label }) else {
            throw unknown(label)
        }
        if texts[label] != nil { throw UsageError("\(label) is given twice; keep one") }
        texts[label] = [try text(of: form, joined: joinedValue(word))]
    }

    /// The value of the option just taken: `joined` to it by `=`, or the next word.
    private mutating func text(
        of form: ArgumentForm, joined: String?
    ) throws(UsageError) -> String {
        guard let value = form.value else {
            if joined == nil { return "" }
            throw UsageError("\(form.label) takes no value; write it alone")
        }
        if let joined { return joined }
        guard let next = rest.first else {
            throw UsageError("\(form.label) needs a value; write \(form.label) \(value)")
        }
        guard optionLabel(next) == nil, next != "--" else {
            throw UsageError(
                "\(form.label) needs a value before \(quoted(next)); write \(form.label) \(value), "
                    + "or \(form.label)=\(value) if it starts with a dash")
        }
        rest.removeFirst()
        return next
    }
}

/// The label `word` stands for when it is an option: a dash, but not alone, and no number.
func optionLabel(_ word: String) -> String? {
    guard word.hasPrefix("-"), word != "-", word != "--" else { return nil }
    if let second = word.dropFirst().first, second.isNumber || second == "." { return nil }
    let label = word.split(separator: "=", maxSplits: 1)[0]
    return shortOptions.first { $0.short == label }?.label ?? String(label)
}

/// What follows the first `=` of an option.
func joinedValue(_ word: String) -> String? {
    word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
}
