/// An event that a read model cannot take in; it stops before it.
package struct Quarantined: Equatable, Sendable {
    package let seq: Int
    package let type: String
    package let version: Int
    /// Why, as a sentence without a full stop.
    package let reason: String

    package init(seq: Int, type: String, version: Int, reason: String) {
        self.seq = seq
        self.type = type
        self.version = version
        self.reason = reason
    }
}
