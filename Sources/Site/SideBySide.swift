internal import Dispatch
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Reports
internal import Synchronization

/// Makes things of one moment side by side, each by a thread that reads the ledger over a connection
/// of its own.
struct SideBySide: Sendable {
    private let folder: String
    private let use: ReadModels.FileUse
    private let kept: KeptFindings

    /// - Parameter builder: Its findings are shared.
    init(_ builder: ReportBuilder) throws {
        folder = builder.models.log.folder
        use = builder.models.use
        kept = try builder.kept()
    }

    /// What is made of each item, in their order.
    func map<Item: Sendable, Made: Sendable>(
        _ items: [Item], _ make: @Sendable (Item, ReportBuilder) throws -> Made
    ) throws -> [Made] {
        let next = Atomic(0)
        let results = Mutex([Result<Made, any Error>?](repeating: nil, count: items.count))
        DispatchQueue.concurrentPerform(iterations: threadCount) { _ in
            let builder = Result {
                try ReportBuilder(Ledger(folder: folder), use: use).sharing(kept)
            }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < items.count else { return }
                let made = Result { try make(items[index], builder.get()) }
                results.withLock { $0[index] = made }
            }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }
}

/// Each thread has read models of its own open, so more of them would need more memory.
private let threadCount = 2
