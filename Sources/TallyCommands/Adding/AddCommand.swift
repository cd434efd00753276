internal import CommandTable
internal import EventLog
internal import Ledger
internal import Reports

/// The command that asks what is to be recorded.
let addCommands: [Command<Session>] = [
    Command(
        "add", "Be asked what is to be recorded, a question at a time", group: "Record",
        details:
            "For whoever does not type options. Asks what happened, then for each member what it is "
            + "to say; a part of a name is enough. An empty answer takes what is in brackets. Shows "
            + "what would be recorded, and records it when you say so; then asks for the next. At any "
            + "question, < goes back and . stops. Needs a terminal: a script uses 'record', or "
            + "'import facts'.",
        examples: ["add", "add --ledger north-east.tally"]
    ) { arguments, session in
        guard let read = session.readTypedLine else {
            throw Failure(
                .usage, "'add' asks questions, and there is nobody to answer them",
                hint: "run it at a terminal; a script uses 'tally record TYPE' or 'tally import "
                    + "facts'")
        }
        try session.add(
            to: try session.ledger(arguments[ledgerOption]), reading: read,
            asJSON: arguments[jsonFlag])
    }
]

extension Session {
    /// Asks until somebody stops, and records each event that is confirmed.
    fileprivate func add(
        to ledger: Ledger, reading read: () -> String?, asJSON: Bool
    ) throws {
        var conversation = try AddConversation(KnownNames(of: ledger, on: today), today: today)
        var turn = AddConversation.Turn.ask([])
        var count = 0
        while true {
            switch turn {
            case .ask(let sentences):
                for line in sentences + conversation.prompt { say(printable(line) + "\n") }
                if conversation.isComplete {
                    let foreseen = try foresee(conversation.entry, ledger)
                    say("\(printable(foreseen))\n\(AddConversation.confirmation)\n")
                }
                say((conversation.fallback.map { "[\(printable($0))] " } ?? "") + "> ")
                turn = try conversation.answer(read())
            case .record(let entry):
                do {
                    let (outcomes, receipt) = try ledger.record([entry], act)
                    Receipts(
                        Recorded(result: outcomes, receipt: receipt, isTrial: false, figures: nil)
                    ).tell(asJSON: asJSON, self)
                    count += receipt.appended
                    conversation.recorded()
                    turn = .ask([])
                } catch {
                    // What is said again before it is asked again.
                    _ = try refusal(error)
                    turn = .ask([])
                }
            case .stop: return say("\n\(count.events) recorded\n")
            }
        }
    }

    /// What would become of an event if it were recorded now.
    private func foresee(_ entry: Entry, _ ledger: Ledger) throws -> String {
        do {
            switch try ledger.record([entry], act, isTrial: true).outcomes.first {
            case .recorded(let event): return "It would be event \(event.seq)."
            case .alreadyRecorded(let event):
                return "It is there already, as event \(event.seq)."
            case .alreadyHolds(let why): return "Nothing would be added: \(why)."
            case nil: return "Nothing would be added."
            }
        } catch {
            return "It would be refused: " + (try refusal(error))
        }
    }

    /// Why an event is not recorded, when the answers can be mended; else the error goes on.
    private func refusal(_ error: any Error) throws -> String {
        let failure = Failure(error)
        guard [.refused, .usage, .busy].contains(failure.status) else { throw error }
        return failure.message + (failure.hint.map { "; " + $0 } ?? "") + "."
    }
}
