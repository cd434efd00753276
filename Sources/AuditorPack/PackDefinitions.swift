internal import CanonicalJSON
internal import EventLog
internal import Events
internal import Reports

extension PackMaterial {
    /// Writes what figures mean, in words and in SQL, and the scripts that work them out again.
    func writeDefinitions(to folder: inout PackFolder) throws {
        for name in ["verify-export.py", "engagement_figures.py"] {
            guard let script = packScripts[name] else {
                preconditionFailure("scripts/\(name) is compiled in")
            }
            try folder.write(name, script)
        }
        for (path, text) in definitionPages.merging(definitionSQL, uniquingKeysWith: { a, _ in a })
        {
            try folder.write("definitions/\(path)", text)
        }
        for (path, text) in formatPages { try folder.write("definitions/\(path)", text) }
        try folder.write("definitions/school-types.json", SchoolType.groupsJSON.pretty)
        try folder.write("definitions/measures.json", try measures().pretty)
    }

    /// What the ledger itself says its measures mean, today and as known.
    private func measures() throws -> JSONValue {
        var options = ReportOptions(asOf: request.today, today: request.today)
        options.knownAt = .seq(head.size)
        return try builder.engagement(options).json["definitions"] ?? .array([])
    }
}
