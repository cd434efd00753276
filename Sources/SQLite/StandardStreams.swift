internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The next bytes of standard input, at most `count`; none at its end, and none when the process was
/// asked to end.
package func readStandardInput(upTo count: Int) -> [UInt8] {
    guard waitForStandardInput() else { return [] }
    return unlessAskedToEnd { readBytes(STDIN_FILENO, upTo: count) ?? [] } ?? []
}

/// The next line of standard input, without its end; nil when there is none, and when the process was
/// asked to end.
package func readTypedLine() -> String? {
    guard waitForStandardInput() else { return nil }
    let line = unlessAskedToEnd {
        var line: [UInt8] = []
        // Byte by byte: what follows the line is left to whoever reads next.
        while let byte = readBytes(STDIN_FILENO, upTo: 1)?.first {
            line.append(byte)
            if byte == UInt8(ascii: "\n") { break }
        }
        return line
    }
    guard let line, !line.isEmpty else { return nil }
    return String(
        decoding: line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...], as: UTF8.self)
}

/// Waits until standard input has something to give, be it that it has ended.
///
/// - Returns: False when the process was asked to end meanwhile, which ends the wait at once.
private func waitForStandardInput() -> Bool {
    var waited = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
    while !Interruption.isRequested {
        // A signal between the question and the wait is noticed after the wait.
        if unsafe poll(&waited, nfds_t(waited.count), pollMilliseconds) > 0 { return true }
    }
    return false
}

/// What `read` returns; nil when the process was asked to end before, and then `read` is waited for no
/// more.
///
/// It runs on a thread of its own, for nothing else is sure to end the wait: a terminal throws away
/// what was typed before Ctrl-C, even what this process has already been told it can read.
package func unlessAskedToEnd<Value: Sendable>(
    isAsked: () -> Bool = { Interruption.isRequested }, _ read: @escaping @Sendable () -> Value
) -> Value? {
    let answer = Answer<Value>()
    DispatchQueue(label: "reading").async {
        answer.value.withLock { $0 = read() }
        answer.isThere.signal()
    }
    while !isAsked() {
        if answer.isThere.wait(timeout: .now() + .milliseconds(checkMilliseconds)) == .success {
            return isAsked() ? nil : answer.value.withLock { $0 }
        }
    }
    return nil
}

/// Writes to standard output.
package func writeStandardOutput(_ text: String) throws(SQLiteError) {
    guard writeBytes(Array(text.utf8), to: STDOUT_FILENO) else {
        throw systemError("standard output cannot be written")
    }
}

/// Writes to standard error; there is nobody to tell when that fails.
package func writeStandardError(_ text: String) {
    _ = writeBytes(Array(text.utf8), to: STDERR_FILENO)
}

private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isThere = DispatchSemaphore(value: 0)
}

private let pollMilliseconds: Int32 = 200
private let checkMilliseconds = 20
