import CanonicalJSON
import Foundation
import Testing

/// A schema file of `events/`, as it stands in the package folder.
struct SchemaFile: CustomStringConvertible, Sendable {
    let group: String
    let fileName: String
    let json: JSONValue

    var description: String { "\(group)/\(fileName)" }
    var title: String { json["title"]?.text ?? "" }
    var properties: [JSONMember] { json["properties"]?.members ?? [] }
    var examples: [JSONValue] { json["examples"]?.elements ?? [] }
    var required: Set<String> { Set(json["required"]?.elements?.compactMap(\.text) ?? []) }
}

extension JSONMember {
    /// The schema of the value itself, or of the elements when it is a list.
    var element: JSONValue { isList ? value["items"] ?? .null : value }
    var isList: Bool { value["type"]?.text == "array" }
    var kind: String { element["x-kind"]?.text ?? "" }
    var choices: [String] { element["enum"]?.elements?.compactMap(\.text) ?? [] }
}

/// The folder `events/` of this package.
let eventsFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "events")

let schemaGroups = ["ledger", "register", "programme", "money", "evidence", "locality"]

let schemaFiles: [SchemaFile] = schemaGroups.flatMap { group in
    let folder = eventsFolder.appending(path: group)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name -> SchemaFile? in
        guard let data = try? Data(contentsOf: folder.appending(path: name)),
            let json = try? JSONValue(parsing: Array(data))
        else {
            Issue.record("\(group)/\(name) cannot be read")
            return nil
        }
        return SchemaFile(group: group, fileName: name, json: json)
    }
}
