internal import CommandTable
internal import Imports
internal import Reports

private let kindWord = Argument<String>.word(
    "KIND", "what the list is of", choices: templates.map(\.name))

/// Writes an empty list of some kind, ready to be filled in.
let templateCommand = Command<Session>(
    "import template", "Write an empty list with its headers and one example row",
    group: "Import",
    details: "The example row can be imported into the sample ledger. Replace it by your own rows; "
        + "columns that you do not need can go.",
    arguments: [kindWord], examples: ["import template opt-ins > opt-ins.csv"]
) { arguments, session in
    guard let template = templates.first(where: { $0.name == arguments[kindWord] }) else { return }
    session.write(csv([template.columns.map(\.header), template.columns.map(\.example)]))
}

private struct Template {
    let name: String
    let columns: [(header: String, example: String)]
}

private let templates =
    TableKind.all.map { kind in
        Template(
            name: kind.name,
            columns: kind.columns.compactMap { column in
                column.example.map { example in
                    (header: csvField(text: column.headers[0]), example: csvField(text: example))
                }
            })
    } + [
        Template(
            name: "register",
            columns: [
                ("URN", "970001"), ("School name", "Garlgill Primary School"), ("la", "391"),
                ("schoolType", "Community school"), ("phase", "primary"), ("pupils", "210"),
                ("fsm_percent", "23.5"),
            ]),
        Template(
            name: "links",
            columns: [
                ("URN", "900008"), ("LinkURN", "970008"), ("LinkName", "Garlgill Academy"),
                ("LinkType", "Successor"), ("LinkEstablishedDate", "01-03-2025"),
            ]),
    ]
