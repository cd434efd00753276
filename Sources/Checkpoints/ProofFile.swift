internal import EventLog

/// Either kind of proof, as a file says.
package enum ProofFile: Equatable, Sendable {
    case inclusion(InclusionProof)
    case consistency(ConsistencyProof)

    /// The most bytes such a file has: an event in base64 and a path, with room to spare.
    package static let byteMaximum = 2 * EventLog.leafMaximum

    package init(parsing bytes: [UInt8]) throws(CheckpointProblem) {
        if bytes.starts(with: (ConsistencyProof.header + "\n").utf8) {
            self = .consistency(try ConsistencyProof(parsing: bytes))
        } else if bytes.starts(with: (InclusionProof.header + "\n").utf8) {
            self = .inclusion(try InclusionProof(parsing: bytes))
        } else {
            throw CheckpointProblem(
                "the first line is neither '\(InclusionProof.header)' nor "
                    + "'\(ConsistencyProof.header)'")
        }
    }
}

/// The hashes of a path, a line each.
func lines(_ path: [Hash]) -> String { path.map { $0.base64 + "\n" }.joined() }

extension StrictLines {
    mutating func expect(_ text: String) throws(CheckpointProblem) {
        let line = try next("'\(text)'")
        guard line.utf8.elementsEqual(text.utf8) else {
            throw CheckpointProblem("a line is not '\(text)'")
        }
    }

    /// Takes the hashes of a path, and the empty line after them.
    mutating func path() throws(CheckpointProblem) -> [Hash] {
        var path: [Hash] = []
        while true {
            let line = try next("a hash of the path")
            if line.utf8.isEmpty { return path }
            guard let hash = Hash(base64: line) else {
                throw CheckpointProblem("a line of the path is not a hash in base64")
            }
            path.append(hash)
        }
    }
}
