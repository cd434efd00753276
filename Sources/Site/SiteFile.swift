internal import Dispatch
internal import Synchronization

/// A file of a site: everything it says is known, and is yet to be written down.
struct SiteFile: Sendable {
    let path: String
    let text: @Sendable () -> String

    init(_ path: String, _ text: @escaping @Sendable () -> String) {
        (self.path, self.text) = (path, text)
    }
}

extension [SiteFile] {
    /// The files written down, side by side.
    var written: [(path: String, text: String)] {
        let texts = Mutex([String](repeating: "", count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let text = self[index].text()
            texts.withLock { $0[index] = text }
        }
        return zip(self, texts.withLock(\.self)).map { ($0.path, $1) }
    }
}
