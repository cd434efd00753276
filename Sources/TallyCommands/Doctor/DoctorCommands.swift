internal import CanonicalJSON
internal import CommandTable
internal import Reports

private let keyToCheck = Argument<String>.option(
    "key", "FILE", "look at this private key too, which 'checkpoint sign' is to use"
).optional

/// The command that looks at a ledger and all that it depends on.
let doctorCommands: [Command<Session>] = [
    Command(
        "doctor", "Check the installation and the ledger, and say what to do", group: "Keep",
        details:
            "Looks at the settings, the file, its tables, journal, permissions and disk, the clock, "
            + "the read models, the last checkpoint and backup, and what killed commands left. A "
            + "line begins with ok, warn or fault; each that is not well says what to do. It "
            + "changes nothing, and exits 1 when something is at fault. 'tally verify' reads every "
            + "byte, which this does not.",
        arguments: [keyToCheck], examples: ["doctor", "doctor --key ~/.ssh/id_ed25519 --json"]
    ) { arguments, session in
        let examination = Examination(
            session, arguments[ledgerOption], key: arguments[keyToCheck])
        session.tell(examination, asJSON: arguments[jsonFlag])
        let faults = examination.checks.count { $0.state == .fault }
        guard faults > 0 else { return }
        throw Failure(
            .failed, faults == 1 ? "1 check is at fault" : "\(faults) checks are at fault",
            hint: "each line that begins with fault says what to do")
    }
]

extension Session {
    fileprivate func tell(_ examination: Examination, asJSON: Bool) {
        let checks = examination.checks
        let count = { (state: Check.State) in checks.count { $0.state == state } }
        guard !asJSON else {
            return print(
                JSONValue.object([
                    ("schema", .string("tally/doctor/1")),
                    ("ledger", examination.folder.map { .string($0) } ?? .null),
                    ("faults", .integer(count(.fault))), ("warnings", .integer(count(.warn))),
                    ("checks", .array(checks.map(\.json))),
                ]).compact)
        }
        let width = checks.map(\.name.count).max() ?? 0
        for check in checks {
            let name = check.name + String(repeating: " ", count: width - check.name.count)
            print("\(painted(check.state))  \(name)  \(printable(check.words))")
            guard let remedy = check.remedy else { continue }
            print(String(repeating: " ", count: width + 9) + "do: \(printable(remedy))")
        }
    }

    /// The word for a state, as wide as the widest; its colour says nothing that it does not.
    private func painted(_ state: Check.State) -> String {
        let palette = palette(.data)
        let word = state.rawValue + String(repeating: " ", count: 5 - state.rawValue.count)
        return switch state {
        case .ok: palette.green(word)
        case .warn: palette.yellow(word)
        case .fault: palette.red(word)
        }
    }

    /// What is settled for each setting, and by whom; and what cannot stand.
    var settingChecks: [Check] {
        let settled = Setting.allCases.map { setting in
            Check.ok(
                "setting \(setting.rawValue)",
                configuration.words(about: setting).joined(separator: ", "))
        }
        let problems = configuration.problems.map { problem in
            Check.fault(
                "settings", problem,
                remedy: "put it right, or take the line out; every other command refuses to run")
        }
        return settled + problems
    }
}
