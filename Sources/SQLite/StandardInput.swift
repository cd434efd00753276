internal import Dispatch
internal import Foundation
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The next bytes of standard input, at most `count`; none at its end, and none when the process was
/// asked to end.
package func readStandardInput(upTo count: Int) -> [UInt8] {
    unlessAskedToEnd { readBytes(upTo: count) } ?? []
}

/// The next line of standard input, without its end; nil when there is none, and when the process was
/// asked to end.
package func readTypedLine() -> String? {
    let line = unlessAskedToEnd {
        var line: [UInt8] = []
        // Byte by byte: what follows the line is left to whoever reads next.
        while let byte = readBytes(upTo: 1).first {
            line.append(byte)
            if byte == UInt8(ascii: "\n") { break }
        }
        return line
    }
    guard let line, !line.isEmpty else { return nil }
    return String(
        decoding: line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...], as: UTF8.self)
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
    Thread.detachNewThread {
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

private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isThere = DispatchSemaphore(value: 0)
}

private func readBytes(upTo count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        filled = unsafe max(0, read(STDIN_FILENO, buffer.baseAddress, count))
    }
}

private let checkMilliseconds = 200
