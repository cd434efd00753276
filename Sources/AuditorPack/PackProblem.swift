/// Why a pack was not made, as a sentence without a full stop, and what to do about it.
package struct PackProblem: Error, Sendable {
    package enum Kind: Sendable {
        /// The folder cannot be used, or something asked for is not there.
        case refused
        /// A checkpoint in the ledger's folder cannot be read.
        case altered
        /// A checkpoint in the ledger's folder is of another history.
        case different
    }

    package let kind: Kind
    package let sentence: String
    package let remedy: String

    init(_ kind: Kind, _ sentence: String, remedy: String) {
        self.kind = kind
        self.sentence = sentence
        self.remedy = remedy
    }
}
