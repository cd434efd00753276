// swift-tools-version: 6.3
import PackageDescription

/// The compiler rules every module obeys; CONTRIBUTING.md says what each one buys.
let rules: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Targets are listed from the bottom of the dependency graph to the top.
let package = Package(
    name: "tallystick",
    products: [.executable(name: "tally", targets: ["tally"])],
    targets: [
        // Mechanism. These know nothing about schools.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "Essentials", swiftSettings: rules),
        .target(name: "SQLite", dependencies: ["CSQLite", "Essentials"], swiftSettings: rules),
        .target(name: "CanonicalJSON", swiftSettings: rules),
        .target(name: "CSHA256"),
        .target(
            name: "EventLog", dependencies: ["CanonicalJSON", "CSHA256", "Essentials", "SQLite"],
            swiftSettings: rules),
        .target(
            name: "Checkpoints", dependencies: ["Essentials", "EventLog", "SQLite"],
            swiftSettings: rules),
        .target(name: "CommandTable", swiftSettings: rules),
        .target(name: "Markup", swiftSettings: rules),

        // The vocabulary: one schema file per event type, its Swift value generated from it.
        .target(
            name: "Events", dependencies: ["CanonicalJSON"], path: "events",
            exclude: [
                "README.md", "ledger", "register", "programme", "money", "evidence", "locality",
                "samples",
            ],
            swiftSettings: rules, plugins: ["VocabularyPlugin"]),

        // Policy. Pure values: no clock, no files, no SQLite.
        .target(name: "Programme", dependencies: ["Events"], swiftSettings: rules),

        // Read models: one folder each, with its SQL compiled in.
        .target(
            name: "Projections",
            dependencies: ["CanonicalJSON", "Events", "Programme", "SQLite"],
            path: "projections",
            exclude: [
                "README.md", "data-quality", "register/README.md", "register/scope",
                "register/table.sql", "register/report.sql",
                "register/audit.sql", "engagement/README.md", "engagement/table.sql",
                "engagement/report.sql", "engagement/audit.sql", "engagement/coverage",
                "engagement/explain", "engagement/movement", "engagement/scope",
                "engagement/series", "value-for-money/README.md",
                "value-for-money/table.sql", "value-for-money/report.sql",
                "value-for-money/audit.sql", "value-for-money/explain",
                "evidence/README.md", "evidence/table.sql", "evidence/report.sql",
                "evidence/audit.sql", "evidence/capacity", "evidence/views",
                "evidence/governance", "evidence/localities",
                "value-for-money/lines",
            ],
            swiftSettings: rules, plugins: ["EmbedPlugin"]),

        // Where policy meets mechanism.
        .target(
            name: "Ledger", dependencies: ["CanonicalJSON", "EventLog", "Events", "Programme"],
            swiftSettings: rules),
        .target(
            name: "Imports",
            dependencies: [
                "CanonicalJSON", "Essentials", "EventLog", "Events", "Ledger", "Programme",
            ],
            swiftSettings: rules),
        .target(
            name: "ProjectionEngine",
            dependencies: [
                "CanonicalJSON", "Essentials", "EventLog", "Events", "Ledger", "Programme",
                "Projections", "SQLite",
            ],
            swiftSettings: rules),
        .target(
            name: "Reports",
            dependencies: [
                "CanonicalJSON", "Essentials", "EventLog", "Events", "Ledger", "Markup",
                "Programme", "ProjectionEngine", "Projections", "SQLite",
            ],
            swiftSettings: rules),
        .target(
            name: "Site",
            dependencies: [
                "CanonicalJSON", "Essentials", "EventLog", "Events", "Markup", "ProjectionEngine",
                "Projections", "Reports", "SQLite",
            ],
            swiftSettings: rules),

        // What an auditor is given, with the scripts that check it compiled in.
        .target(
            name: "AuditorPack",
            dependencies: [
                "CanonicalJSON", "Checkpoints", "Essentials", "EventLog", "Events", "Ledger",
                "Projections", "Reports", "SQLite",
            ],
            swiftSettings: rules, plugins: ["PackPlugin"]),

        // The sample ledgers, compiled in so that the demo needs no file.
        .target(name: "Samples", swiftSettings: rules, plugins: ["SamplePlugin"]),

        // The product.
        .target(
            name: "TallyCommands",
            dependencies: [
                "AuditorPack", "CanonicalJSON", "Checkpoints", "CommandTable", "Essentials",
                "EventLog",
                "Events", "Imports", "Ledger", "Programme", "ProjectionEngine", "Projections",
                "Reports", "SQLite", "Samples", "Site",
            ],
            swiftSettings: rules),
        .executableTarget(
            name: "tally", dependencies: ["Essentials", "TallyCommands"], swiftSettings: rules),

        // Build machinery: turns the definition folders into Swift.
        .executableTarget(
            name: "GenerateVocabulary", dependencies: ["CanonicalJSON"], swiftSettings: rules),
        .executableTarget(name: "Embed", swiftSettings: rules),
        .plugin(
            name: "VocabularyPlugin", capability: .buildTool(),
            dependencies: ["GenerateVocabulary"], path: "Sources/VocabularyPlugin"),
        .plugin(
            name: "EmbedPlugin", capability: .buildTool(), dependencies: ["Embed"],
            path: "Sources/EmbedPlugin"),
        .plugin(
            name: "PackPlugin", capability: .buildTool(), dependencies: ["Embed"],
            path: "Sources/PackPlugin"),
        .plugin(
            name: "SamplePlugin", capability: .buildTool(), dependencies: ["Embed"],
            path: "Sources/SamplePlugin"),

        // Tests, one target per module, over one shared kit.
        .target(
            name: "TallyTestSupport",
            dependencies: ["CanonicalJSON", "EventLog", "Events", "Ledger", "Programme"],
            swiftSettings: rules),
        // Turns bits of a ledger over, for scripts/flip-test.
        .executableTarget(
            name: "FlipBits", dependencies: ["TallyTestSupport"], swiftSettings: rules),
        // Times single durable appends in one process, for scripts/bench.
        .executableTarget(
            name: "TimeAppends", dependencies: ["EventLog", "Ledger"], swiftSettings: rules),
        .testTarget(
            name: "CommandTableTests", dependencies: ["CommandTable"], swiftSettings: rules),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: rules),
        .testTarget(
            name: "CanonicalJSONTests", dependencies: ["CanonicalJSON", "TallyTestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "EventsTests", dependencies: ["CanonicalJSON", "Events", "TallyTestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "ProgrammeTests",
            dependencies: [
                "CanonicalJSON", "EventLog", "Events", "Ledger", "Programme", "TallyTestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "EventLogTests", dependencies: ["CanonicalJSON", "EventLog", "SQLite"],
            swiftSettings: rules),
        .testTarget(
            name: "CheckpointsTests", dependencies: ["Checkpoints", "EventLog"],
            swiftSettings: rules),
        .testTarget(
            name: "ImportsTests",
            dependencies: [
                "CanonicalJSON", "Essentials", "EventLog", "Events", "Imports", "Ledger",
                "Programme",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "ProjectionEngineTests",
            dependencies: [
                "CanonicalJSON", "EventLog", "Events", "Ledger", "Programme", "ProjectionEngine",
                "Projections",
                "SQLite", "TallyTestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "CanonicalJSON", "EventLog", "Events", "Ledger", "ProjectionEngine", "Projections",
                "Reports", "TallyTestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "TallyCommandsTests",
            dependencies: [
                "CanonicalJSON", "CommandTable", "EventLog", "Events", "Imports", "Ledger",
                "Programme", "Reports", "SQLite", "TallyCommands", "TallyTestSupport",
            ],
            swiftSettings: rules),
        .testTarget(
            name: "TallyTests",
            dependencies: [
                "CanonicalJSON", "CommandTable", "EventLog", "SQLite", "TallyCommands", "tally",
            ],
            exclude: ["Published", "Transcripts"], swiftSettings: rules),
    ],
    swiftLanguageModes: [.v6]
)
