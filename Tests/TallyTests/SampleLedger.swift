import Foundation
import Testing

/// The ledger `tally demo` builds, made once for a whole suite.
struct SampleLedger {
    let scratch: Scratch
    /// What the demo printed.
    let demo: String

    @TaskLocal static var current: SampleLedger?

    init() throws {
        scratch = try Scratch()
        let run = try scratch.tally(["demo", scratch.ledger])
        #expect(run.status == 0, "\(run.talk)")
        demo = run.text
    }

    /// Puts a copy of it, with its read models, where a test may write.
    func copy(to folder: String) throws {
        try FileManager.default.copyItem(atPath: scratch.ledger, toPath: folder)
    }
}

/// Gives the tests of a suite the sample ledger; it is gone when the last of them is over.
struct SampleLedgerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await SampleLedger.$current.withValue(SampleLedger(), operation: body)
    }
}

extension Trait where Self == SampleLedgerTrait {
    static var sampleLedger: Self { SampleLedgerTrait() }
}
