internal import CanonicalJSON
internal import Events

/// Reads `member=value`, as typed, into a member of an event's data.
///
/// Lists are separated by commas, a body is `kind:id`, weights are `name:number,…`; anything may
/// also be given as JSON.
func readMember(_ word: String, of type: FactDescriptor) throws(ReadingProblem) -> JSONMember {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
        throw ReadingProblem("'\(word)' is not of the form member=value")
    }
    let name = String(parts[0])
    guard let member = type.member(name) else {
        let names = type.members.map(\.name).joined(separator: ", ")
        throw ReadingProblem("\(type.type) has no member '\(name)'; it has \(names)")
    }
    return JSONMember(name, try value(String(parts[1]), of: member))
}

private func value(
    _ text: String, of member: MemberDescriptor
) throws(ReadingProblem) -> JSONValue {
    if let first = text.first, first == "[" || first == "{" {
        do throws(JSONError) { return try JSONValue(parsing: text) } catch {
            throw ReadingProblem("it is not JSON: \(error.message)", member: member.name)
        }
    }
    if member.isList {
        var elements: [JSONValue] = []
        for part in text.split(separator: ",") { elements.append(try single(String(part), member)) }
        return .array(elements)
    }
    return try single(text, member)
}

private func single(
    _ text: String, _ member: MemberDescriptor
) throws(ReadingProblem) -> JSONValue {
    switch member.kind {
    case "pence", "count", "integer", "tenths", "seq":
        guard let number = Int(text) else {
            throw ReadingProblem("'\(text)' is not a whole number", member: member.name)
        }
        return .integer(number)
    case "label":
        // What is neither is refused, with its form, where the member is read.
        if case .number(let number)? = Label(text) { return .integer(number) }
        return .string(text)
    case "body":
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else {
            throw ReadingProblem("write a body as kind:id, such as la:391", member: member.name)
        }
        return .object([
            ("id", .string(String(parts[1]))), ("kind", .string(String(parts[0]))),
        ])
    case "parts", "priceIndex":
        var members: [JSONMember] = []
        for entry in text.split(separator: ",") {
            let parts = entry.split(separator: ":")
            guard parts.count == 2, let number = Int(parts[1]) else {
                throw ReadingProblem("write it as name:number,name:number", member: member.name)
            }
            members.append(JSONMember(String(parts[0]), .integer(number)))
        }
        return .object(members)
    default: return .string(text)
    }
}
