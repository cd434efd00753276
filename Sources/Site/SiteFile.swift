internal import Dispatch
internal import Reports
internal import Synchronization

/// A file of a site: everything it says is known, and is yet to be written down.
struct SiteFile: Sendable {
    let path: String
    let text: @Sendable () -> String

    init(_ path: String, _ text: @escaping @Sendable () -> String) {
        (self.path, self.text) = (path, text)
    }
}

/// A file of a site, with what is in it.
package struct WrittenFile: Sendable {
    /// Its place in the folder.
    package let path: String
    package let text: String
    /// Of the text, in hexadecimal.
    let sha256: String

    init(path: String, text: String) {
        (self.path, self.text) = (path, text)
        sha256 = digest(ofPrinted: text)
    }
}

extension [SiteFile] {
    /// The files written down, side by side.
    var written: [WrittenFile] {
        let files = Mutex([WrittenFile?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let file = WrittenFile(path: self[index].path, text: self[index].text())
            files.withLock { $0[index] = file }
        }
        return files.withLock { $0.compactMap(\.self) }
    }
}
