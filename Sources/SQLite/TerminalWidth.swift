#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// How many columns the terminal at `descriptor` has; `nil` when it is none or does not say.
package func terminalColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
        return nil
    }
    return Int(size.ws_col)
}
