internal import SQLite

/// Which keys a large write can meet again: those of what it appended, and those that were in the log
/// before it.
struct WrittenKeys: ~Copyable {
    private var appended = KeyFilter()
    /// Where the log before the write can be read; `nil` when it was empty.
    private let place: LogPlace?
    private var earlier: LogReader?
    /// How many keys were asked for that are not among those appended.
    private var questions = 0
    private var query = KeptQuery("SELECT leaf FROM event WHERE key = ?")

    /// - Parameter size: How many events the log had.
    init(after size: Int, _ place: LogPlace) { self.place = size > 0 ? place : nil }

    mutating func insert(_ key: String) { appended.insert(key) }

    /// Whether the log may hold an event with `key`.
    ///
    /// What was there before is read through a connection of its own, which sees nothing of the
    /// transaction and waits for nobody in it; for a few keys none is opened.
    mutating func mayHold(_ key: String) throws -> Bool {
        if appended.mayHold(key) { return true }
        guard let place else { return false }
        questions += 1
        guard questions > questionsFew else { return true }
        let reader = if let opened = earlier.take() { opened } else { try place.reader() }
        let isThere = try query.finds([.text(key)], reader.connection)
        earlier = consume reader
        return isThere
    }
}

private let questionsFew = 200
