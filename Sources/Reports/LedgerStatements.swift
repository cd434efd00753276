internal import EventLog
internal import Events
internal import Ledger
internal import Programme

extension ReportBuilder {
    /// The facts filed under the stories whose names start with `prefix`, as they read at event
    /// `last`, in the order in which they were recorded.
    func facts(under prefix: String, through last: Int) throws -> [Reading] {
        let log = ledger.log
        var events: [Int: RecordedEvent] = [:]
        for story in try log.stories(startingWith: prefix) {
            for event in try log.story(story, changesOnly: false) where event.seq <= last {
                events[event.seq] = event
            }
        }
        return try LogStories(log).readings(of: events.values, through: last).facts
            .sorted { $0.seq < $1.seq }
    }
}
