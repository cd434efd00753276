/// One record as it stands in the file.
struct RawRecord {
    let row: Int
    var fields: [[UInt8]] = []
    var fault: CSVFault?

    /// Whether it holds nothing, as an empty line or a line of commas does.
    var isBlank: Bool { fault == nil && fields.allSatisfy(\.isEmpty) }
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
            "a double quote opens a field and nothing closes it; close it before the comma "
                + "(the rows after this one could not be read)"
        }
    }
}

/// Cuts the bytes of a file into records and fields.
struct CSVScanner {
    private let bytes: ArraySlice<UInt8>
    private var index: Int
    private var row = 0

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
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
        var record = RawRecord(row: row)
        repeat {
            record.fields.append(field(&record.fault))
        } while take(comma)
        endLine()
        return record
    }

    /// Reads one field and stops at the comma, line end or end of file after it.
    private mutating func field(_ fault: inout CSVFault?) -> [UInt8] {
        var field = take(quote) ? quotedField(&fault) : []
        while index < bytes.endIndex, !endsField(bytes[index]) {
            if bytes[index] == quote { fault = fault ?? .quoteInsideField }
            field.append(bytes[index])
            index += 1
        }
        return field
    }

    /// Reads a quoted field whose opening quote is behind.
    private mutating func quotedField(_ fault: inout CSVFault?) -> [UInt8] {
        var field: [UInt8] = []
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == quote, !take(quote) {
                if index < bytes.endIndex, !endsField(bytes[index]) {
                    fault = fault ?? .textAfterQuote
                }
                return field
            }
            field.append(byte)
        }
        fault = .quoteNeverClosed
        return field
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

    private func endsField(_ byte: UInt8) -> Bool {
        byte == comma || byte == lineFeed || byte == carriageReturn
    }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
