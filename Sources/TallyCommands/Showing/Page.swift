internal import CanonicalJSON
internal import CommandTable
internal import EventLog
internal import Events
internal import Ledger
internal import Programme
internal import ProjectionEngine
internal import Projections
internal import Reports
internal import SQLite

/// What a page about one thing says: what holds on a day, and the story behind it.
struct Page {
    let schema: String
    /// The first line: what it is called.
    let title: String
    /// What holds on the day, for people.
    let rows: [[String]]
    /// What holds on the day, for programs.
    let members: [JSONMember]
    let story: ToldStory
}

extension Session {
    /// Opens the model that a page is about, makes the page, and tells it.
    func show(
        _ model: ReadModel, _ arguments: Arguments,
        _ make: (OpenModel, Ledger, Naming, Day, Int) throws -> Page
    ) throws {
        let ledger = try ledger(arguments[ledgerOption])
        let last = try lastKnown(arguments, ledger.log)
        let day = arguments[asOfOption] ?? today
        let open = try ReadModels(ledger).open(model, knownAt: last)
        var naming = try Naming(open, strands: ([model.name] + model.needs).contains("engagement"))
        let page = try make(open, ledger, naming, day, last)
        try naming.add(schools: page.story.urns, open)
        if arguments[jsonFlag] {
            let story = [
                JSONMember("story", page.story.json(naming)),
                JSONMember("takenBack", page.story.takenBack(naming)),
            ]
            let start = [
                JSONMember("schema", .string("tally/\(page.schema)/1")),
                JSONMember("asOf", .string(day.text)),
                JSONMember("knownAt", .object([("seq", .integer(last))])),
            ]
            return print(JSONValue.object(start + page.members + story).compact)
        }
        open.banner.map { print(printable($0)) }
        print(palette(.data).bold(printable(page.title)) + ", at the end of \(day.words)")
        aligned(page.rows.map { ["  " + printable($0[0]), printable($0[1])] }, left: [0, 1])
            .forEach { print($0) }
        StoryPage(naming: naming, palette: palette(.data)).lines(page.story, on: day)
            .forEach { print($0) }
    }
}

extension OpenModel {
    /// How many rows of a table hold on :day.
    func count(
        _ table: String, _ condition: String, _ key: [String: Value]
    ) throws -> Int {
        let sql = """
            SELECT count(*) FROM \(table)
            WHERE \(condition) AND from_day <= :day AND :day < to_day
            """
        return try rows(sql, key) { $0.integer(0) }.first ?? 0
    }
}

/// An interval of days, as people say it.
func days(_ from: Int, _ to: Int) -> String {
    let start = "from \(Day(number: from).words)"
    return to >= Day.endOfTime.number ? start : start + " to \(Day(number: to - 1).words)"
}

extension Fact {
    /// Whether the fact names `slug` anywhere.
    func mentions(_ slug: Slug) -> Bool {
        let members = (try? JSONValue(parsing: canonical))?.members ?? []
        return members.contains { member in
            member.value.text == slug.text
                || (member.value.elements ?? []).contains { $0.text == slug.text }
        }
    }
}
