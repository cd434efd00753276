import Testing

@testable import TallyCommands

/// A ledger on a network file system, where locks cannot be relied on.
@Suite struct NetworkTests {
    @Test(arguments: ["log", "opt-in 900001", "init new.tally"])
    func isRefusedUnlessSomebodyTakesItOn(_ line: String) throws {
        let desk = try pageDesk()
        desk.isOnNetworkFileSystem = { _ in true }
        #expect(try desk.run(line) == .storage)
        #expect(desk.output == "")
        let folder = line.hasPrefix("init") ? desk.folder + "/new.tally" : desk.ledger
        #expect(
            desk.talk == """
                tally: \(folder) is on a network file system, where two writers can damage a ledger
                  keep the ledger on a local disk; TALLY_NETWORK=allow overrides this

                """)
        desk.environment["TALLY_NETWORK"] = "allow"
        #expect(try desk.run(line) == .done, "\(desk.talk)")
    }
}
