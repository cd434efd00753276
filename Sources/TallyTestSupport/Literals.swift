package import Events

// In tests a code or a day is written as the text it is: `"391"`, `"2024-05-07"`.

extension Token where Self: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let value = Self(text) else { preconditionFailure("'\(text)' is not \(Self.form)") }
        self = value
    }
}

extension CompaniesHouse: ExpressibleByStringLiteral {}
extension Day: ExpressibleByStringLiteral {}
extension Digest: ExpressibleByStringLiteral {}
extension FinancialYear: ExpressibleByStringLiteral {}
extension LACode: ExpressibleByStringLiteral {}
extension LAEstab: ExpressibleByStringLiteral {}
extension ONSCode: ExpressibleByStringLiteral {}
extension Root: ExpressibleByStringLiteral {}
extension SchoolType: ExpressibleByStringLiteral {}
extension Slug: ExpressibleByStringLiteral {}
extension UKPRN: ExpressibleByStringLiteral {}
extension URN: ExpressibleByStringLiteral {}

extension Body: ExpressibleByStringLiteral {
    /// Reads `authority:ntca`.
    package init(stringLiteral text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = Kind(parts[0]) else {
            preconditionFailure("'\(text)' is not a body such as authority:ntca")
        }
        self.init(kind: kind, id: parts[1])
    }
}
