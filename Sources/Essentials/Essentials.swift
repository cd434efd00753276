// What of Foundation needs no tables of languages, calendars and time zones. With all of it the
// executable would be nearly three times as large and take longer to start. On Apple's platforms
// Foundation is one whole, and part of the system.
#if canImport(FoundationEssentials)
@_exported public import FoundationEssentials
#else
@_exported public import Foundation
#endif
