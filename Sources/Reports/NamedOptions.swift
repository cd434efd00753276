package import CanonicalJSON
internal import EventLog
package import Events

extension ReportOptions {
    /// What is asked, by the names that `ReportPublished` and the JSON form of a report give it.
    ///
    /// What is not asked is left out, and so is the point of the history, which the head says.
    package var named: [JSONMember] {
        let members: [(String, JSONValue?)] = [
            ("asOf", .string(asOf.text)),
            ("authority", authority.map { .string($0.text) }),
            ("boundary", boundary == .asWas ? nil : .string(boundary.text)),
            ("by", by.isEmpty ? nil : .array(by.map { .string($0.rawValue) })),
            ("comparedWith", comparedWith.map { .string($0.text) }),
            ("disclosure", disclosure == .exact ? nil : .string(disclosure.rawValue)),
            ("from", from.map { .string($0.text) }),
            ("la", localAuthorities.map { .array($0.map { .string($0.text) }) }),
            ("openingKnownAt", openingKnownAt.map(\.json)),
            ("prices", prices.map { .string($0.text) }),
            ("programme", programme.map { .string($0.text) }),
            ("strand", strand.map { .string($0.text) }),
            // Only areas as they are now depend on the day it is.
            ("today", boundary == .current ? .string(today.text) : nil),
        ]
        return members.compactMap { name, value in value.map { JSONMember(name, $0) } }
    }

    /// Reads what ``named`` gives; other members are passed over.
    ///
    /// - Returns: `nil` when a member cannot be read, as when a later program wrote it.
    package init?(named members: JSONValue, today: Day) {
        guard let day = members["asOf"]?.text.flatMap({ Day($0) }) else { return nil }
        self.init(asOf: day, today: members["today"]?.text.flatMap { Day($0) } ?? today)
        var isRead = true
        func read<T>(_ name: String, _ transform: (JSONValue) -> T?) -> T? {
            guard let value = members[name] else { return nil }
            let result = transform(value)
            if result == nil { isRead = false }
            return result
        }
        authority = read("authority") { $0.text.flatMap { Slug($0) } }
        boundary = read("boundary") { $0.text.flatMap { Boundary($0) } } ?? .asWas
        by = read("by") { list($0) { Dimension(rawValue: $0) } } ?? []
        comparedWith = read("comparedWith") { $0.text.flatMap { ClosedRange<Day>($0) } }
        form = read("form") { $0.integer }
        disclosure = read("disclosure") { $0.text.flatMap(Disclosure.init) } ?? .exact
        from = read("from") { $0.text.flatMap { Day($0) } }
        localAuthorities = read("la") { list($0) { LACode($0) } }
        openingKnownAt = read("openingKnownAt") { KnownAt($0) }
        prices = read("prices") { $0.text.flatMap { PriceChoice($0) } }
        programme = read("programme") { $0.text.flatMap { Slug($0) } }
        strand = read("strand") { $0.text.flatMap { Slug($0) } }
        guard isRead else { return nil }
    }

    /// The words of a command line that asks the same, known up to event `seq`.
    package func words(report name: String, knownAt seq: Int) -> [String] {
        let options = named.flatMap { member in
            ["--" + optionName(member.name), words(member.value)]
        }
        let form = form(of: name)
        let formWords = form > 1 ? ["--form", String(form)] : []
        return ["report", name] + options + ["--known-at", String(seq)] + formWords
    }

    private func words(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): elements.map(words).joined(separator: ",")
        case .integer(let number): String(number)
        default: value.text ?? ""
        }
    }
}

private func list<T>(_ value: JSONValue, _ read: (String) -> T?) -> [T]? {
    guard let elements = value.elements else { return nil }
    let values = elements.compactMap { $0.text.flatMap(read) }
    return values.count == elements.count ? values : nil
}

/// `asOf` is `--as-of` on the command line.
private func optionName(_ member: String) -> String {
    member.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
}

extension KnownAt {
    fileprivate var json: JSONValue {
        switch self {
        case .seq(let seq): .integer(seq)
        case .instant(let instant): .string(instant.text)
        }
    }

    fileprivate init?(_ value: JSONValue) {
        if let seq = value.integer {
            self = .seq(seq)
        } else if let instant = value.text.flatMap({ Instant($0) }) {
            self = .instant(instant)
        } else {
            return nil
        }
    }
}
