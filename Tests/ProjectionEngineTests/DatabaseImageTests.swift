import SQLite
import Testing

/// Databases in memory that many connections read.
@Suite struct DatabaseImageTests {
    @Test func manyReadOneImageEachWithTemporaryTablesOfItsOwn() throws {
        let image = try image(rowCount: 5_000)
        let first = try Connection.reading(image)
        let second = try Connection.reading(image)
        try first.execute("CREATE TEMP TABLE mine AS SELECT id FROM word WHERE id < 10")
        try second.execute("CREATE TEMP TABLE mine AS SELECT id FROM word")
        #expect(try first.integer("SELECT count(*) FROM mine") == 9)
        #expect(try second.integer("SELECT count(*) FROM mine JOIN word USING (id)") == 5_000)
        #expect(try first.integer("SELECT sum(length(text)) FROM word") == 5_000 * 80)
    }

    @Test func nobodyWritesToAnImage() throws {
        let image = try image(rowCount: 3)
        let connection = try Connection.reading(image)
        #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM word") }
        #expect(try Connection.reading(image).integer("SELECT count(*) FROM word") == 3)
    }

    /// The connection it was made from is closed by then.
    private func image(rowCount: Int) throws -> DatabaseImage {
        let source = try Connection(path: ":memory:")
        try source.execute(
            """
            CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rowCount))
            INSERT INTO word SELECT i, printf('%080d', i) FROM n;
            """)
        return try DatabaseImage(source)
    }
}
