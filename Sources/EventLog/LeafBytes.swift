internal import CanonicalJSON

extension Draft {
    /// Appends the leaf the event will have at `seq`, which is what ``leaf(at:)`` makes.
    ///
    /// All that stands between two values is written at once.
    func appendLeaf(at seq: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"data\":".utf8)
        bytes.append(contentsOf: data)
        bytes.append(contentsOf: ",\"key\":\"".utf8)
        bytes.appendJSONText(key)
        if let reason {
            bytes.append(contentsOf: "\",\"reason\":\"".utf8)
            bytes.appendJSONText(reason)
        }
        bytes.append(contentsOf: "\",\"recordedAt\":\"".utf8)
        recordedAt.append(to: &bytes)
        bytes.append(contentsOf: "\",\"recordedBy\":\"".utf8)
        bytes.appendJSONText(recordedBy)
        bytes.append(contentsOf: "\",\"seq\":".utf8)
        bytes.appendDecimal(seq)
        if let source {
            bytes.append(contentsOf: ",\"source\":".utf8)
            bytes.append(contentsOf: source.canonical)
        }
        bytes.append(contentsOf: ",\"type\":\"".utf8)
        bytes.appendJSONText(type)
        bytes.append(contentsOf: "\",\"v\":".utf8)
        bytes.appendDecimal(version)
        bytes.append(contentsOf: ",\"validFrom\":\"".utf8)
        bytes.appendJSONText(validFrom)
        bytes.append(contentsOf: "\"}".utf8)
    }
}

extension [UInt8] {
    /// Appends a number in digits.
    fileprivate mutating func appendDecimal(_ number: Int) {
        guard number >= 0 else { return append(contentsOf: String(number).utf8) }
        var digits = 1
        var power = 10
        // Of the largest numbers the next power would be too large.
        while digits < 18, power <= number {
            digits += 1
            power *= 10
        }
        guard digits < 18 else { return append(contentsOf: String(number).utf8) }
        var rest = number
        let start = count
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
        for place in stride(from: start + digits - 1, through: start, by: -1) {
            self[place] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
