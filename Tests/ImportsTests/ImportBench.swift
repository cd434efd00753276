import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import Programme
import Testing

@testable import Imports

/// A ledger of its own for one test, and the two imports as a command would run them.
final class ImportBench {
    let ledger: Ledger
    private let folder: String
    private let act: Act

    init() throws {
        folder = NSTemporaryDirectory() + "tally-imports-" + UUID().uuidString
        let instant = try #require(Instant("2025-06-02T09:00:00.000Z"))
        act = Act(actor: "officer:test", now: { instant }, mintKey: { _ in UUID().uuidString })
        var created = Entry(type: "LedgerCreated", validFrom: day("2014-01-01"))
        created.members = [
            .init("ledger", .string("test")), .init("name", .string("Test")),
            .init("origin", .string("tallystick.example/test")),
        ]
        ledger = try Ledger.create(folder: folder)
        _ = try ledger.record([created], act)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What became of the entries of an import.
    struct Tally: Equatable, Sendable {
        var recorded = 0
        var repeated = 0
        var refusals: [String] = []
    }

    func readings() throws -> Readings {
        var readings = Readings()
        try ledger.log.scan { event in
            try readings.add(event)
            return true
        }
        return readings
    }

    func known() throws -> KnownRegister { try KnownRegister(ledger) }

    func world() throws -> World { try World.told(by: readings().facts) }

    func importRegister(_ plan: RegisterPlan) throws -> Tally {
        try record(plan.entries.map(\.entry) + [plan.closing()])
    }

    func importLinks(
        _ bytes: [UInt8], fileName: String, on date: String = "2025-04-22",
        _ edit: (inout LinksImport) -> Void = { _ in }
    ) throws -> (LinksPlan, Tally) {
        var links = LinksImport(
            fileName: fileName, extractDate: day(date), register: try known())
        edit(&links)
        let plan = try links.plan(bytes)
        return (plan, try record(plan.entries.map(\.entry) + [plan.closing()]))
    }

    func record(_ entries: [Entry]) throws -> Tally {
        try ledger.record(act, inMemory: true) { record in
            var tally = Tally()
            for entry in entries {
                do {
                    switch try record(entry) {
                    case .recorded: tally.recorded += 1
                    case .alreadyRecorded, .alreadyHolds: tally.repeated += 1
                    }
                } catch let refusal as Refusal {
                    tally.refusals.append("\(entry.key ?? ""): \(refusal)")
                }
            }
            return tally
        }.outcomes
    }
}

/// The day that `text` is; for days that tests write themselves.
func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
    return day
}

func urn(_ text: String) -> URN {
    guard let urn = URN(text) else { preconditionFailure("\(text) is no URN") }
    return urn
}
