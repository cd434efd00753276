internal import CSQLite

/// The values of one row in one buffer: what is bound to a statement, and what is hashed.
///
/// No two different rows have the same bytes: each cell is its kind, then a number in eight bytes,
/// or a length and as many bytes. Used again for row after row, it allocates nothing.
package struct EncodedRow: Equatable, Sendable {
    package private(set) var bytes: [UInt8] = [0]
    /// Where each cell begins.
    private var cells: [Int] = []

    package init() {}

    package var count: Int { cells.count }

    /// - Parameter prefix: A byte that the bytes of the row start with, to tell it from the rows of
    ///   other tables.
    package mutating func removeAll(prefix: UInt8 = 0) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(prefix)
        cells.removeAll(keepingCapacity: true)
    }

    package mutating func integer(_ number: Int) {
        begin(.integer)
        append(number)
    }

    package mutating func text(_ text: String) {
        self.text { $0.append(contentsOf: text.utf8) }
    }

    /// A text whose UTF-8 bytes `append` appends.
    package mutating func text(appending append: (inout [UInt8]) -> Void) {
        begin(.text)
        let place = bytes.count
        self.append(0)
        append(&bytes)
        set(bytes.count - place - 8, at: place)
    }

    package mutating func text(utf8 text: [UInt8]) {
        begin(.text)
        append(text.count)
        bytes += text
    }

    package mutating func null() { begin(.null) }

    package mutating func integer(_ number: Int?) {
        if let number { integer(number) } else { null() }
    }

    package mutating func text(_ text: String?) {
        if let text { self.text(text) } else { null() }
    }

    /// The text of a cell; `nil` when it holds something else.
    package func text(at index: Int) -> String? {
        guard kind(at: index) == .text else { return nil }
        let start = cells[index] + 9
        return String(decoding: bytes[start..<start + number(at: index)], as: UTF8.self)
    }

    /// The number in a cell; `nil` when it holds something else.
    package func integer(at index: Int) -> Int? {
        kind(at: index) == .integer ? number(at: index) : nil
    }

    /// The cell as it is bound by itself.
    package func value(at index: Int) -> Value {
        text(at: index).map { .text($0) } ?? Value(integer(at: index))
    }

    /// The cell as people read it.
    package func words(at index: Int) -> String {
        text(at: index) ?? integer(at: index).map { String($0) } ?? "–"
    }

    enum Kind: UInt8 { case null, integer, text }

    func kind(at index: Int) -> Kind { Kind(rawValue: bytes[cells[index]]) ?? .null }

    /// Where the bytes of the text in a cell stand.
    func place(at index: Int) -> Range<Int> {
        let start = cells[index] + 9
        return start..<start + number(at: index)
    }

    func number(at index: Int) -> Int {
        let place = cells[index] + 1
        return unsafe bytes.withUnsafeBytes { buffer in
            Int(bigEndian: unsafe buffer.loadUnaligned(fromByteOffset: place, as: Int.self))
        }
    }

    private mutating func begin(_ kind: Kind) {
        cells.append(bytes.count)
        bytes.append(kind.rawValue)
    }

    private mutating func append(_ number: Int) {
        unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func set(_ number: Int, at place: Int) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe buffer.storeBytes(of: number.bigEndian, toByteOffset: place, as: Int.self)
        }
    }
}

extension Statement {
    /// Binds the cells in their order and runs the statement to its end; nothing is copied.
    package mutating func run(_ row: EncodedRow) throws(SQLiteError) {
        unsafe sqlite3_clear_bindings(handle)
        let code = unsafe row.bytes.withUnsafeBufferPointer { buffer in
            for index in 0..<row.count {
                let code = unsafe bind(row, index, buffer)
                guard code == SQLITE_OK else { return code }
            }
            var code = unsafe sqlite3_step(handle)
            while code == SQLITE_ROW { code = unsafe sqlite3_step(handle) }
            return code
        }
        let failed = code == SQLITE_DONE ? nil : failure(code)
        unsafe sqlite3_reset(handle)
        if let failed { throw failed }
    }

    private func bind(
        _ row: EncodedRow, _ index: Int, _ buffer: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        let parameter = Int32(index + 1)
        switch row.kind(at: index) {
        case .null: return unsafe sqlite3_bind_null(handle, parameter)
        case .integer:
            return unsafe sqlite3_bind_int64(handle, parameter, Int64(row.number(at: index)))
        case .text:
            let place = row.place(at: index)
            return unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                let text = unsafe UnsafeBufferPointer(rebasing: characters[place])
                // Static: the buffer outlives the step.
                return unsafe sqlite3_bind_text(
                    handle, parameter, text.baseAddress, Int32(place.count), nil)
            }
        }
    }
}

extension Row {
    /// Puts the whole row into `encoded`; a number with a fraction and a blob read as text.
    package func read(into encoded: inout EncodedRow, prefix: UInt8 = 0) {
        encoded.removeAll(prefix: prefix)
        for column in 0..<count {
            switch unsafe sqlite3_column_type(handle, Int32(column)) {
            case SQLITE_INTEGER: encoded.integer(integer(column))
            case SQLITE_NULL: encoded.null()
            default: encoded.text { read(column, into: &$0) }
            }
        }
    }

    private func read(_ column: Int, into bytes: inout [UInt8]) {
        let start = unsafe sqlite3_column_blob(handle, Int32(column))
        let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }
}
