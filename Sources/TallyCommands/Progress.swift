internal import Foundation

/// Tells on standard error how far something that takes long has come: plain lines, from one
/// second on.
final class Progress {
    private let doing: String
    /// What is counted.
    private let unit: String
    private let say: (String) -> Void
    private let start = Date()
    private var lastTold = Date()

    init(_ doing: String, of unit: String = "events", say: @escaping (String) -> Void) {
        self.doing = doing
        self.unit = unit
        self.say = say
    }

    /// Tells, at most once a second, that `done` of `total` are done.
    func tell(_ done: Int, _ total: Int) {
        let now = Date()
        guard now.timeIntervalSince(lastTold) >= 1, done < total else { return }
        lastTold = now
        let rate = Double(done) / now.timeIntervalSince(start)
        let left = rate > 0 ? Int(Double(total - done) / rate) + 1 : 0
        say(
            "\(doing): \(done) of \(total) \(unit), \(total > 0 ? 100 * done / total : 100)%, "
                + "\(Int(rate)) \(unit)/s, about \(left) s left\n")
    }
}
