internal import EventLog
internal import Foundation
internal import Ledger

// Records each fact of a file in a transaction of its own, as commands do, and prints the seconds that
// each took; for `scripts/bench`. What the clock runs for is all of it: the lookup of the key, the
// decision, the commit, the head on disk, and reading back.

let words = CommandLine.arguments
guard words.count == 3, let facts = FileManager.default.contents(atPath: words[2]) else {
    fatalError("usage: TimeAppends LEDGER FILE.ndjson")
}
let ledger = try Ledger(folder: words[1])
let act = Act(
    actor: "officer:bench", now: { Instant(Date()) }, mintKey: { _ in UUID().uuidString })
var reader = EntryReader()
for line in facts.split(separator: UInt8(ascii: "\n")) {
    var entry = try reader.entry(Array(line))
    entry.recordedAt = nil
    entry.recordedBy = nil
    let start = ContinuousClock.now
    let (outcomes, _) = try ledger.record([entry], act)
    let duration = ContinuousClock.now - start
    guard case .recorded = outcomes[0] else { fatalError("nothing was recorded: \(outcomes[0])") }
    print(duration / .seconds(1))
}
