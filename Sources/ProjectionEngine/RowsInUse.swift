internal import Dispatch
internal import Projections
internal import SQLite
internal import Synchronization

/// Reads back the rows in use of each model beside the threads that rebuild it, whenever one of
/// those has to wait for another.
///
/// Nothing else may change the files meanwhile.
final class RowsInUse: Sendable {
    /// The hash of all rows, or why they cannot be read.
    typealias Digest = Result<String, any Error>

    private let found: Mutex<[Digest?]>
    private let reading = DispatchGroup()

    init(_ files: [(model: ReadModel, path: String?)]) {
        found = Mutex(Array(repeating: nil, count: files.count))
        DispatchQueue.global().async(group: reading) { [self] in
            for (index, file) in files.enumerated() {
                guard let path = file.path else { continue }
                let digest = Digest {
                    let connection = try Connection(path: path, access: .readWrite)
                    return try ModelFile.storedDigest(connection, file.model).hex
                }
                found.withLock { $0[index] = digest }
            }
        }
    }

    /// Those of each model, in their order, once all are read; `nil` where there is no file.
    var digests: [Digest?] {
        reading.wait()
        return found.withLock { $0 }
    }
}
