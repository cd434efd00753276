internal import CanonicalJSON

/// One line of `doctor`: what was looked at, how it stands, and what to do when it is not well.
struct Check: Equatable {
    enum State: String, CaseIterable {
        case ok, warn, fault
    }

    let name: String
    let state: State
    let words: String
    /// What to do; `nil` when all is well.
    let remedy: String?

    private init(_ name: String, _ state: State, _ words: String, remedy: String?) {
        self.name = name
        self.state = state
        self.words = words
        self.remedy = remedy
    }

    static func ok(_ name: String, _ words: String) -> Check {
        Check(name, .ok, words, remedy: nil)
    }

    static func warn(_ name: String, _ words: String, remedy: String) -> Check {
        Check(name, .warn, words, remedy: remedy)
    }

    static func fault(_ name: String, _ words: String, remedy: String) -> Check {
        Check(name, .fault, words, remedy: remedy)
    }

    /// That something could not be done, put as the command that needs it would put it.
    static func fault(_ name: String, _ error: any Error) -> Check {
        let failure = Failure(error)
        return .fault(name, failure.message, remedy: failure.hint ?? "see 'tally help doctor'")
    }

    var json: JSONValue {
        .object([
            ("name", .string(name)), ("state", .string(state.rawValue)),
            ("words", .string(words)), ("next", remedy.map { .string($0) } ?? .null),
        ])
    }
}
