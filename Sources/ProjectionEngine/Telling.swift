internal import Events
package import Projections

/// Which facts are told to read models: the others cannot change a row of theirs.
package struct Telling: Equatable, Sendable {
    /// The types of event that are told.
    private let types: Set<String>
    /// Whether sums of payments are all that is asked, so that none needs a value of its own.
    package var addsUpPayments = true

    /// Every type there is.
    package static let everything = Telling(types: Set(vocabulary.keys))

    private init(types: Set<String>) { self.types = types }

    /// What `models` depend on.
    package init(_ models: [ReadModel]) {
        types = Set(
            vocabulary.values.map(\.descriptor).filter { descriptor in
                models.contains {
                    $0.reads.contains(descriptor.group) && !$0.passesOver.contains(descriptor.type)
                }
            }.map(\.type))
    }

    /// Whether facts of `type` are told; those of a type that is not known might have to be.
    func tells(_ type: String) -> Bool { types.contains(type) || vocabulary[type] == nil }
}
