/// What the streams of one run are connected to.
///
/// Nothing is a terminal unless somebody says so, so that tests and pipes read plain bytes.
package struct Terminal: Equatable, Sendable {
    /// Whether somebody can type.
    package var isInput = false
    /// Whether the data are read by somebody.
    package var isOutput = false
    /// Whether the talk is read by somebody.
    package var isTalk = false
    /// How many columns there are, where that is known.
    package var columns: Int?

    package init(
        isInput: Bool = false, isOutput: Bool = false, isTalk: Bool = false, columns: Int? = nil
    ) {
        self.isInput = isInput
        self.isOutput = isOutput
        self.isTalk = isTalk
        self.columns = columns
    }
}

/// The two streams that something is written to.
enum OutputStream { case data, talk }

/// The colours of a stream.
///
/// They say nothing that the words do not say: without them every text is as it was given.
struct Palette {
    let isOn: Bool

    func bold(_ text: String) -> String { paint(text, "1") }
    func faint(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }

    private func paint(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}

extension Session {
    /// The colours of a stream: none but on a terminal that has them and that nobody asked to do
    /// without (<https://no-color.org>).
    func palette(_ stream: OutputStream) -> Palette {
        let isTerminal = stream == .data ? terminal.isOutput : terminal.isTalk
        let isWanted =
            (environment["NO_COLOR"] ?? "").isEmpty && !isPlain && configuration[.colour] != "never"
        return Palette(isOn: isTerminal && !isDumb && isWanted)
    }

    /// Whether the terminal can do no more than show one line after the other.
    var isDumb: Bool { ["", "dumb"].contains(environment["TERM"] ?? "") }

    /// How wide a page may be: as wide as the terminal, and anything where there is none.
    var pageColumns: Int? { terminal.isOutput && !isPlain ? terminal.columns : nil }
}
