internal import Checkpoints
internal import CommandTable
internal import EventLog
internal import Ledger
internal import ProjectionEngine
internal import Projections
internal import Reports

private let quickFlag = Argument<Bool>.flag(
    "quick", "check the log alone: leaves, tree, tiles, heads and tables; says what it left out")

/// The commands an auditor checks the ledger with.
let auditCommands: [Command<Session>] = [
    Command(
        "verify", "Read every byte again and check it", group: "Prove",
        details:
            "Hashes every event again, builds the tree anew, compares it with the tiles and with "
            + "every head acknowledged, checks the tables and the file, tells the whole story again, "
            + "compares the read models with it, and every report with its audit. Of what is wrong it "
            + "says where it is, what was expected, what was found, the last good checkpoint, and "
            + "what to do. It changes nothing.\n\nWith --against, the history must also begin with the "
            + "one that a signed checkpoint was made for.",
        arguments: [quickFlag, againstOption, signersOption, revokedOption, signedAtOption],
        examples: [
            "verify", "verify --quick",
            "verify --against 5375.checkpoint --signers allowed_signers",
        ]
    ) { arguments, session in
        try session.verify(arguments)
    }
]

extension Session {
    /// Checks a ledger, tells what came of it, and throws when something is wrong.
    fileprivate func verify(_ arguments: Arguments) throws {
        let folder = try ledgerFolder(arguments[ledgerOption])
        var verification = Verification(isQuick: arguments[quickFlag])
        var ledger: Ledger?
        do {
            let opened = try Ledger(folder: folder, checksSchema: false)
            ledger = opened
            try verifyLog(of: opened, &verification)
            if let head = verification.log?.head {
                verification.against = try expectConsistent(opened, head, arguments)
            }
            if !verification.isQuick {
                try verifyStory(of: opened, &verification)
                try verifyReports(of: opened, &verification)
            }
        } catch let error as LogError
            where error.isFinding && (verification.log == nil || error.disagreement != nil)
        {
            verification.finding = Finding(error, lastGood: .of(ledger, folder, error.disagreement))
        }
        tell(verification, arguments)
        if let failure = verification.failure { throw failure }
    }

    /// Checks what needs no rule of the programme: leaves, tree, tiles, heads, tables and file.
    private func verifyLog(of ledger: Ledger, _ verification: inout Verification) throws {
        let progress = Progress("verify, reading every event", self)
        let clock = ContinuousClock()
        let start = clock.now
        let log = try ledger.log.verify(
            checksFile: !verification.isQuick, progress: progress.tell)
        verification.log = log
        verification.note("log", clock.now - start - (log.fileCheck ?? .zero))
        if let fileCheck = log.fileCheck { verification.note("file", fileCheck) }
    }

    /// Checks the index of stories, tells the story again and compares the read models with it.
    private func verifyStory(of ledger: Ledger, _ verification: inout Verification) throws {
        let progress = Progress("verify, telling the story again", self)
        let clock = ContinuousClock()
        let start = clock.now
        try ledger.verifyStoryIndex()
        verification.models = try ReadModels(ledger).compareWithReplay(progress: progress.tell)
        verification.note("models", clock.now - start)
        guard let bad = verification.models.first(where: { $0.agrees == false }) else { return }
        verification.finding = Finding(
            model: bad, lastGood: .of(ledger, ledger.log.folder, bad.disagreement))
    }

    /// Runs every report, as of today and known at the head, beside its audit.
    private func verifyReports(of ledger: Ledger, _ verification: inout Verification) throws {
        let models = verification.models
        // A read model that is wrong says nothing about its report.
        let builder = ReportBuilder(
            ledger, use: models.contains { $0.agrees == false } ? .none : .asTheyAre)
        let progress = Progress(
            "verify, comparing reports with their audits", of: "reports", self)
        let clock = ContinuousClock()
        let start = clock.now
        for model in models.map(\.model) {
            let options = ReportOptions(asOf: today, today: today)
            verification.audits.append(try builder.audit(model, options))
            progress.tell(verification.audits.count, models.count)
        }
        verification.controlTotals = try builder.controlTotals(
            ReportOptions(asOf: today, today: today))
        verification.note("audits", clock.now - start)
        let bad = verification.audits.first { !$0.differences.isEmpty }
        guard let bad, verification.finding == nil else { return }
        verification.finding = Finding(
            audit: bad, lastGood: .of(ledger, ledger.log.folder, bad.disagreement))
    }
}

extension LogError {
    /// Whether it says that the ledger is not what it should be, rather than that it cannot be
    /// looked at.
    fileprivate var isFinding: Bool {
        switch kind {
        case .altered, .shorter, .different: true
        case .notALedger, .exists, .busy, .storage, .tooLarge: false
        }
    }
}
