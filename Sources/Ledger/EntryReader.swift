internal import CanonicalJSON
internal import EventLog
internal import Events

/// Reads facts as files hold them, one flat JSON object after another.
///
/// Most lines say what they say plainly and are read in one pass over their bytes. The others, and
/// all that are wrong in some way, are read by ``Entry/init(flat:)``, of which this is a faster
/// equal.
package struct EntryReader {
    private var object = PlainObject()

    package init() {}

    /// - Throws: ``ReadingProblem`` that names the member, or ``JSONError``.
    package mutating func entry(_ line: [UInt8]) throws -> Entry {
        if let entry = plain(line) { return entry }
        return try Entry(flat: try JSONValue(parsing: line))
    }

    /// The entry that a plain line holds; `nil` where there is any doubt.
    private mutating func plain(_ line: [UInt8]) -> Entry? {
        guard object.read(line.span), object.sort(line.span) else { return nil }
        var envelope = PlainEnvelope()
        var data: [UInt8] = []
        data.reserveCapacity(line.count)
        for member in object.members {
            guard let isRead = envelope.read(member, line.span) else {
                data.append(data.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
                // With the quotes, which stand around every name.
                data += line[member.name.lowerBound - 1..<member.name.upperBound + 1]
                data.append(UInt8(ascii: ":"))
                data += line[member.value]
                continue
            }
            guard isRead else { return nil }
        }
        if data.isEmpty { data.append(UInt8(ascii: "{")) }
        data.append(UInt8(ascii: "}"))
        return envelope.entry(data)
    }
}

/// What a line says beside the data of its fact.
private struct PlainEnvelope {
    private var type: FactType?
    private var validFrom: Day?
    private var key: String?
    private var reason: String?
    private var recordedAt: Instant?
    private var recordedBy: String?
    private var source: String?

    /// Takes the member if it is one of these, and says whether it could be read; `nil` if it is
    /// not.
    mutating func read(
        _ member: PlainObject.Member, _ line: borrowing Span<UInt8>
    ) -> Bool? {
        let name = line.extracting(member.name)
        // The first letter tells most members of the data apart from these.
        switch name.count > 0 ? name[0] : 0 {
        case UInt8(ascii: "k") where isText(name, "key"): return Self.read(&key, member, line)
        case UInt8(ascii: "r") where isText(name, "reason"):
            return Self.read(&reason, member, line)
        case UInt8(ascii: "r") where isText(name, "recordedAt"):
            recordedAt = member.text.flatMap { Instant(utf8: line.extracting($0)) }
            return recordedAt != nil
        case UInt8(ascii: "r") where isText(name, "recordedBy"):
            return Self.read(&recordedBy, member, line)
        case UInt8(ascii: "s") where isText(name, "source"):
            return Self.read(&source, member, line)
        case UInt8(ascii: "t") where isText(name, "type"):
            type = member.text.flatMap { FactType.named(line.extracting($0)) }
            return type != nil
        case UInt8(ascii: "v") where isText(name, "v"):
            return isText(line.extracting(member.value), "1")
        case UInt8(ascii: "v") where isText(name, "validFrom"):
            validFrom = member.text.flatMap { Day(utf8: line.extracting($0)) }
            return validFrom != nil
        default: return nil
        }
    }

    func entry(_ data: [UInt8]) -> Entry? {
        guard let type else { return nil }
        var entry = Entry(type, canonical: data)
        if let source {
            // The funding a programme has also has a source.
            guard type.descriptor.member("source") == nil else { return nil }
            entry.source = .object([("reference", .string(source))])
        }
        entry.validFrom = validFrom
        entry.key = key
        entry.reason = reason
        entry.recordedAt = recordedAt
        entry.recordedBy = recordedBy
        return entry
    }

    private static func read(
        _ value: inout String?, _ member: PlainObject.Member, _ line: borrowing Span<UInt8>
    ) -> Bool {
        // An empty text is refused, in words that are not kept here.
        guard let text = member.text, !text.isEmpty else { return false }
        value = String(utf8: line.extracting(text))
        return true
    }
}

private func isText(_ bytes: borrowing Span<UInt8>, _ text: String) -> Bool {
    let wanted = text.utf8.span
    guard bytes.count == wanted.count else { return false }
    for index in wanted.indices where bytes[index] != wanted[index] { return false }
    return true
}
