import CanonicalJSON
import Events
import Foundation
import Testing

@Suite struct SchemaTests {
    @Test func everySchemaHasATypeAndEveryTypeASchema() {
        #expect(Set(schemaFiles.map(\.title)) == Set(vocabulary.keys))
        #expect(schemaFiles.count == vocabulary.count)
        #expect(schemaFiles.count == 85)
    }

    @Test(arguments: schemaFiles)
    func theTypeSaysWhatTheSchemaSays(_ file: SchemaFile) throws {
        let type = try #require(vocabulary[file.title]).descriptor
        #expect(file.fileName == "\(type.type).v\(type.version).json")
        #expect(type.group == file.group)
        #expect(type.meaning == file.json["description"]?.text)
        #expect(type.legal == file.json["x-legal"]?.text)
        #expect(type.members.map(\.name) == file.properties.map(\.name).sorted())
        for property in file.properties {
            let member = try #require(type.member(property.name))
            #expect(member.kind == property.kind, "\(property.name)")
            #expect(member.isList == property.isList, "\(property.name)")
            #expect(member.isRequired == file.required.contains(property.name), "\(property.name)")
            #expect(member.meaning == property.value["description"]?.text, "\(property.name)")
            #expect(member.choices == property.choices, "\(property.name)")
        }
        #expect(file.json["additionalProperties"] == .bool(false))
        #expect(file.required.isSubset(of: Set(file.properties.map(\.name))))
    }

    @Test(arguments: schemaFiles)
    func examplesComeBackAsTheSameCanonicalBytes(_ file: SchemaFile) throws {
        for example in file.examples {
            let fact = try Fact(type: file.title, data: example)
            #expect(fact.type == file.title)
            #expect(
                String(decoding: fact.canonical, as: UTF8.self)
                    == String(decoding: example.canonical, as: UTF8.self))
            var cursor = JSONCursor()
            let again = try Fact(
                type: file.title, version: 1, reading: &cursor, fact.canonical.span)
            #expect(again == fact)
            #expect(cursor.index == fact.canonical.count)
        }
        let first = try #require(file.examples.first)
        #expect(Set(first.members?.map(\.name) ?? []) == Set(file.properties.map(\.name)))
        let descriptor = try #require(vocabulary[file.title]).descriptor
        #expect(descriptor.example == String(decoding: first.canonical, as: UTF8.self))
    }

    @Test(arguments: schemaFiles)
    func theStoriesOfAFactAreThoseOfTheSchema(_ file: SchemaFile) throws {
        for example in file.examples {
            let stories = try Fact(type: file.title, data: example).stories
            #expect(stories.changes.map(\.text) == expected("changes", file, example))
            #expect(stories.reads.map(\.text) == expected("reads", file, example))
        }
    }

    private func expected(_ list: String, _ file: SchemaFile, _ example: JSONValue) -> [String] {
        let entries = file.json["x-stories"]?[list]?.elements?.compactMap(\.text) ?? []
        return entries.flatMap { entry -> [String] in
            let parts = entry.split(separator: ":").map(String.init)
            if parts[1] == "*" { return [entry] }
            let value = example[parts[1]]
            return (value?.elements ?? [value].compactMap(\.self)).compactMap { element in
                let body = element["kind"]?.text.flatMap { kind in
                    element["id"]?.text.map { "\(kind):\($0)" }
                }
                return (element.text ?? body).map { "\(parts[0]):\($0)" }
            }
        }
    }

    @Test(arguments: schemaFiles)
    func theCatalogueListsTheMembersAndTheRule(_ file: SchemaFile) throws {
        let readme = try String(
            contentsOf: eventsFolder.appending(path: "README.md"), encoding: .utf8)
        let members = file.properties.map(\.name).sorted().map { name in
            "`\(name)\(file.required.contains(name) ? "" : "?")`"
        }
        let row =
            "| `\(file.title)` | \(members.joined(separator: " ")) | "
            + "\(file.json["x-legal"]?.text ?? "") |"
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `\(file.title)` |") }
        #expect(rows == [Substring(row)])
    }

    @Test func theCatalogueListsNoOtherType() throws {
        let readme = try String(
            contentsOf: eventsFolder.appending(path: "README.md"), encoding: .utf8)
        let named = readme.split(separator: "\n").compactMap { line -> String? in
            guard let name = line.split(separator: "`").dropFirst().first, line.hasPrefix("| `"),
                name.first?.isUppercase == true
            else { return nil }
            return String(name)
        }
        #expect(named.sorted() == vocabulary.keys.sorted())
    }

    @Test func aTypeOrVersionNotKnownIsRefused() {
        let data = JSONValue.object([JSONMember]())
        #expect(throws: ReadingProblem("Nonsense is not a type of event this program knows")) {
            try Fact(type: "Nonsense", data: data)
        }
        #expect(throws: ReadingProblem("version 2 of SchoolClosed is not known to this program")) {
            try Fact(type: "SchoolClosed", version: 2, data: data)
        }
    }
}
