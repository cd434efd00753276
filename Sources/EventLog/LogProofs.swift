// Proofs about a log, made from the tiles it stores.

extension EventLog {
    /// The proof that the first `size` events hold the one at `seq` (RFC 6962 section 2.1.1).
    package func proof(ofEvent seq: Int, among size: Int) throws(LogError) -> [Hash] {
        try inclusionProof(index: seq - 1, size: size) { address, width throws(LogError) in
            try storedTile(address, width)
        }
    }

    /// The proof that the first `new` events start with the first `old` (RFC 6962 section 2.1.2).
    package func proof(from old: Int, to new: Int) throws(LogError) -> [Hash] {
        try consistencyProof(old: old, new: new) { address, width throws(LogError) in
            try storedTile(address, width)
        }
    }
}
