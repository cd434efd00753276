internal import CanonicalJSON
package import EventLog
internal import Events

/// Events that were recorded in one go: an import, or the undoing of one.
package struct ImportUnit: Equatable, Sendable {
    /// The numbers of its events.
    package let events: ClosedRange<Int>
    /// What was imported: `facts`, `register`, `gias-links`; `undo` for an undoing.
    package let kind: String
    /// What was imported, as it was called: mostly the name of a file.
    package let reference: String?
    /// The SHA-256 of the file, in hexadecimal digits.
    package let sha256: String?
    package let recordedAt: Instant
    package let recordedBy: String
    /// How many rows the file had, where the ledger was told.
    package let rows: Int?
    /// Of an undoing, the first event of the import it undid.
    package let undoes: Int?
    /// The undoing of this import; `nil` while it stands.
    package internal(set) var undoneBy: ClosedRange<Int>?

    /// What an officer can call it by: the beginning of the file's SHA-256, or its first event.
    package var id: String {
        sha256.map { String($0.prefix(idDigits)) } ?? String(events.lowerBound)
    }

    package var isUndoing: Bool { undoes != nil }
}

/// How many digits of a SHA-256 name an import.
private let idDigits = 8

extension Ledger {
    /// Every import and every undoing, oldest first.
    ///
    /// A line of the file `heads` says where a transaction ended. One of several events is an import,
    /// and so is one whose events name the file they come from.
    ///
    /// - Parameters:
    ///   - count: Of how many transactions, the newest.
    ///   - last: The last event that counts.
    package func imports(
        ofLastWrites count: Int = .max, through last: Int = .max
    ) throws -> [ImportUnit] {
        var units: [ImportUnit] = []
        // What the ledger was made with is no import: without it there would be no ledger.
        let writes = try log.writes().filter { $0.lowerBound > 1 && $0.upperBound <= last }
        for events in writes.suffix(count) {
            units += try parts(of: events).compactMap { try unit($0) }
        }
        for (index, undoing) in units.enumerated() {
            guard let first = undoing.undoes,
                let undone = units[..<index].firstIndex(where: { $0.events.lowerBound == first })
            else { continue }
            units[undone].undoneBy = undoing.events
        }
        return units
    }

    /// A transaction cut where another file or another person begins, because one that was killed
    /// before it was acknowledged has no line of its own.
    private func parts(of events: ClosedRange<Int>) throws -> [ClosedRange<Int>] {
        guard let first = try log.event(at: events.lowerBound),
            let last = try log.event(at: events.upperBound)
        else { return [] }
        guard first.recordedBy != last.recordedBy || first.isOfAnotherFile(than: last) else {
            return [events]
        }
        var parts: [ClosedRange<Int>] = []
        var start = events.lowerBound
        var before = first
        try log.scan(from: events.lowerBound + 1, through: events.upperBound) { event in
            if event.recordedBy != before.recordedBy || event.isOfAnotherFile(than: before) {
                parts.append(start...event.seq - 1)
                start = event.seq
            }
            before = event
            return true
        }
        return parts + [start...events.upperBound]
    }

    private func unit(_ events: ClosedRange<Int>) throws -> ImportUnit? {
        guard let first = try log.event(at: events.lowerBound),
            let last = try log.event(at: events.upperBound)
        else { return nil }
        guard events.count > 1 || first.isOfUnit else { return nil }
        let source = first.source
        let isClosed = last.type == RegisterExtractImported.descriptor.type
        return ImportUnit(
            events: events, kind: source?["kind"]?.text ?? "facts",
            reference: source?["reference"]?.text, sha256: first.fileDigest,
            recordedAt: last.recordedAt, recordedBy: last.recordedBy,
            rows: isClosed ? last.dataValue["rows"]?.integer : nil,
            undoes: source?["undoes"]?.integer)
    }
}

extension RecordedEvent {
    /// The SHA-256 of the file it comes from.
    fileprivate var fileDigest: String? { source?["sha256"]?.text }

    /// Whether it says that it was recorded in a unit, be it the only event of it.
    fileprivate var isOfUnit: Bool {
        fileDigest != nil || source?["kind"]?.text == ImportUnit.undoKind
    }

    fileprivate func isOfAnotherFile(than other: RecordedEvent) -> Bool {
        guard let own = fileDigest, let theirs = other.fileDigest else { return false }
        return own != theirs
    }

    /// Whether it takes back what an import had recorded, in an undoing of the whole.
    var isOfUndoing: Bool {
        type == EventRetracted.descriptor.type && source?["kind"]?.text == ImportUnit.undoKind
    }
}

extension ImportUnit {
    static let undoKind = "undo"

    /// Where the events of its undoing come from.
    var sourceOfUndoing: JSONValue {
        .object([
            ("kind", .string(Self.undoKind)), ("reference", reference.map { .string($0) }),
            ("sha256", sha256.map { .string($0) }), ("undoes", .integer(events.lowerBound)),
        ])
    }
}
