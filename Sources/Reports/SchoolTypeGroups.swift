package import CanonicalJSON
package import Events

extension SchoolType {
    /// The types of each group, as one JSON document: what a rule about groups is read with.
    package static var groupsJSON: JSONValue {
        .object(
            TypeGroup.allCases.map { group in
                let types = all.filter { SchoolType($0)?.group == group }
                return (group.rawValue, .array(types.map { .string($0) }))
            })
    }
}
