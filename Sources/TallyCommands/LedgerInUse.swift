internal import Ledger

/// The ledger that a command opened last, while names on its command line may still be looked up.
///
/// Opening a ledger anew for them would be a tenth of the time of a report.
final class LedgerInUse {
    private var kept: (folder: String, ledger: Ledger)?

    /// Whether what is opened is kept: only by commands whose answers are read at length.
    var isKept = false {
        didSet { if !isKept { kept = nil } }
    }

    func keep(_ ledger: Ledger, in folder: String) {
        if isKept { kept = (folder, ledger) }
    }

    /// The ledger in `folder`, if it was the last that was opened.
    func ledger(in folder: String) -> Ledger? { kept?.folder == folder ? kept?.ledger : nil }
}
