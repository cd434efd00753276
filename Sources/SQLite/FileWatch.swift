#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Waits for another process to write to a file, without using the processor meanwhile.
package final class FileWatch: Sendable {
    private let path: String
    /// The system's notices of changes (inotify(7)); -1 where it has none.
    private let notices: Int32
    private let stopReader: Int32
    private let stopWriter: Int32

    package init(path: String) throws(SQLiteError) {
        self.path = path
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw systemError("cannot watch \(path)") }
        (stopReader, stopWriter) = (ends[0], ends[1])
        #if os(Linux)
        notices = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard notices >= 0 else { throw systemError("cannot watch \(path)") }
        try watchAnew()
        #else
        notices = -1
        #endif
    }

    deinit {
        for descriptor in [notices, stopReader, stopWriter] where descriptor >= 0 {
            close(descriptor)
        }
    }

    /// Waits until the file is written to.
    ///
    /// - Returns: False once ``stop()`` was called.
    package func waitForChange() throws(SQLiteError) -> Bool {
        var waited = [
            pollfd(fd: stopReader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: notices, events: Int16(POLLIN), revents: 0),
        ]
        let timeout: Int32 = notices >= 0 ? -1 : pollMilliseconds
        while unsafe poll(&waited, nfds_t(waited.count), timeout) < 0 {
            guard errno == EINTR else { throw systemError("cannot watch \(path)") }
        }
        guard waited[0].revents == 0 else { return false }
        try takeNotices()
        return true
    }

    /// Lets ``waitForChange()`` return, now or when it is next called; from any thread.
    package func stop() {
        let byte: [UInt8] = [0]
        _ = unsafe write(stopWriter, byte, 1)
    }

    #if os(Linux)
    /// Reads all notices there are: one look at the file answers them all.
    private func takeNotices() throws(SQLiteError) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while unsafe read(notices, &buffer, buffer.count) > 0 {}
        // A file restored from a copy has the name and is another.
        try watchAnew()
    }

    private func watchAnew() throws(SQLiteError) {
        let mask = IN_MODIFY | IN_MOVE_SELF | IN_DELETE_SELF
        guard unsafe inotify_add_watch(notices, path, UInt32(mask)) >= 0 else {
            throw systemError("cannot watch \(path)")
        }
    }
    #else
    private func takeNotices() throws(SQLiteError) {}
    #endif
}

/// How often a system without notices is asked.
private let pollMilliseconds: Int32 = 50
