/// The words of a command line being typed, as a shell hands them over.
///
/// Bash hands `--name=value` and `kind:id` over as three words, and takes the answer for the last.
struct ShellWords {
    private(set) var words: [String] = []
    /// How many characters of the last word the shell already has.
    private(set) var settled = 0

    init(_ parts: [String]) {
        var joins = false
        for part in parts {
            if joins {
                words[words.count - 1] += part
                joins = false
            } else if isSeparator(part), let last = words.last {
                settled = 0
                if part == "=", optionLabel(last) != nil, !last.contains("=") {
                    opensValue = true
                    continue
                }
                words[words.count - 1] += part
                settled = words[words.count - 1].count
                joins = true
            } else {
                words.append(part)
                settled = 0
            }
            opensValue = false
        }
        if opensValue || words.isEmpty { words.append("") }
    }

    /// Whether an option was just given its `=`.
    private var opensValue = false
}

private func isSeparator(_ part: String) -> Bool { part == "=" || part == ":" }
