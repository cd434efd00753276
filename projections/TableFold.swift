package import Programme
package import SQLite

/// What a fold puts into one table.
package struct TableFold: Sendable {
    package let table: String
    /// Which subjects have rows of their own here; `nil` when rows are only ever told all together.
    package let subject: SubjectColumn?
    /// Which rows of another table add up to those of this one; `nil` when they say something new.
    package let sum: Sum?
    private let fold: @Sendable (World, UInt8, (borrowing EncodedRow) throws -> Void) throws -> Void

    /// The kind of subject, such as `school`, and the column that holds which one.
    package struct SubjectColumn: Sendable {
        package let kind: String
        package let name: String
        package let index: Int
        /// Where the table is kept in the order of the root events, the column of their numbers, by
        /// which rows are then found.
        package let rootIndex: Int?

        /// - Parameters:
        ///   - index: The place of the column in the table, from 0.
        ///   - rootIndex: The place of a column called `seq` that is the table's key.
        init(_ kind: String, in name: String, at index: Int, keyedByRootAt rootIndex: Int? = nil) {
            self.kind = kind
            self.name = name
            self.index = index
            self.rootIndex = rootIndex
        }
    }

    /// The rows of another table that are added up, and by what they have in common.
    package struct Sum: Sendable {
        package let source: String
        package let key: [String]
        package let amount: String
    }

    /// - Parameters:
    ///   - items: What gives a row each.
    ///   - encode: Puts the cells of one item into an empty row, in the order of the columns.
    init<Item>(
        _ table: String, of subject: SubjectColumn? = nil,
        _ items: @escaping @Sendable (World) -> [Item],
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) {
        self.init(table, of: subject, nil, items, encode: encode)
    }

    /// A table of sums: its columns are what the rows added up have in common, then how many they
    /// are, then what they come to.
    ///
    /// - Parameters:
    ///   - source: The table whose rows are added up; its key is `seq`.
    ///   - key: What they have in common, as SQL over a row of that table.
    ///   - amount: The column that is added up.
    init<Item>(
        _ table: String, addingUp source: String, by key: [String], of amount: String,
        _ items: @escaping @Sendable (World) -> [Item],
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) {
        let sum = Sum(source: source, key: key, amount: amount)
        self.init(table, of: nil, sum, items, encode: encode)
    }

    private init<Item>(
        _ table: String, of subject: SubjectColumn?, _ sum: Sum?,
        _ items: @escaping @Sendable (World) -> [Item],
        encode: @escaping @Sendable (Item, inout EncodedRow) -> Void
    ) {
        self.table = table
        self.subject = subject
        self.sum = sum
        fold = { world, prefix, body in
            var row = EncodedRow()
            for item in items(world) {
                row.removeAll(prefix: prefix)
                encode(item, &row)
                try body(row)
            }
        }
    }

    /// Calls `body` with each row that `world` gives.
    ///
    /// - Parameter prefix: The byte that the bytes of each row start with.
    package func forEachRow(
        of world: World, prefix: UInt8, _ body: (borrowing EncodedRow) throws -> Void
    ) throws { try fold(world, prefix, body) }
}
