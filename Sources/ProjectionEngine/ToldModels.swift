internal import EventLog
package import Projections
internal import SQLite

/// Read models told from the log into memory, which any number of readers open side by side.
package struct ToldModels: Sendable {
    /// The models that are in it, each with those it needs.
    package let names: Set<String>
    /// With what opens their figures.
    package let isDetailed: Bool
    /// The event it was told up to, unless one could not be taken in.
    package let last: Int
    let image: DatabaseImage
    let head: Head
    let lastRecordedAt: Instant?
    let quarantined: [Quarantined]

    fileprivate func connection() throws -> Connection {
        do { return try Connection.reading(image) } catch { throw LogError(error) }
    }

    /// Whether it says of `model` what a telling of that model alone would say.
    package func says(_ model: ReadModel, isDetailed: Bool, through last: Int) -> Bool {
        // An event that another model cannot take in is no matter for this one.
        (names == model.withNeeds || quarantined.isEmpty && names.contains(model.name))
            && self.isDetailed == isDetailed && self.last == last
    }
}

extension ReadModels {
    /// Tells `model` and what it needs from the first event to `last` into memory.
    package func told(
        _ model: ReadModel, isDetailed: Bool, through last: Int
    ) throws -> ToldModels {
        let open = try tell(model, isDetailed: isDetailed, through: last)
        return ToldModels(
            names: model.withNeeds, isDetailed: isDetailed, last: last,
            image: try open.image(), head: open.head, lastRecordedAt: open.lastRecordedAt,
            quarantined: open.quarantined)
    }
}

extension OpenModel {
    fileprivate func image() throws -> DatabaseImage {
        do { return try DatabaseImage(connection) } catch { throw LogError(error) }
    }

    /// Opens models that were told.
    package convenience init(_ told: ToldModels) throws {
        self.init(
            try told.connection(), head: told.head, lastRecordedAt: told.lastRecordedAt,
            quarantined: told.quarantined)
    }
}

extension ReadModel {
    /// Its name and those of what it needs.
    fileprivate var withNeeds: Set<String> { Set(needs + [name]) }
}
