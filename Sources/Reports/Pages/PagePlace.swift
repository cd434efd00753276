/// Where a page stands, and so what its links lead to.
///
/// A page by itself links to nothing but its own parts.
package struct PagePlace: Sendable {
    /// The way from the page to the top of its site: empty at the top, `../` one folder down.
    package var up = ""
    /// The links at its top, by what they are called.
    package var navigation: [(label: String, path: String)] = []
    /// The pages that tell the same otherwise, of which the page itself is one.
    package var versions: [(label: String, path: String)] = []
    /// The path of the page itself.
    package var path = ""
    /// The paths of pages that explain figures, by the figure's name.
    package var explanations: [String: String] = [:]
    /// The pages that show what a command does: by the command, what the page is called and its path.
    package var commands: [String: (label: String, path: String)] = [:]
    /// The paths of the pages of local authorities, by their codes.
    package var areas: [String: String] = [:]
    /// The same report in other forms.
    package var downloads: [(label: String, path: String)] = []
    /// A page by itself.
    package static let alone = PagePlace()

    package init() {}
}
