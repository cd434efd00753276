internal import Events

extension Schools {
    /// Whether a school was registered under `urn` itself by `day`.
    func isRegistered(_ urn: URN, by day: Day) -> Bool {
        guard let index = byURN[urn] else { return false }
        return schools[index].id == urn && schools[index].registered.day <= day
    }

    /// Whether the school that `urn` means has had other URNs beside it.
    func hasOtherURNs(_ urn: URN) -> Bool {
        byURN[urn].map { schools[$0].urns.count > 1 } ?? false
    }

    /// Puts the schools that `urns` mean in `told` in the place of those they mean here.
    ///
    /// - Parameter urns: All URNs of those schools, here and there.
    mutating func take(_ urns: [URN], from told: Schools) {
        var free = Set(urns.compactMap { byURN[$0] }).sorted()
        // By their places there: the place each has here.
        var places: [Int: Int] = [:]
        for index in Set(urns.compactMap { told.byURN[$0] }).sorted() {
            places[index] = free.popLast() ?? schools.count
            if places[index] == schools.count { schools.append(told.schools[index]) }
        }
        for index in free { schools[index].vacate() }
        for (index, place) in places {
            schools[place] = told.schools[index]
            // One that is united with a school no URN means any more can only be named wrongly in
            // a refusal, and refusals are not taken from here.
            schools[place].unitedWith = told.schools[index].unitedWith.map { places[$0] ?? place }
        }
        for urn in urns {
            byURN[urn] = told.byURN[urn].flatMap { places[$0] }
            successions[urn] = told.successions[urn]
            splits[urn] = told.splits[urn]
            successors[urn] = told.successors[urn]
            registered.remove(urn)
            if told.registered.contains(urn) { registered.insert(urn) }
        }
    }
}

extension School {
    /// Leaves a place that no URN means.
    fileprivate mutating func vacate() {
        closed = closed ?? opened
        optIns = [:]
        enrolments = [:]
        endedByClosing = [:]
    }
}
