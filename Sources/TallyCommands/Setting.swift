internal import Events

/// One thing that can be settled beforehand, so that it need not be said with every command.
package enum Setting: String, CaseIterable, Sendable {
    case ledger, actor, programme, authority, pager, colour

    /// The option that settles it for one command.
    var option: String {
        switch self {
        case .pager: "--plain"
        case .colour: "--no-color"
        default: "--" + rawValue
        }
    }

    /// The environment variables that settle it, the first that is there.
    var variables: [String] {
        let own = "TALLY_" + rawValue.uppercased()
        return self == .pager ? [own, "PAGER"] : [own]
    }

    var meaning: String {
        switch self {
        case .ledger: "the ledger's folder"
        case .actor: "who acts, such as officer:jd; recorded with every event"
        case .programme: "the programme, when the ledger has several"
        case .authority: "the area of reports and lists that name none"
        case .pager: "what shows long answers on a terminal; 'none' for nothing"
        case .colour: "'auto' or 'never'"
        }
    }

    /// What stands when nobody settles it; `nil` when that depends on where one is.
    var standard: String? {
        switch self {
        case .pager: "less -FIRX"
        case .colour: "auto"
        default: nil
        }
    }

    /// Why `value` cannot stand; `nil` when it can.
    func problem(with value: String) -> String? {
        switch self {
        case .programme, .authority:
            value.isEmpty || Slug(value) != nil ? nil : "'\(value)' is not \(Slug.form)"
        case .colour where !["", "auto", "never"].contains(value):
            "'\(value)' is neither 'auto' nor 'never'"
        default: nil
        }
    }
}
