internal import Events

extension TableKind {
    /// Every kind of list that is read by columns and members alone.
    package static let all = [
        TableKind(
            "opt-ins", "Record a list of schools that agreed to take part",
            SchoolOptedIn.descriptor,
            [
                urn,
                TableColumn(
                    "validFrom", ["Opted in", "Opt-in date", "Date", "From", "Start date"],
                    example: "02/09/2024"),
                TableColumn(
                    "evidence", ["Evidence", "Form", "Form reference", "Reference"],
                    example: "form-2024-117"),
                programme,
            ]),
        TableKind(
            "enrolments", "Record a list of schools that joined strands",
            StrandEnrolled.descriptor,
            [
                with(urn, example: "900862"), with(strand, example: "professional-development"),
                TableColumn(
                    "validFrom", ["Enrolled", "Enrolment date", "Date", "From", "Start date"],
                    example: "18/11/2024"),
                TableColumn("cohort", ["Cohort", "Group"], example: "Autumn 2024"),
                TableColumn("role", ["Role"]), programme,
            ]),
        TableKind(
            "participation", "Record a list of how many people took part",
            ParticipationRecorded.descriptor,
            [
                with(urn, example: "900001"), strand, firstDay, lastDay, firstDayAfter,
                TableColumn("leads", ["Leads", "Strand leads"], example: "2"),
                TableColumn("teachers", ["Teachers", "Staff"], example: "6"),
                TableColumn("pupils", ["Pupils", "Children"], example: "180"),
                TableColumn("sessions", ["Sessions"], example: "4"),
                TableColumn("validFrom", ["Counted on", "Date"]), programme,
            ],
            dayOtherwise: .afterPeriod, identity: ["programme", "strand", "urn", "from", "to"]),
        TableKind(
            "spend", "Record a list of money spent, such as an extract of the finance system",
            SpendRecorded.descriptor,
            [
                TableColumn(
                    "spend",
                    ["Reference", "Spend", "Transaction", "Invoice", "Invoice number", "Voucher"],
                    example: "INV-2025-0117"),
                amount("1,234.50"),
                TableColumn(
                    "validFrom", ["Paid on", "Payment date", "Posting date", "Date"],
                    example: "31/01/2025"),
                firstDay, lastDay, firstDayAfter,
                TableColumn("category", ["Category", "Type of spend"], example: "venue"),
                TableColumn(
                    "bornBy", ["Borne by", "Born by", "Paid by"], example: "authority:neca-2024"),
                strand, TableColumn("commitment", ["Commitment", "Purchase order", "PO"]),
                TableColumn("passedTo", ["Passed to", "Paid to body"]), programme,
            ],
            insteadOfNegative: "remove the row, and record what is taken back with "
                + "'tally record SpendReversed spend=REFERENCE'"),
        TableKind(
            "commitments", "Record a list of money committed", SpendCommitted.descriptor,
            [
                TableColumn(
                    "commitment", ["Reference", "Commitment", "Purchase order", "PO", "Contract"],
                    example: "PO-2025-031"),
                amount("12,500.00"),
                TableColumn(
                    "validFrom", ["Committed on", "Order date", "Contract date", "Date"],
                    example: "06/01/2025"),
                strand,
                TableColumn(
                    "supplierRef", ["Supplier reference", "Supplier", "Contract reference"],
                    example: "contract-2025-031"),
                TableColumn(
                    "decisionRef", ["Decision", "Decision reference"], example: "DEL-2025-007"),
                programme,
            ],
            insteadOfNegative: "remove the row, and lower the commitment with 'tally record "
                + "CommitmentVaried commitment=REFERENCE amountPence=…'"),
        TableKind(
            "contributions", "Record a list of what others contributed in money, time or goods",
            ContributionRecorded.descriptor,
            [
                TableColumn(
                    "contributor", ["Contributor", "From whom", "Body"], example: "school:900001"),
                TableColumn("kind", ["Kind", "Cash or in kind"], example: "in-kind"),
                amount("1,800.00"),
                TableColumn("halfDays", ["Half-days", "Half days"], example: "12"),
                TableColumn("ratePence", ["Rate per half-day", "Rate"], example: "150.00"),
                firstDay, lastDay, firstDayAfter,
                TableColumn("method", ["Method", "How valued"], example: "supply rate"), strand,
                TableColumn("validFrom", ["Stated on", "Date"]), programme,
            ],
            dayOtherwise: .afterPeriod,
            insteadOfNegative: "retract or correct the contribution that was too much",
            identity: ["contributor", "kind", "programme", "strand", "from", "to"]),
        TableKind(
            "baseline", "Record a list of what existing arrangements cost",
            BaselineCostRecorded.descriptor,
            [
                TableColumn("body", ["Body", "Local authority", "LA"], example: "la:391"),
                TableColumn(
                    "activity", ["Activity", "Service"], example: "School improvement advice"),
                amount("45,000.00"),
                TableColumn("financialYear", ["Financial year", "Year"], example: "2022-23"),
                TableColumn(
                    "method", ["Method", "How reached"], example: "outturn return, less income"),
                TableColumn("confidence", ["Confidence"], example: "medium"),
                TableColumn("validFrom", ["Stated on", "Date"]),
            ],
            dayOtherwise: .afterYear,
            insteadOfNegative: "a cost is more than nothing; take income off it first",
            identity: ["body", "activity", "financialYear"]),
    ]
}

// MARK: - Columns that several kinds have

private let urn = TableColumn(
    "urn", ["URN", "School URN", "Establishment URN", "EstablishmentURN"], example: "900008")
private let programme = TableColumn("programme", ["Programme", "Programme name"])
private let strand = TableColumn(
    "strand", ["Strand", "Strand name", "Workstream"], example: "school-improvement")
private let firstDay = TableColumn(
    "from", ["First day", "Period start", "Start date", "From", "Start"], example: "01/01/2025")
private let lastDay = TableColumn(
    "lastDay", ["Last day", "Period end", "End date", "To", "End"], example: "31/01/2025")
private let firstDayAfter = TableColumn("to", ["First day after"])

private func amount(_ example: String) -> TableColumn {
    TableColumn(
        "amountPence", ["Amount", "Amount (£)", "Amount £", "Net amount", "Value", "Cost"],
        example: example)
}

private func with(_ column: TableColumn, example: String) -> TableColumn {
    TableColumn(column.member.rawValue, column.headers, example: example)
}
