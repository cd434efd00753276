import Foundation
import TallyTestSupport

/// A list with faults planted in it, in some encoding and form; the same whenever it is made from the
/// same seed.
struct MalformedFile {
    /// What `import` calls a list of the kind.
    let kind: String
    let bytes: [UInt8]
    /// Where the faults are.
    private(set) var faults: Set<Place> = []

    /// Where something is wrong, as a message names it.
    struct Place: Hashable, CustomStringConvertible {
        /// As a spreadsheet numbers it.
        let row: Int
        /// `nil` when it is the row that is wrong.
        let column: String?

        var description: String { "\(row)" + (column.map { " \($0)" } ?? "") }
    }

    /// The rows with faults.
    var wrongRows: Set<Int> { Set(faults.map(\.row)) }

    /// A list of opt-ins from an even seed, of spends from an odd one.
    init(seed: Int) {
        self.init(seed: seed, seed % 2 == 0 ? MalformedOptIns() : MalformedSpends())
    }

    private init(seed: Int, _ list: any MalformedList) {
        kind = list.kind
        var random = SplitMix64(seed: seed)
        let isLatin = random.chance(40)
        let hasMark = !isLatin && random.chance(30)
        let separator = random.one(of: [",", ",", ",", ";", "\t"])
        let lineEnd = random.one(of: ["\r\n", "\n", "\r"])
        var lines = [list.header.joined(separator: separator)]
        for number in 0..<random.below(12) {
            if random.chance(10) {
                let line = String(repeating: separator, count: list.header.count - 1)
                lines.append(random.chance(50) ? "" : line)
                continue
            }
            var row = MalformedRow(list.goodRow(number, &random), &random)
            if random.chance(30) {
                if random.chance(50) {
                    row.breakWhole(isLatin: isLatin, hasMark: hasMark, &random)
                } else {
                    list.plant(in: &row, &random)
                }
            } else if random.chance(20) {
                row.pad()
            }
            lines.append(row.fields.joined(separator: separator))
            // A row of which nothing is left is none.
            for column in row.isBlank ? [] : row.wrongColumns {
                faults.insert(Place(row: lines.count, column: column.map { list.header[$0] }))
            }
        }
        let text = lines.joined(separator: lineEnd) + (random.chance(80) ? lineEnd : "")
        bytes = Self.bytes(of: text, isLatin: isLatin, hasMark: hasMark)
    }

    /// - Parameter isLatin: So that it is no UTF-8, whatever else is in it.
    private static func bytes(of text: String, isLatin: Bool, hasMark: Bool) -> [UInt8] {
        guard isLatin else {
            return (hasMark ? [0xEF, 0xBB, 0xBF] : [])
                + text.unicodeScalars.flatMap { scalar -> [UInt8] in
                    scalar == MalformedRow.noUTF8 ? [0xFF] : Array(String(scalar).utf8)
                }
        }
        return text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : 0x3F }
    }
}

/// A kind of list: what its rows are when nothing is wrong with them, and what can be.
protocol MalformedList {
    var kind: String { get }
    var header: [String] { get }

    /// The cells of a row that can be recorded, whatever came before it.
    func goodRow(_ number: Int, _ random: inout SplitMix64) -> [String]

    /// Makes cells of a row wrong, or what they say together.
    func plant(in row: inout MalformedRow, _ random: inout SplitMix64)
}

/// A row, as it stands in the file, and where it is wrong.
struct MalformedRow {
    /// The fields, quoted where they need it.
    private(set) var fields: [String]
    /// The columns, by their place; `nil` for the row as a whole.
    private(set) var wrongColumns: Set<Int?> = []

    init(_ cells: [String], _ random: inout SplitMix64) {
        fields = cells.map { Self.quoted($0, always: random.chance(10)) }
    }

    /// Puts something else into a cell.
    mutating func put(_ cell: String, in column: Int) {
        fields[column] = Self.quoted(cell, always: false)
    }

    /// Puts something wrong into a cell.
    mutating func plant(_ cell: String, in column: Int) {
        put(cell, in: column)
        wrongColumns.insert(column)
    }

    /// Notes that the row as a whole is wrong.
    mutating func plantInWhole() { wrongColumns.insert(nil) }

    var isBlank: Bool { fields.allSatisfy { ["", "\"\""].contains($0) } }

    /// Adds empty fields, as spreadsheets do at the end of a row.
    mutating func pad() { fields += ["", ""] }

    /// Breaks the row itself, in its quotes, its fields or its characters.
    ///
    /// The first column is free for it: what it holds is not read.
    mutating func breakWhole(isLatin: Bool, hasMark: Bool, _ random: inout SplitMix64) {
        switch random.below(8) {
        case 0: fields[0] = "Hill \"School"
        case 1: fields[0] = "\"Hill\" School"
        case 2: fields += ["", "x"]
        case 3: fields.removeLast()
        case 4: fields[0] = "Hill\u{0}"
        case 5: fields[0] = String(repeating: "x", count: 20_000)
        // Only where the encoding is known to be the other one does a byte stand for nothing.
        case 6 where isLatin: fields[0] = "Hill\u{81}"
        case 7 where hasMark: fields[0] = "Hill" + String(Self.noUTF8)
        default: return
        }
        plantInWhole()
    }

    /// Written as a byte that UTF-8 never has.
    static let noUTF8: Unicode.Scalar = "\u{E0FF}"

    /// The text as a field: in quotes when it needs them.
    private static func quoted(_ text: String, always: Bool) -> String {
        let needs = text.unicodeScalars.contains { ",;\t\"\r\n".unicodeScalars.contains($0) }
        guard needs || always else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Texts of one byte each in Windows-1252, or of ASCII, that harm whoever shows them as they are.
let hostileTexts = [
    "Hill School", "=cmd()", "@SUM(A1)", "<script>alert(1)</script>", "'); DROP TABLE event;--",
    "Hill, Dale", "say \"no\"", "\u{1b}[2J\u{1b}]0;PWNED\u{07}", "caf\u{E9}", "\u{C9}loi", "",
    "two\nlines", "two\r\nlines", "'=1", "-", "\u{7f}\u{9b}31m",
]

/// Days that are none, however they are meant.
let wrongDays = [
    "", "soon", "2024", "'); DROP TABLE event;--", "02/09/24", "45537", "31/09/2024", "2024-02-30",
    "09/13/2024", "=TODAY()", "\u{1b}[31m2024-09-02",
]

/// Days in forms that are read.
func written(_ day: Int, _ random: inout SplitMix64) -> String {
    let two = day < 10 ? "0\(day)" : "\(day)"
    return random.one(of: [
        "2024-09-\(two)", "\(two)/09/2024", "\(day)-9-2024", "\(day) September 2024",
    ])
}
