internal import CanonicalJSON
internal import Essentials
internal import EventLog
internal import SQLite

/// The file that facts without a source of their own come from.
struct FactOrigin: Sendable {
    /// The name of the file, without its folder.
    let reference: String
    /// `nil` for standard input, which is read only once.
    let sha256: Hash?

    /// Where the fact in line `row` comes from.
    func source(row: Int?) -> JSONValue {
        .object([
            ("kind", .string("facts")), ("reference", .string(reference)),
            ("row", row.map { .integer($0) }), ("sha256", sha256.map { .string($0.hex) }),
        ])
    }
}

extension Session {
    /// Where the facts of a file come from; the file is read once to find out.
    func origin(ofFacts path: String) throws -> FactOrigin {
        guard path != "-" else { return FactOrigin(reference: "standard input", sha256: nil) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let place = URL(fileURLWithPath: self.path(path)).resolvingSymlinksInPath().path
        // What can be read only once, as a pipe with a name, is known by that alone.
        guard FileStatus(place)?.kind == .file, let file = try? InputFile(path: place) else {
            return FactOrigin(reference: name, sha256: nil)
        }
        var digest = SHA256()
        do {
            while true {
                let piece = try file.read(upTo: pieceByteCount)
                if piece.isEmpty { break }
                digest.update(piece.span)
            }
        } catch {
            throw Failure(.failed, "the file \(path) cannot be read", hint: "check its name")
        }
        return FactOrigin(reference: name, sha256: digest.finish())
    }
}

private let pieceByteCount = 1 << 18
