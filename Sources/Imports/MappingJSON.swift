package import CanonicalJSON
internal import Events

extension Mapping {
    /// The mapping as a JSON object, for the user to see and change.
    package var json: JSONValue {
        .object([
            ("columns", columns.json), ("linkColumns", linkColumns.json),
            ("schoolTypes", names(schoolTypes)), ("phases", names(phases)),
            ("statuses", names(statuses)), ("phaseFromRoll", phaseFromRoll.json),
        ])
    }

    /// Reads a mapping as ``json`` writes it.
    ///
    /// Whatever it gives, down to a single name, replaces what the standard mapping has for it; whatever it
    /// leaves out stays as in the standard mapping.
    ///
    /// - Throws: ``ImportProblem`` that names the member that cannot be read.
    package init(json: JSONValue) throws(ImportProblem) {
        self = .standard
        for member in try object(json, "the mapping") {
            switch member.name {
            case "columns": try columns.take(member.value, member.name)
            case "linkColumns": try linkColumns.take(member.value, member.name)
            case "schoolTypes": try take(member, into: &schoolTypes)
            case "phases": try take(member, into: &phases)
            case "statuses": try take(member, into: &statuses)
            case "phaseFromRoll": try phaseFromRoll.take(member.value)
            default:
                throw ImportProblem(
                    "the mapping has no member '\(member.name)'",
                    remedy: "use columns, linkColumns, schoolTypes, phases, statuses or "
                        + "phaseFromRoll")
            }
        }
    }
}

extension ColumnMapping where Column: CaseIterable {
    fileprivate var json: JSONValue {
        .object(
            Column.allCases.map { column in
                let accepted = headers[column] ?? []
                return (column.rawValue, .array(accepted.map { .string($0) }))
            })
    }

    fileprivate mutating func take(_ json: JSONValue, _ place: String) throws(ImportProblem) {
        for member in try object(json, place) {
            guard let column = Column(rawValue: member.name) else {
                throw ImportProblem(
                    "\(place) has no member '\(member.name)'",
                    remedy: "use one of "
                        + Column.allCases.map(\.rawValue).joined(separator: ", "))
            }
            headers[column] = try texts(member.value, "\(place), \(member.name)")
        }
    }
}

extension PhaseFromRoll {
    private static var phases: [(name: String, path: WritableKeyPath<PhaseFromRoll, Phase>)] {
        [
            ("primaryOnly", \.primaryOnly), ("secondaryOnly", \.secondaryOnly),
            ("both", \.both), ("bothNamedMiddle", \.bothNamedMiddle), ("neither", \.neither),
        ]
    }

    fileprivate var json: JSONValue {
        let types = typesWithoutPhase.map { JSONValue.string($0.text) }
        return .object(
            Self.phases.map { ($0.name, .string(self[keyPath: $0.path].text)) }
                + [("middleWord", .string(middleWord)), ("typesWithoutPhase", .array(types))])
    }

    fileprivate mutating func take(_ json: JSONValue) throws(ImportProblem) {
        for member in try object(json, "phaseFromRoll") {
            let place = "phaseFromRoll, \(member.name)"
            if let known = Self.phases.first(where: { $0.name == member.name }) {
                self[keyPath: known.path] = try token(member.value, place)
            } else if member.name == "middleWord", let word = member.value.text {
                middleWord = word
            } else if member.name == "typesWithoutPhase" {
                var types: [SchoolType] = []
                for name in try texts(member.value, place) {
                    types.append(try token(.string(name), place))
                }
                typesWithoutPhase = types
            } else {
                let known = Self.phases.map(\.name).joined(separator: ", ")
                throw ImportProblem(
                    "\(place) is not something that can be set so",
                    remedy: "use \(known), middleWord (a text) or typesWithoutPhase (a list)")
            }
        }
    }
}

private func names(_ names: [String: some Token]) -> JSONValue {
    .object(names.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.text)) })
}

private func take<T: Token>(
    _ member: JSONMember, into names: inout [String: T]
) throws(ImportProblem) {
    for name in try object(member.value, member.name) {
        let value: T = try token(name.value, "\(member.name), \(name.name)")
        for known in names.keys where isSameName(known, name.name) { names[known] = nil }
        names[name.name] = value
    }
}

private func object(
    _ json: JSONValue, _ place: String
) throws(ImportProblem) -> [JSONMember] {
    guard let members = json.members else {
        throw ImportProblem(
            "\(place) is not a JSON object", remedy: "write it as in the standard mapping")
    }
    return members
}

private func texts(_ json: JSONValue, _ place: String) throws(ImportProblem) -> [String] {
    let texts = json.elements?.compactMap(\.text) ?? json.text.map { [$0] } ?? []
    guard !texts.isEmpty, texts.count == json.elements?.count ?? 1 else {
        throw ImportProblem(
            "\(place) is not a list of texts", remedy: "write it as in the standard mapping")
    }
    return texts
}

private func token<T: Token>(_ json: JSONValue, _ place: String) throws(ImportProblem) -> T {
    guard let text = json.text, let value = T(text) else {
        throw ImportProblem(
            "\(place): \(json.compact) is not \(T.form)", remedy: "change it in the mapping")
    }
    return value
}
