package import Programme
package import SQLite

/// What a fold puts into one table.
package struct TableFold: Sendable {
    package let table: String
    /// Which subjects have rows of their own here; `nil` when rows are only ever told all together.
    package let subject: SubjectColumn?
    /// The kind of subject that rows add up, such as `spend`; `nil` when each says something by
    /// itself.
    ///
    /// Its columns are what is added up has in common, which is their key, then how many that is,
    /// then what it comes to.
    package let summedKind: String?
    private let fold: @Sendable (World, UInt8, (borrowing EncodedRow) throws -> Void) throws -> Void

    /// The kind of subject, such as `school`, and the column that holds which one.
    package struct SubjectColumn: Sendable {
        package let kind: String
        package let name: String
        package let index: Int

        /// - Parameter index: The place of the column in the table, from 0.
        init(_ kind: String, in name: String, at index: Int) {
            self.kind = kind
            self.name = name
            self.index = index
        }
    }

    /// - Parameters:
    ///   - items: What gives a row each.
    ///   - encode: Puts the cells of one item into an empty row, in the order of the columns.
    init<Item>(
        _ table: String, of subject: SubjectColumn? = nil,
        _ items: @escaping @Sendable (World) -> [Item],
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) {
        self.init(table, of: subject, nil, forEach: Self.each(items), encode: encode)
    }

    /// - Parameter forEach: Calls back with what gives a row each, one after the other.
    init<Item>(
        _ table: String, of subject: SubjectColumn? = nil,
        forEach: @escaping @Sendable (World, (Item) throws -> Void) throws -> Void,
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) { self.init(table, of: subject, nil, forEach: forEach, encode: encode) }

    /// A table of sums; see ``summedKind``.
    init<Item>(
        _ table: String, addingUp kind: String, _ items: @escaping @Sendable (World) -> [Item],
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) { self.init(table, of: nil, kind, forEach: Self.each(items), encode: encode) }

    private init<Item>(
        _ table: String, of subject: SubjectColumn?, _ summedKind: String?,
        forEach: @escaping @Sendable (World, (Item) throws -> Void) throws -> Void,
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) {
        self.table = table
        self.subject = subject
        self.summedKind = summedKind
        fold = { world, prefix, body in
            var row = EncodedRow()
            try forEach(world) { item in
                row.removeAll(prefix: prefix)
                encode(item, &row)
                try body(row)
            }
        }
    }

    private static func each<Item>(
        _ items: @escaping @Sendable (World) -> [Item]
    ) -> @Sendable (World, (Item) throws -> Void) throws -> Void {
        { world, body in for item in items(world) { try body(item) } }
    }

    /// Calls `body` with each row that `world` gives.
    ///
    /// - Parameter prefix: The byte that the bytes of each row start with.
    package func forEachRow(
        of world: World, prefix: UInt8, _ body: (borrowing EncodedRow) throws -> Void
    ) throws { try fold(world, prefix, body) }
}
