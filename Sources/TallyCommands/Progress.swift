internal import Essentials

/// Tells on standard error how far something that takes long has come, from one second on: on a
/// terminal in one line that is rewritten, elsewhere in plain lines.
final class Progress {
    private let doing: String
    /// What is counted.
    private let unit: String
    /// How many there are in all; `nil` where that is not known beforehand.
    private let total: Int?
    private let session: Session
    private let start = Date()
    private var lastTold = Date()

    init(
        _ doing: String, of unit: String = "events", total: Int? = nil, _ session: Session
    ) {
        self.doing = doing
        self.unit = unit
        self.total = total
        self.session = session
    }

    /// Tells, at most once a second, that `done` of `total` are done.
    func tell(_ done: Int, _ total: Int) { tell(done, of: total) }

    /// Tells, at most once a second, that `done` are done, of as many as there are.
    func tell(_ done: Int) { tell(done, of: total) }

    private func tell(_ done: Int, of total: Int?) {
        let now = Date()
        guard now.timeIntervalSince(lastTold) >= 1, done < total ?? .max else { return }
        lastTold = now
        session.status.tell(words(done, total, now.timeIntervalSince(start)), session.say)
    }

    private func words(_ done: Int, _ total: Int?, _ seconds: Double) -> String {
        let rate = Double(done) / seconds
        let pace = "\(Int(rate)) \(unit)/s"
        guard let total else { return "\(doing): \(done) \(unit), \(pace)" }
        let left = rate > 0 ? Int(Double(total - done) / rate) + 1 : 0
        return "\(doing): \(done) of \(total) \(unit), \(total > 0 ? 100 * done / total : 100)%, "
            + "\(pace), about \(left) s left"
    }
}

/// The line on which progress is told.
package final class StatusLine {
    /// Whether it is rewritten in place.
    private let isRewritten: Bool
    private var isShown = false

    init(isRewritten: Bool) { self.isRewritten = isRewritten }

    func tell(_ words: String, _ say: (String) -> Void) {
        guard isRewritten else { return say(words + "\n") }
        say(eraseLine + words.prefix(columnsMaximum))
        isShown = true
    }

    /// Takes the line away, before anything else is written.
    func clear(_ say: (String) -> Void) {
        if isShown { say(eraseLine) }
        isShown = false
    }
}

/// Back to the beginning of the line, and nothing in it:
/// <https://www.xfree86.org/current/ctlseqs.html>, EL.
private let eraseLine = "\r\u{1B}[K"
/// A longer line would be broken, and its beginning stay.
private let columnsMaximum = 79
