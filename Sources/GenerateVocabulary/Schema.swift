internal import CanonicalJSON

/// One event type, as its schema file describes it.
struct Schema {
    let group: String
    let type: String
    let version: Int
    let meaning: String
    let legal: String
    let members: [Member]
    let example: String
    let changes: [String]
    let reads: [String]

    struct Member {
        let name: String
        let kind: String
        let isList: Bool
        let isRequired: Bool
        let meaning: String
        let choices: [String]
        let minimum: Int?
        let maximum: Int?
        let mayBeEmpty: Bool
    }

    /// Reads the schema at `path`, `GROUP/NAME.vN.json`; a fault in it stops the build.
    init(path: String, text: String) throws {
        let parts = path.split(separator: "/")
        let name = parts[1].split(separator: ".")
        let json = try JSONValue(parsing: text)
        guard name.count == 3, let version = Int(name[1].dropFirst()), name[1].first == "v",
            let title = json["title"]?.text, title == name[0],
            let meaning = json["description"]?.text, let legal = json["x-legal"]?.text,
            let properties = json["properties"]?.members,
            let example = json["examples"]?.elements?.first
        else { throw Fault("\(path): title, description, x-legal, properties or examples missing") }
        group = String(parts[0])
        type = title
        self.version = version
        self.meaning = meaning
        self.legal = legal
        self.example = String(decoding: example.canonical, as: UTF8.self)
        let required = Set(json["required"]?.elements?.compactMap(\.text) ?? [])
        members = try properties.map { property in
            try Member(property, isRequired: required.contains(property.name), path: path)
        }.sorted { $0.name < $1.name }
        changes = json["x-stories"]?["changes"]?.elements?.compactMap(\.text) ?? []
        reads = json["x-stories"]?["reads"]?.elements?.compactMap(\.text) ?? []
    }
}

extension Schema.Member {
    init(_ property: JSONMember, isRequired: Bool, path: String) throws {
        let isList = property.value["type"]?.text == "array"
        let value = isList ? property.value["items"] : property.value
        guard let value, let kind = value["x-kind"]?.text,
            let meaning = property.value["description"]?.text
        else { throw Fault("\(path): \(property.name) lacks x-kind or description") }
        name = property.name
        self.kind = kind
        self.isList = isList
        self.isRequired = isRequired
        self.meaning = meaning
        choices = value["enum"]?.elements?.compactMap(\.text) ?? []
        minimum = value["minimum"]?.integer
        maximum = value["maximum"]?.integer
        let least = property.value[isList ? "minItems" : "minLength"]?.integer ?? 0
        mayBeEmpty = isList ? least == 0 : kind != "text"
    }
}

struct Fault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
