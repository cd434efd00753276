import Foundation

/// How many random histories a property is tried on: `ordinary`, or what `TALLY_HISTORIES` says.
func histories(_ ordinary: Int) -> Int {
    ProcessInfo.processInfo.environment["TALLY_HISTORIES"].flatMap { Int($0) } ?? ordinary
}
