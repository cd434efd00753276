internal import CanonicalJSON
package import Events

// What a ledger says about itself, with defaults for whatever a test is not about.

package func ledgerCreated(from: Day = "2020-01-01") -> Told {
    Told(
        LedgerCreated(ledger: "north-east", name: "North East", origin: "example.org/ne"),
        from: from)
}

package func measureDefined(
    _ definition: String, of measure: Slug = "engaged-schools", from: Day = "2020-01-01"
) -> Told {
    Told(MeasureDefined(definition: definition, measure: measure), from: from)
}

package func controlTotal(_ value: Int, from: Day = "2024-04-01") -> Told {
    Told(
        ControlTotalRecorded(
            asOf: "2024-03-31", measure: "engaged-schools", scope: Scope(programme: "ei"),
            statedBy: "CAB-1", value: value),
        from: from)
}

package func periodClosed(
    _ programme: Slug = "ei", days: (from: Day, to: Day) = ("2022-04-01", "2023-04-01"),
    size: Int = 7, root: Root? = nil, from: Day = "2023-06-01"
) -> Told {
    Told(
        PeriodClosed(
            from: days.from, programme: programme, root: root ?? emptyRoot, size: size,
            to: days.to),
        from: from)
}

package func reportPublished(
    size: Int = 7, root: Root? = nil, from: Day = "2024-06-01"
) -> Told {
    Told(
        ReportPublished(
            headRoot: root ?? emptyRoot, headSize: size, options: JSONValue.object([JSONMember]()),
            report: "engagement",
            sha256: digest("a")),
        from: from)
}

package func conflictNoted(
    _ conflict: Slug?, subject: String = "Last day of NTCA", from: Day = "2025-01-01"
) -> Told {
    Told(
        ConflictNoted(
            conflict: conflict, sources: ["A", "B"], subject: subject, values: ["1", "2"]),
        from: from)
}

package func conflictResolved(
    _ conflict: Slug, chosen: String = "1", from: Day = "2025-02-01"
) -> Told {
    Told(ConflictResolved(chosen: chosen, conflict: conflict), from: from)
}

/// The root of a tree without leaves.
package let emptyRoot: Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
