internal import Events

/// Decides whether the story stays legal with `proposal` in place.
///
/// The facts of every story it changes are judged again, in order, with the facts they depend on
/// beside them. One rule covers ordinary acts, backdating, corrections, retractions and mergers.
///
/// - Throws: ``Refusal`` that names the fact it collides with and what to do.
package func judge(
    _ proposal: Proposal, in source: inout some StorySource
) throws -> Verdict {
    var cast = Cast(of: proposal, isNarrow: true)
    try cast.gather(from: &source)
    let found = try cast.tell(proposal)
    if found.collisions.isEmpty { return found.hearing.verdict }
    // Facts that were not gathered may depend on those that collide; people read of all of them.
    return try hear(proposal, in: &source).verdict
}

/// What comes of a proposal that is not refused, and what was told to find out.
package struct Hearing: Sendable {
    package let verdict: Verdict
    /// What the facts gathered tell, with a legal proposal in place.
    let world: World
    /// The subjects whose whole stories were told.
    let subjects: Set<Subject>
}

/// Decides as ``judge(_:in:)`` does, and keeps what was told, for a ``LiveWorld`` to take over.
package func hear(
    _ proposal: Proposal, in source: inout some StorySource
) throws -> Hearing {
    var cast = Cast(of: proposal, isNarrow: false)
    try cast.gather(from: &source)
    let found = try cast.tell(proposal)
    if let refusal = refusal(for: found.collisions) { throw refusal }
    return found.hearing
}
