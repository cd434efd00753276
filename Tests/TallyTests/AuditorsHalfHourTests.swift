import Testing

/// An auditor's half-hour, typed into a shell as its page shows it.
@Suite struct AuditorsHalfHourTests {
    @Test func thePageShowsWhatIsPrinted() throws {
        try TypedPage("Sources/AuditorPack/AuditorPack.docc/AuditorsHalfHour.md")
            .expectWhatIsPrinted(in: Scratch()) { line in
                // Keys, today's date, and the roots of what was recorded just now.
                line.replacing(/SHA256:[A-Za-z0-9+\/]{43}/, with: "SHA256:")
                    .replacing(/[A-Za-z0-9+\/]{43}=/, with: "ROOT")
                    .replacing(/published on [0-9]+ [A-Z][a-z]+ [0-9]{4}/, with: "published")
            }
    }
}
