package import CanonicalJSON

/// A type of event, as the vocabulary holds it: its description, and how to read its facts.
package final class FactType: Sendable {
    package let descriptor: FactDescriptor
    package let read:
        @Sendable (inout JSONCursor, borrowing Span<UInt8>) throws(ReadingProblem) -> Fact

    init(
        _ type: any FactData.Type,
        read:
            @escaping @Sendable (inout JSONCursor, borrowing Span<UInt8>)
            throws(ReadingProblem) -> Fact
    ) {
        descriptor = type.descriptor
        self.read = read
    }
}

extension FactType {
    /// The type called so in UTF-8; `nil` when there is none.
    package static func named(_ name: borrowing Span<UInt8>) -> FactType? {
        vocabularyByBytes.value(name)
    }
}

extension Fact {
    /// Reads the facts of an event of `type` from canonical JSON.
    ///
    /// - Throws: ``ReadingProblem`` when the type or the version is not known, or the data does not
    ///   have the shape of the type.
    package init(
        type: String, version: Int, reading cursor: inout JSONCursor,
        _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) {
        guard let known = vocabulary[type] else {
            throw ReadingProblem("\(type) is not a type of event this program knows")
        }
        guard version == known.descriptor.version else {
            throw ReadingProblem("version \(version) of \(type) is not known to this program")
        }
        self = try known.read(&cursor, bytes)
    }

    /// Reads the facts of an event whose type is the text at `type` in the same bytes, without its
    /// quotes.
    package init(
        typeAt type: Range<Int>, version: Int, reading cursor: inout JSONCursor,
        _ bytes: borrowing Span<UInt8>
    ) throws(ReadingProblem) {
        guard let known = vocabularyByBytes.value(bytes.extracting(type)),
            version == known.descriptor.version
        else {
            // Either it has an escape in it, or this says what is wrong.
            var start = JSONCursor(at: type.lowerBound - 1)
            let name = try String.read(&start, bytes)
            try self.init(type: name, version: version, reading: &cursor, bytes)
            return
        }
        self = try known.read(&cursor, bytes)
    }

    /// Reads facts given as JSON in any form, by putting it in canonical form first.
    package init(type: String, version: Int = 1, data: JSONValue) throws(ReadingProblem) {
        let bytes = data.canonical
        var cursor = JSONCursor()
        self = try Fact(type: type, version: version, reading: &cursor, bytes.span)
    }

    package var descriptor: FactDescriptor { Swift.type(of: data).descriptor }
    package var type: String { descriptor.type }
    package var stories: Stories { data.stories }

    /// The data as canonical JSON.
    package var canonical: [UInt8] {
        var writer = JSONWriter()
        data.write(to: &writer)
        return writer.bytes
    }
}
