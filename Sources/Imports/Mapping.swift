internal import CanonicalJSON
package import Events

/// How a file's words are read: its headers, and its names of types, phases and statuses.
///
/// Nothing is read that the mapping does not name, so an officer can see and change every reading.
package struct Mapping: Equatable, Sendable {
    /// Headers of a list of schools.
    package var columns: ColumnMapping<RegisterColumn>
    /// Headers of a list of links.
    package var linkColumns: ColumnMapping<LinkColumn>
    /// The file's names of types that are not GIAS's own.
    package var schoolTypes: [String: SchoolType]
    /// The file's names of phases.
    package var phases: [String: Phase]
    /// The file's names of statuses.
    package var statuses: [String: Status]
    package var phaseFromRoll: PhaseFromRoll

    /// What becomes of a row with some status.
    package enum Status: String, Token, CaseIterable {
        case open
        case closed
        /// Not open yet.
        case proposed
        case setAside = "set-aside"
    }

    /// The type of establishment that the file calls `name`.
    func schoolType(_ name: String) -> SchoolType? {
        SchoolType(name) ?? look(up: name, in: schoolTypes)
            ?? SchoolType.all.first { isSameName($0, name) }.flatMap { SchoolType($0) }
    }

    /// The phase that the file calls `name`.
    func phase(_ name: String) -> Phase? { look(up: name, in: phases) ?? Phase(name) }

    func status(_ name: String) -> Status? { look(up: name, in: statuses) }

    private func look<T>(up name: String, in names: [String: T]) -> T? {
        names[name] ?? names.first { isSameName($0.key, name) }?.value
    }
}

/// What a list of schools can tell of each.
package enum RegisterColumn: String, ColumnName, CaseIterable {
    case urn, name, la, laName, onsCode, schoolType, phase, status, openDate, closeDate
    case pupils, primaryPupils, secondaryPupils, fsmPercent
    case laestab, establishmentNumber, ukprn, trust, trustName, trustFlag
}

/// What a list of links can tell of each.
package enum LinkColumn: String, ColumnName, CaseIterable {
    case urn, name, linkUrn, linkName, linkType, date, superseded, firstSeen, lastSeen
}

/// The phase of a school whose list has no phase but tells pupils of primary and secondary age apart.
package struct PhaseFromRoll: Equatable, Sendable {
    package var primaryOnly: Phase
    package var secondaryOnly: Phase
    /// For a school with pupils of both.
    package var both: Phase
    /// For a school with pupils of both whose name contains ``middleWord``.
    package var bothNamedMiddle: Phase
    /// For a school with pupils of neither.
    package var neither: Phase
    package var middleWord: String
    /// Types for which GIAS gives no phase, whoever is on roll.
    package var typesWithoutPhase: [SchoolType]
}

extension Mapping {
    /// Takes `COLUMN=member` pairs, as the command line gives them, on top of what is here.
    ///
    /// - Throws: ``ImportProblem`` when a pair has another form or names no member.
    package mutating func prefer(registerColumns pairs: [String]) throws(ImportProblem) {
        for pair in pairs { try columns.prefer(pair) }
    }

    /// The same for the columns of a list of links.
    package mutating func prefer(linkColumns pairs: [String]) throws(ImportProblem) {
        for pair in pairs { try linkColumns.prefer(pair) }
    }
}

/// The pairs of `COLUMN=member,COLUMN=member`; a comma that no member is before belongs to a header.
package func mapPairs(_ text: String) -> [String] {
    var pairs: [String] = []
    var isOpen = false
    guard !text.isEmpty else { return [] }
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        if isOpen { pairs[pairs.count - 1] += "," + part } else { pairs.append(part) }
        isOpen = !part.contains("=")
    }
    return pairs
}

extension ColumnMapping {
    /// Takes a `COLUMN=member` pair, as the command line gives it, on top of what is here.
    ///
    /// - Throws: ``ImportProblem`` when it has another form or names no member.
    package mutating func prefer(_ pair: String) throws(ImportProblem) {
        // A header may hold an equals sign; the name of a member does not.
        guard let equals = pair.lastIndex(of: "="), equals > pair.startIndex else {
            throw ImportProblem(
                "'\(pair)' does not say which column is which",
                remedy: "write the header, an equals sign and the member, such as 'School=name'")
        }
        let member = String(pair[pair.index(after: equals)...])
        guard let column = Column(rawValue: member), headers[column] != nil else {
            let members = headers.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw ImportProblem(
                "'\(member)' is not something a column is read as",
                remedy: "use one of \(members)")
        }
        prefer(String(pair[..<equals]), for: column)
    }
}
