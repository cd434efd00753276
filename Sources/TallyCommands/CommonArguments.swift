internal import CommandTable
internal import EventLog
internal import Events
internal import Reports

// Each argument is declared once, here, and shared by the commands that take it.

let ledgerOption = Argument<String>.option("ledger", "DIR", "the ledger's folder").optional
let actorOption = Argument<String>.option(
    "actor", "ROLE", "who acts, such as officer:jd; recorded with every event"
).optional
let noColorFlag = Argument<Bool>.flag("no-color", "answer without colours")
let plainFlag = Argument<Bool>.flag(
    "plain", "answer without colours, pager or alignment: a tab between columns, ASCII")
let jsonFlag = Argument<Bool>.flag("json", "answer with one JSON document")
let csvFlag = Argument<Bool>.flag("csv", "answer with CSV")
let dryRun = Argument<Bool>.flag("dry-run", "say what would come of it, and change nothing")
let figuresFlag = Argument<Bool>.flag(
    "figures", "say which headline figures changed; --dry-run always says which would")
/// What every command takes that records events.
let trying: [any AnyArgument] = [dryRun, figuresFlag]

let noInputFlag = Argument<Bool>.flag(
    "no-input", "ask nothing; fail where something would be asked")

let outputOption = Argument<String>.option(
    "out", "FILE", "write to this file instead of standard output"
).optional

let urnWord = Argument<URN>.word(
    "URN", "a school's six-digit URN, any it has had", parse: { URN($0) }
).naming("urn")
let strandWord = Argument<Slug>.word("STRAND", "a strand's short name", parse: { Slug($0) })
    .naming("strand")
let programmeOption = Argument<Slug>.option(
    "programme", "SLUG", "the programme, when the ledger has several", parse: { Slug($0) }
).optional.naming("programme")
let fromDay = Argument<Day>.option(
    "from", "DATE", "the day the fact holds from, YYYY-MM-DD; today unless given", read: readDay
).optional
let keyOption = Argument<String>.option(
    "key", "KEY", "your own key; the same key twice records once"
).optional
let reasonOption = Argument<String>.option("reason", "TEXT", "why").optional

let asOfOption = Argument<Day>.option(
    "as-of", "DATE", "the state at the end of this day; today unless given", read: readDay
).optional
let knownAtOption = Argument<KnownAt>.option(
    "known-at", "POINT",
    "what had been recorded by an event number, an instant or the end of a day",
    read: readKnownAt
).optional

/// Reads a day as people write it: ISO, or day/month/year.
func readDay(_ text: String) throws(ArgumentError) -> Day {
    if let day = Day(text) { return day }
    let parts = text.split { $0 == "/" || $0 == "-" || $0 == "." }.map { Int($0) }
    guard parts.count == 3, let first = parts[0], let month = parts[1], let last = parts[2] else {
        throw ArgumentError("'\(text)' is not a date; write it as 2024-05-07")
    }
    if first < 32, last > 999, let day = Day(year: last, month: month, day: first) { return day }
    if first > 999 || last > 999 {
        throw ArgumentError("'\(text)' is not a date that exists; write it as 2024-05-07")
    }
    throw ArgumentError("'\(text)' has no year of four digits; write it as 2024-05-07")
}

/// Reads `412`, `2024-05-20T12:00:00Z`, or a day, which means its end.
func readKnownAt(_ text: String) throws(ArgumentError) -> KnownAt {
    if let seq = Int(text), seq >= 0 { return .seq(seq) }
    if let instant = Instant(text) { return .instant(instant) }
    if let day = Day(text) { return .instant(London.end(of: day)) }
    throw ArgumentError(
        "'\(text)' is no point of the history; give an event number, or an instant such as "
            + "2024-05-20T12:00:00Z")
}

/// Reads a day, which means its beginning, or an instant.
func readStart(_ text: String) throws(ArgumentError) -> Instant {
    if let instant = Instant(text) { return instant }
    // What is recorded in the last millisecond of the day before is let through.
    if let day = Day(text) { return London.end(of: day + -1) }
    throw ArgumentError(
        "'\(text)' is neither a day nor an instant; write it as 2024-05-07 or "
            + "2024-05-20T12:00:00Z")
}

/// Reads a list of values separated by commas.
func readList<T: Token>(_ text: String) throws(ArgumentError) -> [T] {
    var values: [T] = []
    for part in text.split(separator: ",") {
        guard let value = T(String(part)) else {
            throw ArgumentError("'\(part)' is not \(T.form)")
        }
        values.append(value)
    }
    guard !values.isEmpty else { throw ArgumentError("the list is empty") }
    return values
}
