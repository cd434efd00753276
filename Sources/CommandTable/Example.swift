/// One example of a command line, as it is written in the table.
struct Example {
    /// The words as written, quotes and all.
    let parts: [String]

    init(_ text: String) {
        var parts: [String] = []
        var part = ""
        var quote: Character?
        for character in text {
            if character == " ", quote == nil {
                parts.append(part)
                part = ""
                continue
            }
            part.append(character)
            if quote == nil, character == "'" || character == "\"" {
                quote = character
            } else if quote == character {
                quote = nil
            }
        }
        self.parts = (parts + [part]).filter { !$0.isEmpty }
    }

    /// The words the shell would hand over; a pipe, a redirection or a comment ends them.
    var words: [String] {
        parts.prefix { !["|", ">", ">>", "<", "#", "&&"].contains($0) }.map(unquoted)
    }

    /// The lines help shows, which can be pasted into a shell as they are.
    func lines(for tool: String) -> [String] {
        fill([tool] + parts, width: pageWidth - 2, hanging: "    ", continued: " \\")
            .map { "  " + $0 }
    }
}

/// A word without the quotes around it or inside it.
private func unquoted(_ part: String) -> String {
    var result = ""
    var quote: Character?
    for character in part {
        if quote == character {
            quote = nil
        } else if quote == nil, character == "'" || character == "\"" {
            quote = character
        } else {
            result.append(character)
        }
    }
    return result
}
