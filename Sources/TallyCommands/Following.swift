internal import CanonicalJSON
internal import Dispatch
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension Session {
    /// Keeps read models up to date until the process is interrupted or told to end.
    func follow(_ models: ReadModels, _ chosen: [ReadModel], asJSON: Bool) throws {
        let follower = try Follower(models.log)
        let signals = [SIGINT, SIGTERM].map { number in
            // The source sees the signal even though the process ignores it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { follower.stop() }
            source.resume()
            return source
        }
        defer { signals.forEach { $0.cancel() } }
        try follower.run(chosen, of: models) { news in
            if asJSON { print(news.json.compact) } else { news.lines.forEach { say($0 + "\n") } }
        }
    }
}

extension Follower.News {
    fileprivate var lines: [String] {
        switch self {
        case .ready(let events): ["ready: read models hold events 1 to \(events)"]
        case .worked(let work): work.map(\.line)
        case .failed(let why): ["FAILED: \(printable(why)); trying again with the next event"]
        case .stopped: ["stopped"]
        }
    }

    fileprivate var json: JSONValue {
        switch self {
        case .ready(let events):
            .object([("state", .string("ready")), ("events", .integer(events))])
        case .worked(let work):
            .object([("state", .string("worked")), ("models", .array(work.map(\.json)))])
        case .failed(let why):
            .object([("state", .string("failed")), ("error", .string(why))])
        case .stopped: .object([("state", .string("stopped"))])
        }
    }
}
