/// A style sheet: rules that are written in the program, and strings between them.
package struct StyleSheet: Sendable {
    private(set) var written = ""

    package init(_ rules: StaticString) { add(rules) }

    package mutating func add(_ rules: StaticString) { written += "\(rules)" }

    /// Adds a string of CSS, in quotes, everything in it but letters, digits and spaces escaped.
    package mutating func add(string text: String) {
        written += "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 32, 48...57, 65...90, 97...122: written.unicodeScalars.append(scalar)
            default: written += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        written += "\""
    }
}
