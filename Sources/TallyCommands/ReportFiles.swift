internal import CanonicalJSON
internal import CommandTable
internal import Imports
internal import Reports
internal import SQLite

extension Session {
    /// Writes a report where it was asked to go.
    func deliver(_ printed: String, _ arguments: Arguments) throws {
        guard let file = arguments[outputOption], !arguments[dryRun] else { return write(printed) }
        try put(printed, in: file)
    }

    /// Writes what the columns of a CSV file are, in a file beside it.
    func describe(
        _ report: any PrintedReport, _ printed: String, _ arguments: Arguments
    ) throws {
        guard let file = arguments[outputOption], !arguments[dryRun],
            format(arguments) == .csv, file != "-"
        else { return }
        let header = try CSVTable(Array(printed.utf8)).header
        let name = file.split(separator: "/").last.map(String.init) ?? file
        try put(
            report.csvMetadata(header: header).json(for: name).pretty,
            in: file + "-metadata.json")
    }

    private func put(_ text: String, in file: String) throws {
        do { try putFile(path(file), Array(text.utf8)) } catch {
            throw Failure(
                .storage, "\(file) cannot be written: \(error.message)",
                hint: "name another place, or make room there")
        }
        say("Written to \(printable(file))\n")
    }
}
