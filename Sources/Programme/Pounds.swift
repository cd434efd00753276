/// An amount in pence as people write it: `£1,234.50`.
package func pounds(_ pence: Int) -> String {
    let whole = String(pence.magnitude / 100)
    var grouped = ""
    for (offset, digit) in whole.enumerated() {
        if offset > 0, (whole.utf8.count - offset) % 3 == 0 { grouped.append(",") }
        grouped.append(digit)
    }
    let part = Int(pence.magnitude % 100)
    let fraction = part == 0 ? "" : ".\(part < 10 ? "0" : "")\(part)"
    return "\(pence < 0 ? "-" : "")£\(grouped)\(fraction)"
}
