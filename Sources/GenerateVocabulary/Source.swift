/// The whole generated file.
func vocabulary(of schemas: [Schema]) -> String {
    let groups = Dictionary(grouping: schemas, by: \.group).sorted { $0.key < $1.key }
    return """
        // Generated from the schema files of events/. Do not edit: change the schema.
        package import CanonicalJSON

        \(schemas.map(value).joined(separator: "\n"))
        \(groups.map { groupEnum($0.key, $0.value) }.joined(separator: "\n"))
        \(factEnum(groups.map(\.key)))
        \(table(of: schemas))
        """
}

/// The value type of one event type.
private func value(_ schema: Schema) -> String {
    """
    /// \(schema.meaning)
    package struct \(schema.type): FactData {
    \(schema.members.map(property).joined(separator: "\n"))

        package init(\(schema.members.map(parameter).joined(separator: ", "))) {
    \(schema.members.map { "        self.\(escaped($0.name)) = \(escaped($0.name))" }.lines)
        }

        package init(
            reading cursor: inout JSONCursor, _ bytes: borrowing Span<UInt8>
        ) throws(ReadingProblem) {
            var reader = try MemberReader(cursor, bytes)
    \(schema.members.map(reading).joined(separator: "\n"))
            cursor = try reader.end(bytes)
    \(schema.members.compactMap(check).joined(separator: "\n"))
        }

        package func write(to writer: inout JSONWriter) {
            writer.beginObject()
    \(schema.members.map { "        writer.member(\"\($0.name)\", \(escaped($0.name)))" }.lines)
            writer.endObject()
        }

        package var stories: Stories {
            \(schema.changes.isEmpty && schema.reads.isEmpty ? "let" : "var") stories = Stories()
    \(schema.changes.map { story($0, "changes", schema) }.joined(separator: "\n"))
    \(schema.reads.map { story($0, "reads", schema) }.joined(separator: "\n"))
            return stories
        }

        package static let descriptor = FactDescriptor(
            type: \(schema.type.debugDescription), version: \(schema.version),
            group: \(schema.group.debugDescription), meaning: \(schema.meaning.debugDescription),
            legal: \(schema.legal.debugDescription),
            members: [
    \(schema.members.map(descriptor).joined(separator: "\n"))
            ],
            example: \(schema.example.debugDescription))
    \(schema.members.compactMap(choice).joined(separator: "\n"))
    }

    """
}

private func property(_ member: Schema.Member) -> String {
    "    /// \(member.meaning)\n    package var \(escaped(member.name)): \(type(of: member))"
}

private func parameter(_ member: Schema.Member) -> String {
    "\(escaped(member.name)): \(type(of: member))" + (member.isRequired ? "" : " = nil")
}

private func reading(_ member: Schema.Member) -> String {
    let call = member.isRequired ? "required" : "optional"
    return "        self.\(escaped(member.name)) = try reader.\(call)(\"\(member.name)\", bytes)"
}

private func check(_ member: Schema.Member) -> String? {
    let name = "self.\(escaped(member.name))"
    if member.minimum != nil || member.maximum != nil {
        let range =
            "\(member.minimum.map(String.init) ?? "Int.min")...\(member.maximum.map(String.init) ?? "Int.max")"
        return "        try Events.check(\(name), \(range), \"\(member.name)\")"
    }
    var checks: [String] = []
    if (member.isList || member.kind == "text") && !member.mayBeEmpty {
        checks.append("        try Events.check(notEmpty: \(name), \"\(member.name)\")")
    }
    if member.isList && member.kind == "text" {
        checks.append("        try Events.check(noneEmpty: \(name), \"\(member.name)\")")
    }
    return checks.isEmpty ? nil : checks.lines
}

private func story(_ entry: String, _ list: String, _ schema: Schema) -> String {
    let parts = entry.split(separator: ":")
    let (kind, name) = (parts[0], String(parts[1]))
    let subject = { (id: String) in "Subject(\"\(kind)\", \(id))" }
    guard name != "*" else {
        return "        stories.\(list).append(\(subject("\"*\"")))"
    }
    guard let member = schema.members.first(where: { $0.name == name }) else {
        preconditionFailure("\(schema.type): x-stories names '\(name)', which is no member")
    }
    // A plain text is one already.
    let text = { (value: String) in member.kind == "text" ? value : "\(value).text" }
    let own = escaped(name)
    switch (member.isList, member.isRequired) {
    case (true, true): return "        stories.\(list) += \(own).map { \(subject(text("$0"))) }"
    case (true, false):
        return "        stories.\(list) += (\(own) ?? []).map { \(subject(text("$0"))) }"
    case (false, true): return "        stories.\(list).append(\(subject(text(own))))"
    case (false, false):
        return "        if let \(own) { stories.\(list).append(\(subject(text(own)))) }"
    }
}

private func descriptor(_ member: Schema.Member) -> String {
    """
                MemberDescriptor(
                    name: "\(member.name)", kind: "\(member.kind)", isList: \(member.isList),
                    isRequired: \(member.isRequired), meaning: \(member.meaning.debugDescription),
                    choices: \(member.choices)),
    """
}

private func choice(_ member: Schema.Member) -> String? {
    guard member.kind == "choice" else { return nil }
    let cases = member.choices.map { "        case \(escaped(camelCase($0))) = \"\($0)\"" }
    return """

            package enum \(capitalised(member.name)): String, Choice {
                package static let byName = WordTable<Self>()

        \(cases.joined(separator: "\n"))
            }
        """
}

/// The facts of one folder of `events/`, a case each.
private func groupEnum(_ group: String, _ schemas: [Schema]) -> String {
    """
    /// A fact of the group `\(group)`.
    package enum \(capitalised(group))Fact: Sendable, Equatable {
    \(schemas.map { "    case \(uncapitalised($0.type))(\($0.type))" }.joined(separator: "\n"))

        package var data: any FactData {
            switch self {
    \(schemas.map { "        case .\(uncapitalised($0.type))(let data): data" }.lines)
            }
        }
    }

    """
}

private func factEnum(_ groups: [String]) -> String {
    """
    /// A fact of any type.
    package enum Fact: Sendable, Equatable {
    \(groups.map { "    case \($0)(\(capitalised($0))Fact)" }.joined(separator: "\n"))

        package var data: any FactData {
            switch self {
    \(groups.map { "        case .\($0)(let fact): fact.data" }.joined(separator: "\n"))
            }
        }
    }

    """
}

private func table(of schemas: [Schema]) -> String {
    let latest = schemas.map { schema in
        """
            "\(schema.type)": FactType(\(schema.type).self) { cursor, bytes throws(ReadingProblem) in
                .\(schema.group)(.\(uncapitalised(schema.type))(try \(schema.type)(reading: &cursor, bytes)))
            },
        """
    }
    return """
        /// Every type of event this program knows, by name.
        package let vocabulary: [String: FactType] = [
        \(latest.joined(separator: "\n"))
        ]

        /// The same, by the bytes of the name.
        let vocabularyByBytes = NameTable(vocabulary.map { (name: $0.key, value: $0.value) })

        """
}

/// The Swift type of a member, optional unless it is required.
private func type(of member: Schema.Member) -> String {
    let element =
        switch member.kind {
        case "text": "String"
        case "pence", "count", "integer", "tenths", "seq": "Int"
        case "choice": capitalised(member.name)
        case "onsCode": "ONSCode"
        case "la": "LACode"
        case "urn": "URN"
        case "laestab": "LAEstab"
        case "ukprn": "UKPRN"
        case "json": "JSONValue"
        case "parts": "[Slug: Int]"
        case "priceIndex": "[FinancialYear: Int]"
        default: capitalised(member.kind)
        }
    let whole = member.isList ? "[\(element)]" : element
    return member.isRequired ? whole : whole + "?"
}

private func capitalised(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
}

private func uncapitalised(_ name: String) -> String {
    name.prefix(1).lowercased() + name.dropFirst()
}

private func camelCase(_ choice: String) -> String {
    let words = choice.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return words.prefix(1).joined() + words.dropFirst().map(capitalised).joined()
}

private func escaped(_ name: String) -> String {
    ["in", "case", "default", "for", "public"].contains(name) ? "`\(name)`" : name
}

extension [String] {
    fileprivate var lines: String { joined(separator: "\n") }
}
