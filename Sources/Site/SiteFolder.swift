internal import CanonicalJSON
internal import Essentials
internal import SQLite

/// Why a site was not written, as a sentence without a full stop, and what to do about it.
package struct SiteProblem: Error, Sendable {
    package let sentence: String
    package let remedy: String

    init(_ sentence: String, remedy: String) {
        (self.sentence, self.remedy) = (sentence, remedy)
    }
}

extension Site {
    /// Writes all files into a new folder, or in place of a site that is there, or nothing.
    package func write(to path: String) throws {
        let isThere = try Self.expectRoom(at: path)
        let folder = try NewFolder(path: path)
        for file in files { try folder.write(file.path, Array(file.text.utf8)) }
        if isThere { try folder.replace() } else { try folder.finish() }
    }

    /// - Returns: Whether a site is there, to be replaced.
    /// - Throws: ``SiteProblem`` when something else is.
    package static func expectRoom(at path: String) throws -> Bool {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { return false }
        // A folder that cannot be listed is as good as full.
        let found = (try? files.subpathsOfDirectory(atPath: path)) ?? [""]
        guard !found.isEmpty else { return false }
        guard let data = files.contents(atPath: "\(path)/\(manifestName)"),
            let manifest = try? JSONValue(parsing: [UInt8](data)),
            manifest["schema"]?.text == "tally/site/1", let listed = manifest["files"]?.elements
        else {
            throw SiteProblem(
                "\(path) is there already and is neither empty nor a site",
                remedy: "choose a folder that does not exist yet")
        }
        let ours = Set(listed.compactMap { $0["path"]?.text } + [manifestName])
        if let other = found.sorted().first(where: { !ours.contains($0) && !isFolder($0, path) }) {
            throw SiteProblem(
                "\(path) holds \(other), which is no part of the site and would be lost",
                remedy: "move it elsewhere, or choose a folder that does not exist yet")
        }
        return true
    }

    private static func isFolder(_ name: String, _ path: String) -> Bool {
        // What cannot be looked at is taken for a file, so that it is kept.
        FileStatus("\(path)/\(name)")?.kind == .folder
    }
}
