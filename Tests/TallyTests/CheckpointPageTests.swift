import Testing

/// The session that Checkpoints.md shows, typed into a shell as it stands.
@Suite struct CheckpointPageTests {
    @Test func thePageShowsWhatIsPrinted() throws {
        try TypedPage("Sources/Checkpoints/Checkpoints.docc/Checkpoints.md")
            .expectWhatIsPrinted(in: Scratch()) { line in
                // The fingerprints of keys.
                line.replacing(/SHA256:[A-Za-z0-9+\/]{43}/, with: "SHA256:")
            }
    }
}
