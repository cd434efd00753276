internal import Essentials

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension Error {
    /// What the operating system said when Foundation could not do something with a file.
    package var systemReason: String {
        if let error = self as? POSIXError { return words(error.code.rawValue) }
        if let inner = (self as? CocoaError)?.underlying { return inner.systemReason }
        return "\(self)"
    }
}

/// The C library's last error, as a storage failure (`SQLITE_IOERR` is 10).
func systemError(_ doing: String) -> SQLiteError {
    SQLiteError(code: 10, message: "\(doing): \(words(errno))")
}

private func words(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
