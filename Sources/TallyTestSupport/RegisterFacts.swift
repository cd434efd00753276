package import Events

// Facts of the register, with defaults for whatever a test is not about.

package func laRegistered(
    _ la: LACode, name: String? = nil, ons: ONSCode? = nil, from: Day = "2000-01-01"
) -> Told {
    Told(
        LocalAuthorityRegistered(
            la: la, name: name ?? "LA \(la)", onsCode: ons ?? code("E08000", la.text)),
        from: from)
}

package func laCodeChanged(_ la: LACode, to ons: ONSCode, from: Day) -> Told {
    Told(LocalAuthorityCodeChanged(la: la, onsCode: ons), from: from)
}

package func laReplaced(
    _ old: LACode, by new: LACode, urns: [URN]? = nil, from: Day = "2023-04-01"
) -> Told {
    Told(LocalAuthorityReplaced(newLa: new, oldLa: old, urns: urns), from: from)
}

package func constituted(
    _ authority: Slug, _ members: [LACode], name: String? = nil, ons: ONSCode = "E47000011",
    from: Day = "2018-11-02"
) -> Told {
    Told(
        AuthorityConstituted(
            authority: authority, instrument: "S.I. 2018/1133", members: members,
            name: name ?? "Authority \(authority)", onsCode: ons),
        from: from)
}

package func authoritiesMerged(
    _ predecessors: [Slug], into successor: Slug, _ members: [LACode], name: String? = nil,
    from: Day = "2024-05-07"
) -> Told {
    Told(
        AuthoritiesMerged(
            instrument: "S.I. 2024/402", members: members,
            name: name ?? "Authority \(successor)", onsCode: "E47000014",
            predecessors: predecessors, successor: successor),
        from: from)
}

package func laJoined(_ la: LACode, _ authority: Slug, from: Day = "2022-04-01") -> Told {
    Told(
        LocalAuthorityJoinedAuthority(authority: authority, instrument: "Order", la: la),
        from: from)
}

package func laLeft(_ la: LACode, _ authority: Slug, from: Day = "2023-04-01") -> Told {
    Told(
        LocalAuthorityLeftAuthority(authority: authority, instrument: "Order", la: la), from: from)
}

package func authorityCodeChanged(_ authority: Slug, to ons: ONSCode, from: Day) -> Told {
    Told(AuthorityCodeChanged(authority: authority, onsCode: ons), from: from)
}

package func authorityRenamed(_ authority: Slug, to name: String, from: Day) -> Told {
    Told(AuthorityRenamed(authority: authority, name: name), from: from)
}

package func authorityAbolished(_ authority: Slug, from: Day = "2024-05-07") -> Told {
    Told(AuthorityAbolished(authority: authority, instrument: "Order"), from: from)
}

package func registered(
    _ urn: URN, la: LACode = "391", name: String? = nil, phase: Phase = .primary,
    type: SchoolType = "Community school", trust: Slug? = nil, pupils: Int? = nil,
    from: Day = "2020-09-01"
) -> Told {
    Told(
        SchoolRegistered(
            la: la, name: name ?? "School \(urn)", phase: phase, pupils: pupils, schoolType: type,
            trust: trust, urn: urn),
        from: from)
}

package func renamed(_ urn: URN, to name: String, from: Day = "2022-01-01") -> Told {
    Told(SchoolRenamed(name: name, urn: urn), from: from)
}

package func reclassified(
    _ urn: URN, phase: Phase? = nil, type: SchoolType? = nil, from: Day = "2022-01-01"
) -> Told {
    Told(SchoolReclassified(phase: phase, schoolType: type, urn: urn), from: from)
}

package func moved(_ urn: URN, to la: LACode, from: Day = "2022-01-01") -> Told {
    Told(SchoolMovedLocalAuthority(la: la, urn: urn), from: from)
}

package func counted(
    _ urn: URN, pupils: Int, fsm: Int? = nil, from: Day = "2022-01-01"
) -> Told {
    Told(SchoolRollCounted(fsmPercentTenths: fsm, pupils: pupils, urn: urn), from: from)
}

package func succeeded(
    _ old: URN, by new: URN, change: SchoolUrnSucceeded.Change = .conversion, name: String? = nil,
    type: SchoolType? = nil, phase: Phase? = nil, trust: Slug? = nil, from: Day = "2023-09-01"
) -> Told {
    Told(
        SchoolUrnSucceeded(
            change: change, name: name, newUrn: new, oldUrn: old, phase: phase, schoolType: type,
            trust: trust),
        from: from)
}

package func schoolsMerged(
    _ absorbed: [URN], into survivor: URN, from: Day = "2023-09-01"
) -> Told {
    Told(SchoolsMerged(absorbed: absorbed, survivor: survivor), from: from)
}

package func split(
    _ parent: URN, into children: [URN], continuing: URN? = nil, from: Day = "2023-09-01"
) -> Told {
    Told(SchoolSplit(children: children, continuing: continuing, parent: parent), from: from)
}

package func closed(_ urn: URN, from: Day = "2023-09-01") -> Told {
    Told(SchoolClosed(urn: urn), from: from)
}

package func reopened(_ urn: URN, from: Day = "2024-01-01") -> Told {
    Told(SchoolReopened(urn: urn), from: from)
}

package func trustRegistered(
    _ trust: Slug, name: String? = nil, from: Day = "2015-01-01"
) -> Told {
    Told(TrustRegistered(name: name ?? "Trust \(trust)", trust: trust), from: from)
}

package func trustClosed(_ trust: Slug, from: Day = "2024-09-01") -> Told {
    Told(TrustClosed(trust: trust), from: from)
}

package func joinedTrust(_ urn: URN, _ trust: Slug, from: Day = "2022-01-01") -> Told {
    Told(SchoolJoinedTrust(trust: trust, urn: urn), from: from)
}

package func leftTrust(_ urn: URN, _ trust: Slug, from: Day = "2023-01-01") -> Told {
    Told(SchoolLeftTrust(trust: trust, urn: urn), from: from)
}

package func extractImported(
    _ digit: Character, rows: Int = 10, from: Day = "2025-04-22"
) -> Told {
    Told(
        RegisterExtractImported(
            accepted: rows, extractDate: "2025-04-22", kind: .giasAll, rejected: 0, rows: rows,
            sha256: digest(digit)),
        from: from)
}

/// A SHA-256 digest of one hexadecimal digit repeated.
package func digest(_ digit: Character) -> Digest {
    Digest(stringLiteral: String(repeating: digit, count: 64))
}

private func code(_ prefix: String, _ digits: String) -> ONSCode {
    ONSCode(stringLiteral: prefix + digits)
}
