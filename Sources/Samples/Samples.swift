/// A ledger that comes with the program: facts, one a line; synthetic, shaped on published totals.
package struct Sample: Sendable {
    package let name: String
    /// What it is a sample of, in a few words.
    package let title: String

    package static let northEast = Sample(
        name: "north-east", title: "the North East programme, before and after its merger")
    package static let pilots = Sample(
        name: "localed-pilots", title: "nine localities of three pilots, side by side")
    package static let all = [northEast, pilots]

    package static func named(_ name: String) -> Sample? { all.first { $0.name == name } }

    /// The facts, as `init --from` reads them.
    package var facts: String { sampleFiles["\(name).ndjson"] ?? "" }
}
