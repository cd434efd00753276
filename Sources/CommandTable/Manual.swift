extension Tool {
    /// The manual page, in roff.
    package var manual: String {
        var lines = [".TH \"\(roff(name.uppercased()))\" 1 \"\" \"\(roff("\(name) \(version)"))\""]
        lines += [".SH NAME", "\(roff(name)) \\- \(roff(summary))"]
        lines += [".SH SYNOPSIS", ".B \(roff(name))", "COMMAND [WORDS AND OPTIONS]"]
        // A heading is followed by a paragraph anyway.
        lines +=
            [".SH EXAMPLE"]
            + literal(session.split(separator: "\n").map(String.init)).dropFirst()
        for (group, members) in groups {
            lines.append(".SH \"\(roff(group.uppercased()))\"")
            lines += members.flatMap(section)
        }
        lines += [".SH OPTIONS FOR EVERY COMMAND"] + globalRows.flatMap(entry)
        for topic in topics {
            lines.append(".SH \"\(roff(topic.heading.uppercased()))\"")
            lines += topic.rows.flatMap { entry(($0.name, $0.meaning)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: Command<Context>) -> [String] {
        let usage = ([command.name] + command.arguments.map(\.usage)).joined(separator: " ")
        var lines = [".SS \"\(roff(usage))\"", roff(command.summary) + "."]
        if let details = command.details {
            lines += [".PP"] + wrap(details, to: pageWidth).map { $0.isEmpty ? ".PP" : roff($0) }
        }
        lines += command.arguments.map(row).flatMap(entry)
        for list in command.lists {
            lines += [".PP", roff(list.heading) + ":"]
            lines += list.rows.flatMap { entry(($0.name, $0.meaning)) }
        }
        return lines + literal(command.examples.map { "\(name) \($0)" })
    }
}

/// A tagged paragraph.
private func entry(_ row: (left: String, right: String)) -> [String] {
    [".TP", ".B \"\(roff(row.left))\"", roff(row.right)]
}

/// Lines to be printed as they stand.
private func literal(_ lines: [String]) -> [String] {
    [".PP", ".nf", ".RS"] + lines.map { roff($0) } + [".RE", ".fi"]
}

/// A text that roff prints as it is: no escapes, no requests, and dashes that can be pasted.
private func roff(_ text: String) -> String {
    var result = ""
    for character in text {
        switch character {
        case "\\": result += "\\e"
        case "\"": result += "\\(dq"
        case "-": result += "\\-"
        default: result.append(character)
        }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
}
