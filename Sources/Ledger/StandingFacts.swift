package import CanonicalJSON
internal import EventLog
package import Events
internal import Programme

/// A fact that is not retracted: as it was first recorded, and as it reads now.
package struct StandingFact: Sendable {
    package let seq: Int
    package let original: Saying
    package let current: Saying

    /// What a fact says, and from which day.
    package struct Saying: Sendable {
        package let day: Day
        package let fact: Fact

        package var data: JSONValue { (try? JSONValue(parsing: fact.canonical)) ?? .null }
    }
}

extension Ledger {
    /// The facts of one type that stand, in the order in which they were recorded.
    package func standing(_ type: String) throws -> [StandingFact] {
        let types = [type, EventCorrected.descriptor.type, EventRetracted.descriptor.type]
        var readings = Readings()
        for event in try log.events(ofTypes: types) {
            // Corrections and retractions of other types have nothing here to change.
            _ = try? readings.add(event)
        }
        return readings.standing
    }
}
