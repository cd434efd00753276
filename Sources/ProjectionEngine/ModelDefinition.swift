internal import Essentials
internal import Events
internal import Projections
internal import SQLite

/// Why a read model that somebody brought cannot be used.
package struct DefinitionProblem: Error, Equatable, CustomStringConvertible {
    /// What is wrong, as a sentence without a full stop.
    package let sentence: String
    /// What the reader can do about it.
    package let remedy: String

    init(_ sentence: String, remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
    }

    package var description: String { "\(sentence); \(remedy)" }
}

/// The files of a read model that is only SQL, as OwnReadModel.md describes them.
struct ModelDefinition: Equatable {
    static let files = ["table.sql", "refresh.sql", "report.sql", "audit.sql", "README.md"]
    /// What a report and an audit can be asked.
    static let parameters: Set<String> = [
        "as_of", "as_of_text", "from", "from_text", "today", "today_text", "known_at",
    ]

    let name: String
    private let texts: [String: String]

    /// Reads the files in `folder`, whose name is the model's.
    init(folder: String) throws(DefinitionProblem) {
        name = URL(fileURLWithPath: folder).lastPathComponent
        try Self.expectName(name)
        var texts: [String: String] = [:]
        for file in Self.files { texts[file] = try Self.text(of: file, in: folder) }
        self.texts = texts
    }

    private static func expectName(_ name: String) throws(DefinitionProblem) {
        guard Slug(name) != nil, name.utf8.count <= nameByteMaximum else {
            throw DefinitionProblem(
                "'\(name)' cannot be the name of a read model",
                remedy: "call the folder by \(Slug.form), such as late-opt-ins")
        }
        guard ReadModel.named(name) == nil else {
            throw DefinitionProblem(
                "\(name) is a read model that comes with the program",
                remedy: "call the folder by another name")
        }
    }

    private static func text(
        of file: String, in folder: String
    ) throws(DefinitionProblem) -> String {
        let path = "\(folder)/\(file)"
        guard let found = FileStatus(path), found.kind == .file, found.byteCount <= fileByteMaximum,
            let data = FileManager.default.contents(atPath: path), !data.contains(0),
            let text = String(data: data, encoding: .utf8)
        else {
            throw DefinitionProblem(
                "\(path) cannot be read",
                remedy: "the folder holds \(files.joined(separator: ", ")): plain files of text, "
                    + "at most 1 MiB each")
        }
        return text
    }

    func text(_ file: String) -> String { texts[file] ?? "" }

    /// Writes the files into a new folder that only its owner can read.
    func write(to folder: String) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for file in Self.files {
            let path = "\(folder)/\(file)"
            try createPrivateFile(path)
            try text(file).write(toFile: path, atomically: false, encoding: .utf8)
            try synchronise(path)
        }
        try synchronise(folder)
    }
}

// MARK: - What the SQL may do

extension ModelDefinition {
    /// The model, its SQL compiled once with leave to do what it may, and nothing else.
    ///
    /// - Throws: ``DefinitionProblem`` that names the file and says what SQLite said.
    func model() throws -> ReadModel {
        let memory = try Connection(path: ":memory:")
        memory.hold(to: .makeTables)
        try inFile("table.sql") { () throws(SQLiteError) in
            try memory.execute(text("table.sql"))
        }
        memory.hold(to: .read)
        let tableNames = try self.tableNames(memory)
        try expectStatement("report.sql", memory)
        memory.hold(to: nil)
        for table in tableNames { try expectKey(table, memory) }
        try memory.execute(Refresher.facts)
        memory.hold(to: .changeRows)
        let refresh = try statements("refresh.sql", ["subject"], memory)
        try expectAudit()
        guard let question = question else {
            throw problem("README.md", "its first line is empty", "say there what it answers")
        }
        return ReadModel(
            name: name, question: question, tables: text("table.sql"), tableNames: tableNames,
            refresh: refresh, report: text("report.sql"), audit: text("audit.sql"))
    }

    /// The first line of the README, without the mark of a heading.
    private var question: String? {
        let line = text("README.md").split(separator: "\n", maxSplits: 1).first ?? ""
        let words = line.drop { $0 == "#" || $0 == " " }
        return words.isEmpty ? nil : String(words.filter { $0 != "\r" })
    }

    private func tableNames(_ memory: borrowing Connection) throws -> [String] {
        let names = try memory.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
        ) { $0.text(0) }
        guard (1...tablesMaximum).contains(names.count) else {
            throw problem(
                "table.sql", "it makes \(names.count) tables", "make 1 to \(tablesMaximum)")
        }
        for name in names where name == "fact" || !name.utf8.allSatisfy(isPlain) {
            throw problem(
                "table.sql", "a table cannot be called '\(name)'",
                "use lower-case letters, digits and _, and not 'fact'")
        }
        return names
    }

    /// Expects that the rows of one subject are found without reading those of all.
    private func expectKey(_ table: String, _ memory: borrowing Connection) throws {
        guard try memory.prepare("SELECT * FROM \"\(table)\"").columns.contains("subject") else {
            throw problem(
                "table.sql", "the table \(table) has no column 'subject'",
                "every row says whose it is: subject TEXT NOT NULL")
        }
        let plan = try memory.rows(
            "EXPLAIN QUERY PLAN SELECT * FROM \"\(table)\" WHERE subject = ''"
        ) { $0.text(3) }
        guard plan.allSatisfy({ $0.hasPrefix("SEARCH") }) else {
            throw problem(
                "table.sql", "the rows of one subject cannot be found in \(table)",
                "begin its PRIMARY KEY, or an index, with subject")
        }
    }

    /// Compiles the audit where there is what it will find: the table `event` of a log.
    private func expectAudit() throws {
        let memory = try Connection(path: ":memory:")
        try memory.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, leaf, key, type, valid_from, recorded_at)"
        )
        memory.hold(to: .read)
        try expectStatement("audit.sql", memory)
    }

    private func expectStatement(_ file: String, _ connection: borrowing Connection) throws {
        let found = try statements(file, Self.parameters, connection)
        guard found.count == 1 else {
            throw problem(file, "it holds \(found.count) statements", "put one in it")
        }
    }

    private func statements(
        _ file: String, _ parameters: Set<String>, _ connection: borrowing Connection
    ) throws -> [String] {
        try inFile(file) { () throws(SQLiteError) in
            try connection.statements(in: text(file))
        }.map { sql in
            let unknown = try connection.prepare(sql).parameters.subtracting(parameters)
            if let first = unknown.min() {
                throw problem(
                    file, "there is no parameter :\(first)",
                    "it can use " + parameters.sorted().map { ":" + $0 }.joined(separator: ", "))
            }
            return sql
        }
    }

    private func inFile<T>(
        _ file: String, _ body: () throws(SQLiteError) -> T
    ) throws(DefinitionProblem) -> T {
        do throws(SQLiteError) { return try body() } catch {
            throw problem(
                file, error.message,
                error.isForbidden ? mayDo[file] ?? "" : "change it, then add the folder again")
        }
    }

    private func problem(_ file: String, _ what: String, _ remedy: String) -> DefinitionProblem {
        DefinitionProblem("\(file) of \(name): \(what)", remedy: remedy)
    }
}

private let mayDo = [
    "table.sql": "it can only make tables and indexes",
    "refresh.sql": "it can only read fact and its own tables, and change rows of its own tables",
    "report.sql": "it can only read its own tables",
    "audit.sql": "it can only read event",
]

private func isPlain(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
}

private let nameByteMaximum = 64
private let fileByteMaximum = 1 << 20
private let tablesMaximum = 16
