import CanonicalJSON
import EventLog
import Events
import Foundation
import Ledger
import TallyTestSupport

/// A ledger about a few schools to which everything happens within a few days, as it hardly ever does in
/// a ``RandomHistory``: what is legal of what was proposed.
final class BusyLedger {
    let ledger: Ledger
    private let folder =
        FileManager.default.temporaryDirectory.path + "/tally-"
        + UUID().uuidString

    init(seed: Int) throws {
        ledger = try Ledger.create(folder: folder)
        var choices = SplitMix64(seed: seed)
        let proposed =
            Self.setting(&choices) + (0..<220).map { _ in Self.act(&choices) }
        _ = try ledger.record(testAct, inMemory: true) { record in
            var recorded = 0
            for told in proposed {
                let entry = Entry(
                    type: told.fact.type, validFrom: told.from,
                    members: told.data.members ?? [])
                // What would not be legal is left out.
                if case .recorded? = try? record(entry) { recorded += 1 }
                if recorded > 0, choices.chance(8) {
                    _ = try? record(Self.retraction(of: 1 + choices.below(recorded)))
                }
            }
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let urns: [URN] = ["900001", "900002", "900003", "900004", "900005", "900006"]
    private static let days: [Day] = [
        "2022-04-01", "2022-08-31", "2022-09-01", "2023-04-01", "2024-05-06",
    ]

    private static func setting(_ choices: inout SplitMix64) -> [Told] {
        let places: [Told] =
            [ledgerCreated()] + ["390", "391"].map { laRegistered($0, from: "2020-01-01") }
            + [constituted("aa", ["390"], from: "2020-01-01")]
            + ["t1", "t2"].map { trustRegistered($0, from: "2020-01-01") }
            + [programmeOpened("ei", lead: "authority:aa", from: "2020-01-01")]
        let schools = urns.prefix(5).flatMap { urn in
            [
                registered(
                    urn, la: choices.one(of: ["390", "391"]),
                    trust: choices.one(of: ["t1", "t2", nil]), from: "2020-01-01"),
                optedIn(urn, to: "ei", from: "2021-03-01"),
            ]
        }
        let strands = ["s1", "s2", "s3"].map { (strand: Slug) in
            strandOpened(strand, in: "ei", from: "2020-01-01")
        }
        return places + strands + schools
    }

    private static func act(_ choices: inout SplitMix64) -> Told {
        let (urn, other) = (choices.one(of: urns), choices.one(of: urns))
        let day = choices.one(of: days)
        let strand: Slug = choices.one(of: ["s1", "s2", "s3"])
        let la: LACode = choices.one(of: ["390", "391"])
        switch choices.below(24) {
        case 0...6:
            return enrolled(urn, strand, in: "ei", from: choices.chance(50) ? "2021-09-01" : day)
        case 7: return enrolmentEnded(urn, strand, in: "ei", from: day)
        case 8, 9: return succeeded(urn, by: other, from: day)
        case 10, 11, 12: return schoolsMerged([other], into: urn, from: day)
        case 13:
            return split(
                urn, into: [other], continuing: choices.chance(50) ? other : nil, from: day)
        case 14, 15: return closed(urn, from: day)
        case 16, 17: return reopened(urn, from: day)
        case 18:
            let named = choices.chance(50) ? choices.some(of: urns) : nil
            return laReplaced(la, by: la == "390" ? "391" : "390", urns: named, from: day)
        case 19: return moved(urn, to: la, from: day)
        case 20: return withdrew(urn, from: "ei", on: day)
        case 21:
            return strandSucceeded(
                [strand], by: choices.one(of: ["s1", "s2"]), in: "ei", from: day)
        case 22: return strandClosed(strand, in: "ei", from: day)
        default: return optedIn(urn, to: "ei", from: day)
        }
    }

    private static func retraction(of seq: Int) -> Entry {
        var entry = Entry(
            type: "EventRetracted", members: [JSONMember("target", .integer(seq))])
        entry.reason = "did not happen"
        return entry
    }
}
