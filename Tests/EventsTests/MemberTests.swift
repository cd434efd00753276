import CanonicalJSON
import Events
import Testing

/// One member of one type, to be spoilt in every way.
struct MemberCase: CustomStringConvertible, Sendable {
    let file: SchemaFile
    let property: JSONMember
    var description: String { "\(file.title).\(property.name)" }
}

private let cases = schemaFiles.flatMap { file in
    file.properties.map { MemberCase(file: file, property: $0) }
}

/// What is wrong with a member is said with its name.
@Suite struct MemberTests {
    @Test(arguments: cases) func missing(_ one: MemberCase) {
        let problem = one.problem { members in
            members.removeAll { $0.name == one.property.name }
        }
        if one.file.required.contains(one.property.name) {
            #expect(problem == ReadingProblem("it is missing", member: one.property.name))
        } else {
            #expect(problem == nil)
        }
    }

    @Test(arguments: schemaFiles) func unknown(_ file: SchemaFile) {
        for name in ["aaa", "mmm", "zzz"] {
            var members = file.examples.first?.members ?? []
            members.append(JSONMember(name, .integer(1)))
            let problem = readingProblem(file.title, members)
            #expect(
                problem?.description == "'\(name)' is not one of its members",
                "\(file.title) \(name): \(problem?.description ?? "read")")
        }
    }

    @Test(arguments: cases) func ofTheWrongJSONType(_ one: MemberCase) {
        let isNumber = one.property.element["type"]?.text == "integer"
        var wrong: [JSONValue] = [.null, .bool(true), .number("1.5")]
        // A label may be a number or a word.
        if one.property.kind != "label" { wrong.append(isNumber ? .string("1") : .integer(1)) }
        if one.property.element["type"]?.text != "object" { wrong.append(.object([JSONMember]())) }
        if one.property.isList {
            wrong += wrong.map { .array([$0]) } + [.object([JSONMember]())]
        } else {
            wrong.append(.array([]))
        }
        for value in wrong {
            #expect(
                one.problem(with: value)?.member == one.property.name, "\(value.compact) was read")
        }
    }

    @Test(arguments: cases.filter { !$0.property.isList && $0.property.kind == "text" })
    func anEmptyText(_ one: MemberCase) {
        #expect(
            one.problem(with: .string(""))
                == ReadingProblem("it is empty", member: one.property.name))
    }

    @Test(arguments: cases.filter { $0.property.isList && $0.property.kind == "text" })
    func anEmptyTextInAList(_ one: MemberCase) {
        #expect(
            one.problem(with: .array([.string("a"), .string("")]))
                == ReadingProblem("one of them is empty", member: one.property.name))
    }

    @Test(arguments: cases.filter(\.property.isList)) func anEmptyList(_ one: MemberCase) {
        let least = one.property.value["minItems"]?.integer ?? 0
        let problem = one.problem(with: .array([]))
        #expect(
            problem
                == (least > 0 ? ReadingProblem("it is empty", member: one.property.name) : nil))
    }

    @Test(arguments: cases.filter(\.property.isList))
    func theSameThingTwiceInAList(_ one: MemberCase) {
        let first = one.file.examples.first?[one.property.name]?.elements?.first
        let twice = [first, first].compactMap(\.self)
        #expect(
            one.problem(with: .array(twice))
                == ReadingProblem(
                    "the list names the same thing twice", member: one.property.name))
    }

    @Test(arguments: cases.filter { ["parts", "priceIndex"].contains($0.property.kind) })
    func anEmptyTableOrANumberBelowOne(_ one: MemberCase) {
        let name = one.property.name
        let key = one.file.examples.first?[name]?.members?.first?.name ?? ""
        #expect(
            one.problem(with: .object([JSONMember]()))
                == ReadingProblem("it is empty", member: name))
        #expect(one.problem(with: .object([(key, .integer(0))]))?.member == name)
        #expect(one.problem(with: .object([("Not A Key", .integer(1))]))?.member == name)
    }

    @Test(arguments: cases.filter { $0.property.element["type"]?.text == "integer" })
    func outOfRange(_ one: MemberCase) {
        let name = one.property.name
        let (least, most) = (
            one.property.element["minimum"]?.integer, one.property.element["maximum"]?.integer
        )
        if let least {
            #expect(one.problem(with: .integer(least)) == nil)
            #expect(
                one.problem(with: .integer(least - 1))
                    == ReadingProblem(
                        "\(least - 1) is not allowed; it must be \(least) or more", member: name))
        }
        if let most {
            #expect(one.problem(with: .integer(most)) == nil)
            #expect(
                one.problem(with: .integer(most + 1))
                    == ReadingProblem(
                        "\(most + 1) is not allowed; it must be at most \(most)", member: name))
        }
    }

    @Test(arguments: cases.filter { $0.property.kind == "json" })
    func aFractionAnywhereInsideAnObject(_ one: MemberCase) {
        let deep = JSONValue.array([.object([("a", .array([.number("1.5")]))])])
        #expect(
            one.problem(with: .object([("options", deep)]))
                == ReadingProblem("1.5 is not a whole number", member: one.property.name))
    }

    @Test(arguments: cases.filter { !$0.property.choices.isEmpty })
    func aWordThatIsNoneOfItsChoices(_ one: MemberCase) {
        for choice in one.property.choices {
            #expect(one.problem(withElement: .string(choice)) == nil, "\(choice)")
            #expect(
                one.problem(withElement: .string(choice.uppercased()))?.sentence
                    == "'\(choice.uppercased())' is not one of "
                    + one.property.choices.joined(separator: ", "))
        }
    }
}

extension MemberCase {
    /// The problem that the first example has once its members are changed.
    func problem(_ change: (inout [JSONMember]) -> Void) -> ReadingProblem? {
        var members = file.examples.first?.members ?? []
        change(&members)
        return readingProblem(file.title, members)
    }

    func problem(with value: JSONValue) -> ReadingProblem? {
        problem { members in
            members.removeAll { $0.name == property.name }
            members.append(JSONMember(property.name, value))
        }
    }

    func problem(withElement element: JSONValue) -> ReadingProblem? {
        problem(with: property.isList ? .array([element]) : element)
    }
}

func readingProblem(_ type: String, _ members: [JSONMember]) -> ReadingProblem? {
    do throws(ReadingProblem) { _ = try Fact(type: type, data: .object(members)) } catch {
        return error
    }
    return nil
}
