/// The candidate that `word` most likely stands for: at most two slips away, and fewer than
/// half of its letters wrong, so that a short word is not near to every other.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let typed = word.drop { $0 == "-" }.lowercased()
    let near = candidates.map { candidate in
        let name = candidate.drop { $0 == "-" }.lowercased()
        let letters = max(typed.count, name.count)
        return (candidate, edits: distance(typed, name), limit: min(2, (letters - 1) / 2))
    }
    return near.filter { $0.edits <= $0.limit }.min { $0.edits < $1.edits }?.0
}

/// The fewest single-character edits that turn `a` into `b`; swapping two neighbours is one.
///
/// This is the optimal string alignment distance, which keeps three rows of its table.
func distance(_ a: some StringProtocol, _ b: some StringProtocol) -> Int {
    let (a, b) = (Array(a), Array(b))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var least = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                least = min(least, beforeLast[j - 1] + 1)
            }
            row.append(least)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

/// "a", "a or b", "a, b or c".
func listed(_ words: [String], or conjunction: String) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}
