import Events
import Programme
import TallyTestSupport
import Testing

/// Expects the rows of one kind that `facts` tell.
func expectRows(
    _ facts: [Reading], _ kind: String, _ expected: [String], _ location: SourceLocation
) {
    do throws(Refusal) {
        let rows = worldRows(try World.told(by: facts))
            .filter { $0.hasPrefix(kind + " ") }.map { String($0.dropFirst(kind.count + 1)) }
        guard rows != expected.sorted() else { return }
        Issue.record(
            "\(rows.joined(separator: "\n")) are the rows of \(kind), not \(expected)",
            sourceLocation: location)
    } catch {
        Issue.record("the story is not legal: \(error)", sourceLocation: location)
    }
}
