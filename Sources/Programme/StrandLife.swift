internal import Events

/// When a strand was open, whatever was told of it since.
struct StrandLife: Sendable {
    private var spans: [(opened: Since, closed: Since?)] = []

    mutating func open(_ since: Since) { spans.append((since, nil)) }

    mutating func close(_ since: Since) { spans[spans.count - 1].closed = since }

    /// Whether a record said `since` then may be about these days: from the first on which the strand
    /// was open, to the last of the span it was said in, or after.
    func allows(from: Day, to: Day, said since: Since) -> Bool {
        guard let first = spans.first?.opened, first < since, first.day <= from, from <= to,
            let span = spans.last(where: { $0.opened < since })
        else { return false }
        return span.closed.map { to <= $0.day } ?? true
    }
}
