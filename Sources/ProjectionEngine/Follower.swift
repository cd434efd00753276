package import EventLog
package import Projections
internal import SQLite

/// Keeps read models up to date while other processes record events.
package final class Follower: Sendable {
    private let watch: FileWatch

    /// What happened, for whoever watches over it.
    package enum News: Sendable {
        /// All read models hold events 1 to `events`.
        case ready(events: Int)
        case worked([Work])
        /// Something failed; it will be tried again with the next event.
        case failed(String)
        case stopped
    }

    package init(_ log: EventLog) throws(LogError) {
        do throws(SQLiteError) { watch = try FileWatch(path: log.headsPath) } catch {
            throw LogError(error)
        }
    }

    /// Lets ``run(_:of:_:)`` return after the transaction it is in; from any thread.
    package func stop() { watch.stop() }

    /// Brings `models` up to date now and whenever an event is recorded, until stopped.
    ///
    /// Between events it waits without using the processor.
    package func run(
        _ models: [ReadModel]?, of readModels: ReadModels, _ tell: (News) -> Void
    ) throws {
        var isReady = false
        repeat {
            do {
                let work = try readModels.bringUpToDate(models)
                if !work.isEmpty { tell(.worked(work)) }
                if !isReady { tell(.ready(events: try readModels.log.size())) }
                isReady = true
            } catch let error as LogError where error.kind == .busy || error.kind == .storage {
                tell(.failed(error.description))
            } catch let problem as DefinitionProblem {
                tell(.failed(problem.description))
            }
        } while try watch.waitForChange()
        tell(.stopped)
    }
}
