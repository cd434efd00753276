internal import CommandTable
internal import SQLite

/// A file of settings: `name = value` a line; empty lines and what starts with `#` say nothing.
package struct SettingsFile: Sendable {
    package internal(set) var values: [Setting: Configuration.Voice] = [:]
    package internal(set) var problems: [String] = []

    /// - Parameter settings: Those that this file may settle, with why not for others.
    init(_ text: String, path: String, refusing refusals: [Setting: String] = [:]) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = trimmed(line)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            if let problem = read(line, path, index + 1, refusals) {
                problems.append("\(path), line \(index + 1): \(problem)")
            }
        }
    }

    /// Takes one line in, or says why not.
    private mutating func read(
        _ line: String, _ path: String, _ number: Int, _ refusals: [Setting: String]
    ) -> String? {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map(trimmed)
        guard parts.count == 2 else { return "'\(line.prefix(60))' is not a line name = value" }
        let (name, value) = (parts[0], parts[1])
        guard let setting = Setting(rawValue: name) else { return noSetting(name) }
        if let refusal = refusals[setting], !(setting == .pager && value == "none") {
            return refusal
        }
        if let problem = setting.problem(with: value) { return problem }
        if values[setting] != nil { return "'\(name)' is settled twice" }
        values[setting] = .init(value: value, source: .file(path, line: number))
        return nil
    }

    private func noSetting(_ name: String) -> String {
        let names = Setting.allCases.map(\.rawValue)
        let near = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        return "there is no setting '\(name.prefix(60))'; "
            + (near ?? "choose \(names.joined(separator: ", "))")
    }
}

extension SettingsFile {
    /// Reads the user's file: under `XDG_CONFIG_HOME`, or in `~/.config`
    /// (<https://specifications.freedesktop.org/basedir-spec/latest/>).
    ///
    /// - Returns: `nil` when there is none.
    static func ofUser(_ environment: [String: String]) -> SettingsFile? {
        guard let path = userPath(environment) else { return nil }
        guard var file = reading(path, refusing: [:]) else { return nil }
        guard let ledger = file.values[.ledger] else { return file }
        let home = environment["HOME"] ?? ""
        let folder = ledger.value.hasPrefix("~/") ? home + ledger.value.dropFirst() : ledger.value
        if folder.hasPrefix("/") {
            file.values[.ledger] = .init(value: folder, source: ledger.source)
        } else {
            file.values[.ledger] = nil
            file.problems.append(
                "\(ledger.source.words): the ledger's path does not start at / or ~/; write it whole"
            )
        }
        return file
    }

    /// Where the user's file is; `nil` for nobody at home.
    static func userPath(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/tallystick/config"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/tallystick/config"
    }

    /// Reads the file of the ledger in `folder`.
    ///
    /// It came with the ledger, from whoever made that: it cannot name a program to run, only that
    /// there is none.
    static func ofLedger(_ folder: String) -> SettingsFile? {
        reading(
            folder + "/config",
            refusing: [
                .ledger: "a ledger's own file cannot name the ledger",
                .pager: "a ledger's file cannot name a program to run, only 'pager = none'",
            ])
    }

    /// Only a file proper is read, not a link and not a pipe, and not much of it.
    private static func reading(_ path: String, refusing refusals: [Setting: String])
        -> SettingsFile?
    {
        guard let found = FileStatus(path) else { return nil }
        var file = SettingsFile("", path: path)
        guard found.kind == .file else {
            file.problems = ["\(path) is not a file; remove it, or put the settings into a file"]
            return file
        }
        do {
            let bytes = try readFile(path, maximum: fileByteMaximum)
            guard let text = String(validating: bytes, as: UTF8.self), bytes.count < fileByteMaximum
            else {
                file.problems = ["\(path) is not a short text in UTF-8"]
                return file
            }
            return SettingsFile(text, path: path, refusing: refusals)
        } catch {
            file.problems = ["\(path) cannot be read: \(error.message)"]
            return file
        }
    }
}

/// A piece of a line without the blanks around it.
private func trimmed(_ piece: Substring) -> String {
    let rest = piece.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
}

private let fileByteMaximum = 1 << 16
