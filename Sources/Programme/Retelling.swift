package import Events

/// The stories of a few subjects told anew.
package struct Retelling: Sendable {
    /// What they tell; its rows are those of the whole world for the ``subjects``, and only for
    /// them.
    package let world: World
    /// The subjects asked for, and those that share a story with them.
    package let subjects: Set<Subject>
    /// The facts in the stories of those, by the numbers of their root events.
    package let told: Set<Int>

    /// - Parameter others: Subjects whose facts the rows of any subject may depend on.
    /// - Throws: ``Refusal`` when a fact of theirs is not legal, or what `source` throws.
    package init(
        of subjects: Set<Subject>, beside others: [Subject], from source: inout some StorySource
    ) throws {
        var cast = Cast(of: subjects, beside: others)
        try cast.gather(from: &source)
        let story = cast.context.merging(cast.judged) { _, judged in judged }.values.sorted()
        var world = World(of: story, judgesApprovals: false)
        for reading in story {
            do throws(Refusal) { try world.absorb(reading) } catch {
                // What a context fact needs may not have been gathered; nothing of ours needs it.
                if cast.judged[reading.seq] != nil { throw error }
            }
        }
        world.finish()
        self.world = world
        self.subjects = cast.seenChanged
        told = Set(cast.judged.keys)
    }
}
