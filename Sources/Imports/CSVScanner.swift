/// One record as it stands in the file.
struct RawRecord {
    let row: Int
    var fields: [ArraySlice<UInt8>] = []
    var fault: CSVFault?

    /// Whether it holds nothing, as an empty line or a line of commas does.
    var isBlank: Bool {
        fault == nil && fields.allSatisfy { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    }
}

/// How a record can break the rules of quoting.
enum CSVFault {
    case quoteInsideField
    case textAfterQuote
    case quoteNeverClosed

    var sentence: String {
        switch self {
        case .quoteInsideField:
            "a double quote stands inside a field that is not quoted; "
                + "double it and put the whole field in double quotes"
        case .textAfterQuote:
            "text follows the double quote that closes a field; "
                + "a double quote inside a quoted field is written twice"
        case .quoteNeverClosed:
            "a double quote opens a field and nothing closes it; "
                + "close it before the next column, or remove it"
        }
    }
}

/// Cuts the bytes of a file into records and fields.
///
/// A record whose quotes are wrong ends where its first line does, so that one stray quote costs one
/// row and not all that follow.
struct CSVScanner {
    private let bytes: ArraySlice<UInt8>
    private let separator: UInt8
    private var index: Int
    private var row = 0

    init(bytes: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.separator = separator
        index = bytes.startIndex
    }

    /// The next record that holds anything; `nil` at the end of the file.
    mutating func nextFilled() -> RawRecord? {
        while let record = next() {
            if !record.isBlank { return record }
        }
        return nil
    }

    /// The next record; an empty line is one too, because a spreadsheet numbers it.
    private mutating func next() -> RawRecord? {
        guard index < bytes.endIndex else { return nil }
        row += 1
        let start = index
        var record = RawRecord(row: row)
        repeat {
            record.fields.append(field(&record.fault))
        } while record.fault == nil && take(separator)
        if record.fault != nil {
            index = bytes[start...].firstIndex(where: endsLine) ?? bytes.endIndex
            record.fields = [bytes[start..<index]]
        }
        endLine()
        return record
    }

    /// Reads one field and stops at the separator, line end or end of file after it.
    private mutating func field(_ fault: inout CSVFault?) -> ArraySlice<UInt8> {
        if take(quote) { return quotedField(&fault) }
        let start = index
        while index < bytes.endIndex, !endsField(bytes[index]) {
            if bytes[index] == quote { fault = .quoteInsideField }
            index += 1
        }
        return bytes[start..<index]
    }

    /// Reads a quoted field whose opening quote is behind.
    private mutating func quotedField(_ fault: inout CSVFault?) -> ArraySlice<UInt8> {
        let start = index
        var hasDoubled = false
        while let end = bytes[index...].firstIndex(of: quote) {
            index = end + 1
            guard !take(quote) else {
                hasDoubled = true
                continue
            }
            if index < bytes.endIndex, !endsField(bytes[index]) { fault = .textAfterQuote }
            return hasDoubled ? halved(bytes[start..<end]) : bytes[start..<end]
        }
        fault = .quoteNeverClosed
        return bytes[start...]
    }

    /// The text of a field whose quotes are all doubled.
    private func halved(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text: [UInt8] = []
        var isSecond = false
        for byte in field {
            isSecond = byte == quote && !isSecond
            if byte != quote || isSecond { text.append(byte) }
        }
        return text[...]
    }

    private mutating func endLine() {
        if take(carriageReturn) {
            _ = take(lineFeed)
        } else {
            _ = take(lineFeed)
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.endIndex, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func endsField(_ byte: UInt8) -> Bool { byte == separator || endsLine(byte) }
}

private func endsLine(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

/// What the columns of a file are separated by: the one of three that its first line has most of,
/// outside quotes.
func separatorUsed(in text: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in text.drop(while: endsLine) {
        if byte == quote { isQuoted.toggle() }
        guard !isQuoted else { continue }
        if endsLine(byte) { break }
        if separatorNames[byte] != nil { counts[byte, default: 0] += 1 }
    }
    let comma = UInt8(ascii: ",")
    return counts.max { ($0.value, $0.key == comma ? 1 : 0) < ($1.value, $1.key == comma ? 1 : 0) }?
        .key ?? comma
}

/// What can separate the columns, as a notice calls it.
let separatorNames: [UInt8: String] = [
    UInt8(ascii: ","): "commas", UInt8(ascii: ";"): "semicolons", UInt8(ascii: "\t"): "tabs",
]

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
