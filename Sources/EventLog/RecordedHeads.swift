internal import Essentials
internal import SQLite

// The file `heads`: what was acknowledged.

extension EventLog {
    /// Throws when the last head acknowledged is of more events than there are.
    ///
    /// Heads are recorded after the events they count, so a reader that reads the heads first can
    /// only find as many events or more.
    func expectTail() throws(LogError) {
        guard let file = try? InputFile(path: headsPath) else { return }
        try? file.skip(toLast: lastHeadsByteCount)
        let data = (try? file.read(upTo: lastHeadsByteCount)) ?? []
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let longest = lines.compactMap { RecordedHead(line: $0)?.head.size }.max() ?? 0
        let size = try size()
        guard size >= longest else { throw shorter(size, longest) }
    }

    /// The heads that were acknowledged, as the file `heads` has them.
    func recordedHeads() throws(LogError) -> [RecordedHead] {
        try expectHeads()
        return try Self.heads(at: headsPath) ?? []
    }

    /// The events of each write that was acknowledged, oldest first.
    package func writes() throws(LogError) -> [ClosedRange<Int>] {
        let ends = Set(try recordedHeads().map(\.head.size)).subtracting([0]).sorted()
        return zip([0] + ends, ends).map { $0 + 1...$1 }
    }

    /// Throws when there are events, but no record of their acknowledgement.
    func expectHeads() throws(LogError) {
        guard fileSize(headsPath) == nil, try size() > 0 else { return }
        throw LogError(
            .different(head: 0), "the file heads is missing",
            hint: "without it a lost tail cannot be noticed; restore it from a copy",
            at: Disagreement(
                member: "heads", expected: "a line for each acknowledged write",
                found: "no such file"))
    }

    /// The heads in the file at `path`; `nil` when there is no such file.
    static func heads(at path: String) throws(LogError) -> [RecordedHead]? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        var heads: [RecordedHead] = []
        for (index, line) in lines.enumerated() {
            guard let head = RecordedHead(line: line) else {
                throw LogError(
                    .different(head: 0), "line \(index + 1) of the file heads cannot be read",
                    hint: "restore the file heads from a copy",
                    at: Disagreement(
                        member: "line \(index + 1) of heads", expected: "SIZE ROOT TIME",
                        found: String(line)))
            }
            heads.append(head)
        }
        return heads
    }
}

/// Enough of the end of the file `heads` to hold the lines of many writers at once.
private let lastHeadsByteCount = 4_096

// MARK: - The last good one

extension EventLog {
    /// The newest of `heads` that agrees with the leaves of the first events, `last` of them at
    /// most; `nil` when none does.
    package func newestAgreeing(_ heads: [Head], through last: Int) -> Head? {
        let bySize = Dictionary(grouping: heads.filter { $0.size <= last }) { $0.size }
        var tree = CompactRange()
        var newest: Head?
        // Beyond what can be read, none can agree.
        try? connection.scanLeaves(through: bySize.keys.max() ?? 0) { seq, leaf in
            guard seq == tree.size + 1 else { return }
            tree.append(leafHash(leaf))
            newest = bySize[seq]?.first { $0.root == tree.root } ?? newest
        }
        return newest
    }

    /// The newest head in the file `heads` that agrees with the first events, `last` of them at
    /// most; `nil` when none does.
    ///
    /// A line that cannot be read is passed over.
    package func newestRecordedHead(through last: Int) -> Head? {
        let data = FileManager.default.contents(atPath: headsPath) ?? Data()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return newestAgreeing(lines.compactMap { RecordedHead(line: $0)?.head }, through: last)
    }
}
