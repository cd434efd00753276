internal import TallyTestSupport

// Turns every Nth bit of a ledger's log.db over, one at a time, and prints the number of each that a
// verification does not notice; then how many it turned. `scripts/flip-test` judges them.

guard CommandLine.arguments.count == 4, let first = Int(CommandLine.arguments[2]),
    let step = Int(CommandLine.arguments[3]), step > 0
else { fatalError("usage: FlipBits FOLDER FIRST STEP") }

let flips = try BitFlips(folder: CommandLine.arguments[1])
var count = 0
for bit in stride(from: first, to: flips.count, by: step) {
    count += 1
    if try flips.turn(bit, { $0 == nil }) { print(bit) }
}
guard try flips.isAsBefore() else { fatalError("a verification changed the file") }
print("turned \(count)")
