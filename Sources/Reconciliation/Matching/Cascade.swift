import Records

/// What the cascade brought together. Numbers are places in the lists of groups and entitlements.
package struct CascadeResult: Sendable {
    /// For each entitlement the first of its groups, or -1; the others are linked.
    private var firstGroup: [Int32]
    private var nextGroup: [Int32]
    private var levels: [Int32]
    /// What is ambiguous.
    private(set) var contested: AmbiguousClusters

    init(groups: Int, entitlements: Int) {
        firstGroup = Array(repeating: -1, count: entitlements)
        nextGroup = Array(repeating: -1, count: groups)
        levels = Array(repeating: 0, count: groups)
        contested = AmbiguousClusters(entitlements: entitlements)
    }

    /// The level that matched a group, from 1; `nil` where none did.
    func level(of group: Int) -> Int? { levels[group] == 0 ? nil : Int(levels[group]) }

    /// Whether no group has found an entitlement.
    func isFree(_ entitlement: Int) -> Bool { firstGroup[entitlement] < 0 }

    /// The groups of an entitlement.
    func groups(of entitlement: Int) -> [Int] {
        var groups: [Int] = []
        var next = firstGroup[entitlement]
        while next >= 0 {
            groups.append(Int(next))
            next = nextGroup[Int(next)]
        }
        return groups
    }

    /// Gives an entitlement a group.
    mutating func give(_ group: Int, to entitlement: Int, level: Int) {
        nextGroup[group] = firstGroup[entitlement]
        firstGroup[entitlement] = Int32(group)
        levels[group] = Int32(level)
    }

    /// Makes a cluster of groups and those of their candidates that nobody has found.
    mutating func contest(_ claimants: [Int], _ candidates: [Int], level: Int) {
        for group in claimants { levels[group] = Int32(level) }
        contested.add(claimants, candidates.filter(isFree), level: level)
    }
}

/// Brings charge groups and entitlements together, key by key, the most precise first.
///
/// - A group goes to one entitlement only. Several groups may go to one entitlement: many rows for one subscription
///   are the rule.
/// - Where the level's key holds the subscription's id, groups join an entitlement that others have found before;
///   other levels look only among entitlements that nobody has found.
/// - Ids that both sides have must agree: a group that names one subscription never goes to another.
/// - Where several entitlements fit equally well, none is chosen.
struct Cascade {
    let plan: MatchPlan
    let groups: GroupTable
    /// In the order of their rows.
    let entitlements: [Entitlement]
    /// For entitlements that repeat another, how many came before; the rest are the first of their kind.
    private let occurrences: [Int: Int]

    /// A cascade over groups and entitlements.
    ///
    /// - Parameter carried: How many repeats come before entitlements, by their rows, where others of their kind are not
    ///   here any more.
    init(plan: MatchPlan, groups: GroupTable, entitlements: [Entitlement], carried: [RowOrigin: Int] = [:]) {
        self.plan = plan
        self.groups = groups
        self.entitlements = entitlements
        var occurrences = Occurrences.ofRepeats(in: entitlements)
        for (place, entitlement) in entitlements.enumerated() where !carried.isEmpty {
            if let occurrence = carried[entitlement.origin] { occurrences[place] = occurrence }
        }
        self.occurrences = occurrences
    }

    /// How many repeats of an entitlement come before it.
    func occurrence(of entitlement: Int) -> Int { occurrences[entitlement] ?? 0 }

    /// A group that found one entitlement on a level, and no other.
    private struct Claim {
        let entitlement: Int32
        let group: Int32
    }

    /// Carries out some levels.
    func run(_ levels: Range<Int>) -> CascadeResult {
        var result = CascadeResult(groups: groups.heads.count, entitlements: entitlements.count)
        var open = groups.heads.indices.filter { !groups.heads[$0].isEmpty }.map { Int32($0) }
        for number in levels { run(plan.levels[number], number: number + 1, &open, &result) }
        return result
    }

    /// Carries out one level; leaves the groups that are still without a match.
    private func run(_ level: [MatchKey], number: Int, _ open: inout [Int32], _ result: inout CascadeResult) {
        let index = index(level, for: open, result)
        var claims: [Claim] = []
        open.removeAll { group in
            var (count, last) = (0, 0)
            forEachCandidate(of: Int(group), level, index) { (count, last) = (count + 1, $0) }
            switch count {
            case 0: return false
            case 1: claims.append(Claim(entitlement: Int32(last), group: group))
            default: contest(Int(group), level, index, number, &result)
            }
            return true
        }
        claims.sort { ($0.entitlement, $0.group) < ($1.entitlement, $1.group) }
        var rest = claims[...]
        while let first = rest.first {
            let own = rest.prefix { $0.entitlement == first.entitlement }
            settle(own.map { Int($0.group) }, Int(first.entitlement), number, &result)
            rest = rest.dropFirst(own.count)
        }
    }

    /// The entitlements that some groups may find on a level.
    private func index(_ level: [MatchKey], for open: [Int32], _ result: CascadeResult) -> LevelIndex {
        let isJoining = level.contains(.subscription)
        // Few groups are left after the first level; then it is quicker to pass over what none of them looks for.
        let wanted = open.count * 8 < entitlements.count ? keys(of: open, level) : nil
        var index = LevelIndex(
            count: entitlements.count, expecting: wanted == nil ? entitlements.count : open.count)
        // From the last to the first, so that each chain runs in their order.
        for place in entitlements.indices.reversed() {
            guard isJoining || result.isFree(place), !result.contested.contains(place),
                let key = LevelIndex.Key(
                    level, of: entitlements[place].keys, occurrence: Int32(occurrences[place] ?? 0)),
                wanted?.contains(key) != false
            else { continue }
            index.insert(place, key)
        }
        return index
    }

    private func forEachCandidate(
        of group: Int, _ level: [MatchKey], _ index: LevelIndex, _ body: (Int) -> Void
    ) {
        guard let key = key(of: group, level) else { return }
        let identity = groups.heads[group].identity
        index.forEach(key) { place in
            if fits(entitlements[place], identity, level) { body(place) }
        }
    }

    private func contest(
        _ group: Int, _ level: [MatchKey], _ index: LevelIndex, _ number: Int, _ result: inout CascadeResult
    ) {
        var candidates: [Int] = []
        forEachCandidate(of: group, level, index) { candidates.append($0) }
        result.contest([group], candidates, level: number)
    }

    private func keys(of groups: [Int32], _ level: [MatchKey]) -> LevelIndex {
        var index = LevelIndex(count: groups.count, expecting: groups.count)
        for (place, group) in groups.enumerated() {
            if let key = key(of: Int(group), level) { index.insert(place, key) }
        }
        return index
    }

    private func key(of group: Int, _ level: [MatchKey]) -> LevelIndex.Key? {
        let identity = groups.heads[group].identity
        return LevelIndex.Key(level, of: identity.keys, occurrence: identity.occurrence)
    }

    private func fits(_ entitlement: Entitlement, _ identity: ChargeGroup.Identity, _ level: [MatchKey]) -> Bool {
        let isSameSubscription =
            identity.keys.subscription.isEmpty || entitlement.keys.subscription.isEmpty
            || identity.keys.subscription == entitlement.keys.subscription
        return isSameSubscription && (!level.contains(.interval) || covers(entitlement, identity.interval))
    }

    /// Whether an entitlement holds for all of the charged days, give or take the days that the plan allows.
    private func covers(_ entitlement: Entitlement, _ interval: CivilInterval?) -> Bool {
        guard let interval else { return false }
        let days = plan.comparison.days
        return entitlement.start.advanced(byDays: -days) <= interval.start
            && (entitlement.lastEnd.map { interval.end <= $0.advanced(byDays: days) } ?? true)
    }

    /// Gives an entitlement to its claimants, unless they contradict each other.
    private func settle(_ claimants: [Int], _ entitlement: Int, _ number: Int, _ result: inout CascadeResult) {
        let subscription = groups.heads[claimants[0]].identity.keys.subscription
        guard claimants.allSatisfy({ groups.heads[$0].identity.keys.subscription == subscription }),
            !result.contested.contains(entitlement)
        else { return result.contest(claimants, [entitlement], level: number) }
        for group in claimants { result.give(group, to: entitlement, level: number) }
    }
}
