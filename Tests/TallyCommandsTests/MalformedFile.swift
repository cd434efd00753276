import Foundation
import TallyTestSupport

/// A list with faults planted in it, in some encoding and form; the same whenever it is made from the
/// same seed.
struct MalformedFile {
    let bytes: [UInt8]
    /// The rows with faults, as a spreadsheet numbers them.
    private(set) var wrongRows: Set<Int> = []

    private enum Fault: CaseIterable {
        case urn, longURN, noDay, twoDigitYear, serial, noSuchDay, strayQuote, textAfterQuote
        case tooManyFields, tooFewFields, undefinedByte, NUL, unknownSchool, longCell
    }

    /// A list of opt-ins whose good rows are all of school 900004, which can opt in again and again.
    init(seed: Int) {
        var random = SplitMix64(seed: seed)
        let isLatin = random.chance(40)
        let hasMark = !isLatin && random.chance(30)
        let separator = random.one(of: [",", ",", ",", ";", "\t"])
        let lineEnd = random.one(of: ["\r\n", "\n", "\r"])
        var lines = [["School", "URN", "Opted in", "Form"].joined(separator: separator)]
        for _ in 0..<random.below(12) {
            if random.chance(10) {
                lines.append(random.chance(50) ? "" : String(repeating: separator, count: 3))
                continue
            }
            let fault = random.chance(30) ? random.one(of: Fault.allCases) : nil
            // Only where the encoding is the other one is the byte undefined.
            let planted = fault == .undefinedByte && !isLatin ? nil : fault
            lines.append(Self.line(planted, separator, &random))
            if planted != nil { wrongRows.insert(lines.count) }
        }
        let text = lines.joined(separator: lineEnd) + (random.chance(80) ? lineEnd : "")
        bytes = Self.bytes(of: text, isLatin: isLatin, hasMark: hasMark)
    }

    private static func line(
        _ fault: Fault?, _ separator: String, _ random: inout SplitMix64
    ) -> String {
        var name = quoted(random.one(of: hostileNames), always: random.chance(30))
        var urn = "900004"
        var day = random.one(of: ["2024-09-02", "02/09/2024", "2-9-2024", "2 September 2024"])
        var rest = [random.one(of: ["", "F-1", quoted("F, \"1\"", always: true)])]
        switch fault {
        case .urn: urn = random.one(of: ["", "90000x", "=cmd()", "9000045", "９００００４"])
        case .longURN: urn = String(repeating: "9", count: 5_000)
        case .noDay: day = random.one(of: ["", "soon", "2024", "'); DROP TABLE event;--"])
        case .twoDigitYear: day = "02/09/24"
        case .serial: day = "45537"
        case .noSuchDay: day = random.one(of: ["31/09/2024", "2024-02-30", "09/13/2024"])
        case .strayQuote: name = "Hill \"School"
        case .textAfterQuote: name = "\"Hill\" School"
        case .tooManyFields: rest += ["", "x"]
        case .tooFewFields: return [name, urn, day].joined(separator: separator)
        case .undefinedByte: name = "Hill\u{81}"
        case .NUL: name = "Hill\u{0}"
        case .unknownSchool: urn = "999999"
        case .longCell: name = String(repeating: "x", count: 20_000)
        case nil: if random.chance(20) { rest += ["", ""] }
        }
        return ([name, urn, day] + rest).joined(separator: separator)
    }

    /// The text as a field: in quotes when it needs them.
    private static func quoted(_ text: String, always: Bool) -> String {
        let needs = text.unicodeScalars.contains { ",;\t\"\r\n".unicodeScalars.contains($0) }
        guard needs || always else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Names of one byte each in Windows-1252, or of ASCII.
    private static let hostileNames = [
        "Hill School", "=cmd()", "@SUM(A1)", "<script>alert(1)</script>", "'); DROP TABLE event;--",
        "Hill, Dale", "say \"no\"", "\u{1b}[2J\u{1b}]0;PWNED\u{07}", "caf\u{E9}", "\u{C9}loi", "",
        "two\nlines", "two\r\nlines", "'=1", "-", "\u{7f}\u{9b}31m",
    ]

    private static func bytes(of text: String, isLatin: Bool, hasMark: Bool) -> [UInt8] {
        guard isLatin else { return (hasMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8) }
        // So that it is no UTF-8, whatever else is in it.
        return text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : 0x3F }
    }
}
