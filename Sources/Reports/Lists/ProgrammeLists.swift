internal import Events
internal import ProjectionEngine
internal import Projections
internal import SQLite

extension ReportBuilder {
    /// The programmes there have been by the end of a day.
    package func programmeList(_ options: ReportOptions) throws -> Listing {
        try listing(
            "programmes", .engagement, options,
            [
                .init("programme", "Programme"), .init("name", "Name"), .init("lead", "Led by"),
                .init("from", "From"), .init("until", "Until"), .init("strandsOpen", "Strands"),
                .init("optedIn", "Opted in"),
            ],
            """
            SELECT programme, name, lead_kind || ':' || lead_id,
                (SELECT min(from_day) FROM programme AS first
                    WHERE first.programme = programme.programme),
                (SELECT max(to_day) FROM programme AS last
                    WHERE last.programme = programme.programme),
                (SELECT count(*) FROM strand WHERE strand.programme = programme.programme
                    AND from_day <= :as_of AND :as_of < to_day),
                (SELECT count(*) FROM opt_in WHERE opt_in.programme = programme.programme
                    AND from_day <= :as_of AND :as_of < to_day)
            FROM programme
            WHERE from_day <= :as_of AND NOT EXISTS (
                SELECT 1 FROM programme AS later WHERE later.programme = programme.programme
                    AND later.from_day > programme.from_day AND later.from_day <= :as_of)
            ORDER BY programme
            """
        ) { row in
            [
                .text(row.text(0)), .text(row.text(1)), .text(row.text(2)),
                Listing.Cell(day: row.number(3)), Listing.Cell(until: row.number(4)),
                .number(row.integer(5)), .number(row.integer(6)),
            ]
        }
    }

    /// The strands that there have been by the end of a day.
    package func strandList(_ options: ReportOptions, isOpen: Bool?) throws -> Listing {
        try listing(
            "strands", .engagement, options,
            [
                .init("strand", "Strand"), .init("title", "Title"),
                .init("programme", "Programme"), .init("open", "Open"), .init("from", "From"),
                .init("until", "Until"), .init("schools", "Schools"),
            ],
            """
            SELECT strand, title, programme, :as_of < to_day AS is_open, from_day, to_day,
                (SELECT count(*) FROM enrolment WHERE enrolment.programme = strand.programme
                    AND enrolment.strand = strand.strand
                    AND from_day <= :as_of AND :as_of < to_day)
            FROM strand
            WHERE from_day <= :as_of AND (:programme IS NULL OR programme = :programme)
                AND NOT EXISTS (
                    SELECT 1 FROM strand AS later WHERE later.programme = strand.programme
                        AND later.strand = strand.strand AND later.from_day > strand.from_day
                        AND later.from_day <= :as_of)
                AND (:is_open IS NULL OR is_open = :is_open)
            ORDER BY programme, strand
            """, ["is_open": Value(isOpen.map { $0 ? 1 : 0 })]
        ) { row in
            [
                .text(row.text(0)), .text(row.text(1)), .text(row.text(2)),
                .flag(row.integer(3) == 1), Listing.Cell(day: row.number(4)),
                Listing.Cell(until: row.number(5)), .number(row.integer(6)),
            ]
        }
    }

    /// What was committed by the end of a day, and what is still open of it.
    package func commitmentList(_ options: ReportOptions, isOpen: Bool?) throws -> Listing {
        try listing(
            "commitments", .valueForMoney, options,
            [
                .init("commitment", "Commitment"), .init("programme", "Programme"),
                .init("strand", "Strand"), .init("from", "From"), .init("open", "Open"),
                .init("amountPence", "Committed"), .init("spentPence", "Spent"),
                .init("openPence", "Left"),
            ],
            """
            SELECT commitment.commitment, commitment.programme, commitment.strand,
                (SELECT min(from_day) FROM commitment AS first
                    WHERE first.commitment = commitment.commitment),
                NOT is_released AS is_open, commitment.amount_pence,
                coalesce(sum(spend.amount_pence), 0)
            FROM commitment
            LEFT JOIN spend_by_commitment AS spend ON spend.commitment = commitment.commitment
                AND spend.from_day <= :as_of AND :as_of < spend.to_day
            WHERE commitment.from_day <= :as_of AND :as_of < commitment.to_day
                AND (:programme IS NULL OR commitment.programme = :programme)
                AND (:strand IS NULL OR commitment.strand = :strand)
                AND (:is_open IS NULL OR is_open = :is_open)
            GROUP BY commitment.commitment ORDER BY commitment.commitment
            """, ["is_open": Value(isOpen.map { $0 ? 1 : 0 })]
        ) { row in
            let (isOpen, amount, spent) = (row.integer(4) == 1, row.integer(5), row.integer(6))
            return [
                .text(row.text(0)), .text(row.text(1)), Listing.Cell(row.word(2)),
                Listing.Cell(day: row.number(3)), .flag(isOpen), .pence(amount), .pence(spent),
                .pence(isOpen ? amount - spent : 0),
            ]
        }
    }
}

extension ReportBuilder {
    /// A list that is one query over one model.
    func listing(
        _ what: String, _ model: ReadModel, _ options: ReportOptions, _ columns: [Listing.Column],
        _ sql: String, _ others: [String: Value] = [:],
        _ cells: (borrowing Row) -> [Listing.Cell]
    ) throws -> Listing {
        let open = try models.open(model, knownAt: position(options))
        let parameters = options.parameters(from: nil).merging(others) { $1 }
        return Listing(
            what: what, asOf: options.asOf, head: open.head,
            banner: incomplete(open.quarantined), columns: columns,
            rows: try open.rows(sql, parameters, cells))
    }
}

extension Listing.Cell {
    /// The last day of an interval that ends before day `number`; none where it never ends.
    init(until number: Int?) {
        guard let number, number < Day.endOfTime.number else {
            self = .none
            return
        }
        self = .day(Day(number: number - 1))
    }
}
