/// The part of a command line that stands before the word being typed; it may be wrong or
/// unfinished, so reading it never fails.
struct Typed {
    private(set) var rest: ArraySlice<String>
    /// The words of the command, options left out.
    private(set) var words: [String] = []
    private(set) var optionsAreOver = false
    /// The option whose value comes next.
    private(set) var open: ArgumentForm?
    /// The values of options, by their labels; a flag's is empty.
    private(set) var values: [String: String] = [:]

    init(_ words: ArraySlice<String>) { rest = words }

    mutating func skip(_ count: Int) { rest = rest.dropFirst(count) }

    /// Takes options, and words too unless `onlyOptions`.
    mutating func take(of forms: [ArgumentForm], onlyOptions: Bool) {
        while let word = rest.first {
            let label = optionsAreOver ? nil : optionLabel(word)
            if label == nil, onlyOptions { return }
            rest.removeFirst()
            if let label {
                values[label] = joinedValue(word) ?? ""
                takeValue(of: forms.first { $0.label == label }, joined: word.contains("="))
            } else if word == "--", !optionsAreOver {
                optionsAreOver = true
            } else {
                words.append(word)
            }
        }
    }

    private mutating func takeValue(of form: ArgumentForm?, joined: Bool) {
        guard let form, form.kind == .option, !joined else { return }
        if let value = rest.popFirst() { values[form.label] = value } else { open = form }
    }

    /// The options of `declared` that have not been given yet.
    func unusedOptions(of declared: [any AnyArgument]) -> [String] {
        let options = declared.map(\.form).filter { !$0.isWord }.map(\.label)
        return (options + ["--help"]).filter { values[$0] == nil }
    }
}
