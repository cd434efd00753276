internal import Dispatch
internal import Projections
internal import SQLite
internal import Synchronization

/// Reads back the rows in use of each model beside the threads that rebuild it: while one of those
/// tells the story and the other waits for it.
///
/// Nothing else may change the files meanwhile.
final class RowsInUse: Sendable {
    /// The hash of all rows, or why they cannot be read.
    typealias Digest = Result<String, any Error>

    private let files: [(model: ReadModel, path: String?)]
    private let found = Mutex<[Digest?]>([])
    private let hasBegun = Atomic(false)
    private let reading = DispatchGroup()

    init(_ files: [(model: ReadModel, path: String?)]) { self.files = files }

    /// Begins to read, unless it has begun: best when the log is read.
    func begin() {
        guard hasBegun.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
        else { return }
        DispatchQueue.global().async(group: reading) { [self] in
            let digests = files.map { model, path in path.map { Self.digest(of: model, at: $0) } }
            found.withLock { $0 = digests }
        }
    }

    private static func digest(of model: ReadModel, at path: String) -> Digest {
        Digest {
            let connection = try Connection(path: path, access: .readWrite)
            return try ModelFile.storedDigest(connection, model).hex
        }
    }

    /// Those of each model, in their order, once all are read; `nil` where there is no file.
    var digests: [Digest?] {
        begin()
        reading.wait()
        return found.withLock { $0 }
    }
}
