package import Events

/// A day as registers, spreadsheets and people write it.
package struct WrittenDay: Equatable, Sendable {
    package let day: Day
    /// Written with slashes, as British spreadsheets show days: the day before the month.
    let hasSlashes: Bool

    /// Reads `2024-05-07`, `07/05/2024`, `7-5-2024` or `7 May 2024`; midnight may follow.
    ///
    /// - Throws: ``WritingProblem`` with what is wrong and what to write.
    package init(reading text: String) throws(WritingProblem) {
        let date = withoutMidnight(text)
        hasSlashes = date.contains("/")
        if let day = Day(date) {
            self.day = day
            return
        }
        let parts = date.split(omittingEmptySubsequences: false) { "/-. ".contains($0) }
        guard parts.count == 3, let first = digits(parts[0], upTo: 2),
            let month = digits(parts[1], upTo: 2) ?? month(parts[1])
        else {
            throw parts.map { digits($0, upTo: 4) != nil } == [true, true, true]
                && parts[0].utf8.count == 4 ? notThere(text) : problem(text, date)
        }
        guard parts[2].utf8.count == 4, let year = digits(parts[2], upTo: 4) else {
            throw digits(parts[2], upTo: 2) == nil ? problem(text, date) : twoDigits(text)
        }
        guard let day = Day(year: year, month: month, day: first) else {
            throw Day(year: year, month: first, day: month) == nil
                ? notThere(text) : monthFirst(text, month)
        }
        self.day = day
    }

    /// What the summary of an import says when days were written with slashes.
    static func notice(count: Int) -> String? {
        guard count > 0 else { return nil }
        return "\(counted(count, "day")) written with slashes read with the day before the month"
    }
}

/// Why a cell cannot be read as what it is to be, and what to write instead; without a full stop.
package struct WritingProblem: Error, Equatable {
    package let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

/// The date of a day and time, where the time is midnight, as spreadsheets export days.
private func withoutMidnight(_ text: String) -> String {
    let end = [" 00:00:00", "T00:00:00", " 00:00"].first(where: text.hasSuffix)
    return end.map { String(text.dropLast($0.count)) } ?? text
}

private func digits(_ text: Substring, upTo count: Int) -> Int? {
    guard !text.isEmpty, text.utf8.count <= count, text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
}

/// The number of a month by its name, or the first three letters or more of it.
private func month(_ text: Substring) -> Int? {
    guard text.utf8.count >= 3 else { return nil }
    let name = text.lowercased()
    return Day.monthNames.firstIndex { $0.lowercased().hasPrefix(name) }.map { $0 + 1 }
}

// MARK: - What is wrong

private func problem(_ text: String, _ date: String) -> WritingProblem {
    // A spreadsheet counts days from here:
    // https://learn.microsoft.com/en-us/office/troubleshoot/excel/1900-and-1904-date-system
    let number = date.prefix { $0 != "." }
    if number.utf8.count == 5, let serial = digits(number, upTo: 5),
        date.dropFirst(number.count + 1).utf8.allSatisfy({ (48...57).contains($0) }),
        let first = Day(year: 1899, month: 12, day: 30)
    {
        let day = first + serial
        return WritingProblem(
            "\(quoted(text)) is a day as a spreadsheet counts it: it would be \(day.words); "
                + "format the column as a date and save the file again")
    }
    return WritingProblem(
        "\(quoted(text)) is not a day; write it as 2024-05-07, 07/05/2024 or 7 May 2024")
}

private func twoDigits(_ text: String) -> WritingProblem {
    WritingProblem(
        "\(quoted(text)) has a year of two digits; write all four, as in 07/05/2024")
}

private func notThere(_ text: String) -> WritingProblem {
    WritingProblem("\(quoted(text)) is not a day that exists; correct it")
}

private func monthFirst(_ text: String, _ month: Int) -> WritingProblem {
    WritingProblem(
        "\(quoted(text)) has no month \(month); write the day before the month, as in 07/05/2024")
}
