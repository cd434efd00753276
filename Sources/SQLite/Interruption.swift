internal import CSQLite
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Whether somebody asked this process to end, as Ctrl-C does.
///
/// Every connection stops what it is doing then, and a transaction is rolled back, until it is held
/// off: from the commit on, what was asked for is done and said to be done.
package enum Interruption {
    private static let wasRequested = Atomic<Bool>(false)
    private static let holds = Atomic<Int>(0)

    /// Lets the first SIGINT or SIGTERM ask, and the second end the process at once.
    package static func listen() {
        // Made here, because a signal handler may not make it.
        guard !isRequested else { return }
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.wasRequested.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    package static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }

    /// Whether work is to stop here.
    package static var isDue: Bool { isRequested && holds.load(ordering: .relaxed) == 0 }

    /// Throws when work is to stop here.
    package static func check() throws(Interrupted) {
        if isDue { throw Interrupted() }
    }

    /// From now on nothing stops, until as many calls of ``release()``.
    package static func hold() { holds.add(1, ordering: .relaxed) }

    package static func release() { holds.subtract(1, ordering: .relaxed) }
}

/// Work was stopped because somebody asked the process to end.
package struct Interrupted: Error {}

extension Interruption {
    /// Lets `handle` stop what it is doing: <https://www.sqlite.org/c3ref/progress_handler.html>.
    static func stops(_ handle: OpaquePointer) {
        unsafe sqlite3_progress_handler(
            handle, operationsBetweenChecks, { _ in Interruption.isDue ? 1 : 0 }, nil)
    }
}

/// Well under a millisecond of work.
private let operationsBetweenChecks: Int32 = 10_000
