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

extension Session {
    func showCommitment(_ commitment: Slug, _ arguments: Arguments) throws {
        try show(.valueForMoney, arguments) { open, ledger, _, day, last in
            let key: [String: Value] = [
                "commitment": .text(commitment.text), "day": .integer(day.number),
            ]
            let rows = try open.rows(
                """
                SELECT programme, strand, amount_pence, is_released, from_day <= :day FROM commitment
                WHERE commitment = :commitment ORDER BY from_day <= :day, from_day
                """, key
            ) { row in
                (
                    programme: row.text(0), strand: row.isNull(1) ? nil : row.text(1),
                    pence: row.integer(2), isReleased: row.integer(3) == 1,
                    isMade: row.integer(4) == 1
                )
            }
            guard let latest = rows.last else {
                throw Failure(
                    .nothingFound, "there is no commitment \(commitment)",
                    hint: "'tally list commitments' names them")
            }
            let spent =
                try open.rows(
                    """
                    SELECT coalesce(sum(amount_pence), 0) FROM spend_by_commitment
                    WHERE commitment = :commitment AND from_day <= :day AND :day < to_day
                    """, key
                ) { $0.integer(0) }.first ?? 0
            let isOpen = latest.isMade && !latest.isReleased
            let story = try ToldStory(
                of: [Subject("commitment", commitment.text)], ledger.log, through: last)
            return Page(
                schema: "commitment", title: "\(commitment)",
                rows: [
                    ["Programme", latest.programme], ["Strand", latest.strand ?? "shared by all"],
                    ["Committed", pounds(latest.pence)], ["Spent", pounds(spent)],
                    ["Left", isOpen ? pounds(latest.pence - spent) : "nothing: it is not open"],
                ],
                members: [
                    JSONMember("commitment", .string(commitment.text)),
                    JSONMember("programme", .string(latest.programme)),
                    JSONMember("strand", latest.strand.map { .string($0) } ?? .null),
                    JSONMember("isOpen", .bool(isOpen)),
                    JSONMember("amountPence", .integer(latest.pence)),
                    JSONMember("spentPence", .integer(spent)),
                ], story: story)
        }
    }
}
