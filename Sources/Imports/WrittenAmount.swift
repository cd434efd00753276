/// Reads an amount of money in pounds as finance writes it, and gives it in pence.
///
/// `£1,234.50`, `1234.5`, and what is negative as `-1,234.50` or `(1,234.50)`.
///
/// - Throws: ``WritingProblem`` with what is wrong and what to write.
package func pence(reading text: String) throws(WritingProblem) -> Int {
    var rest = Substring(text.filter { $0 != " " && $0 != "£" })
    let isNegative = takeSign(&rest)
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let pounds = wholePounds(parts[0]) else {
        throw notAnAmount(text)
    }
    let decimals = parts.count == 2 ? parts[1] : "0"
    guard !decimals.isEmpty, decimals.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw notAnAmount(text)
    }
    guard decimals.utf8.count <= 2 else {
        throw WritingProblem(
            "\(quoted(text)) has more than two decimals; write it in pounds and whole pence, as 1234.50"
        )
    }
    let pennies = (Int(decimals) ?? 0) * (decimals.utf8.count == 1 ? 10 : 1)
    return (pounds * 100 + pennies) * (isNegative ? -1 : 1)
}

/// Takes the marks of a negative amount away, and says whether there were any.
private func takeSign(_ text: inout Substring) -> Bool {
    if text.hasPrefix("("), text.hasSuffix(")") {
        text = text.dropFirst().dropLast()
        return true
    }
    // A minus, as keyboards have it and as typesetting does.
    guard text.hasPrefix("-") || text.hasPrefix("\u{2212}") else { return false }
    text = text.dropFirst()
    return true
}

/// Digits, in groups of three where they are grouped; no more than a ledger can add up.
private func wholePounds(_ text: Substring) -> Int? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, !first.isEmpty, groups.count == 1 || first.utf8.count <= 3,
        groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
        groups.joined().utf8.allSatisfy({ (48...57).contains($0) }),
        text.utf8.count <= poundsDigitsMaximum
    else { return nil }
    return Int(groups.joined())
}

private func notAnAmount(_ text: String) -> WritingProblem {
    WritingProblem("\(quoted(text)) is not an amount; write it in pounds, as 1234.50 or £1,234.50")
}

/// More digits and commas than any amount in pounds has, and fewer than overflow.
private let poundsDigitsMaximum = 16
