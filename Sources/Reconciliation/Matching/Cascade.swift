import Records

/// What the cascade brought together. Numbers are places in the lists of groups and entitlements.
struct CascadeResult: Sendable {
    /// For each entitlement its groups.
    var groupsOfEntitlement: [[Int]]
    /// For each group the level that matched it, from 1; `nil` where none did.
    var levelOfGroup: [Int?]
    /// What is ambiguous.
    var contested: AmbiguousClusters
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
    let groups: [ChargeGroup]
    let entitlements: [Entitlement]
    /// For entitlements that repeat another, how many came before; the rest are the first of their kind.
    let occurrences: [Int: Int]

    /// The keys of a level; those that it leaves out are empty.
    private struct Key: Hashable {
        var keys = MatchKeys()
        let occurrence: Int32
    }

    /// The entitlements with a key: the first by the key, and behind each the next with the same key, or -1.
    private struct Index {
        var first: [Key: Int32] = [:]
        var next: [Int32]
    }

    func run() -> CascadeResult {
        var result = CascadeResult(
            groupsOfEntitlement: Array(repeating: [], count: entitlements.count),
            levelOfGroup: Array(repeating: nil, count: groups.count),
            contested: AmbiguousClusters(entitlements: entitlements.count))
        var open = Array(groups.indices)
        for (number, level) in plan.levels.enumerated() {
            open = run(level, number: number + 1, open, &result)
        }
        return result
    }

    /// Carries out one level; returns the groups that are still without a match.
    private func run(_ level: [MatchKey], number: Int, _ open: [Int], _ result: inout CascadeResult) -> [Int] {
        let index = index(level, result)
        var rest: [Int] = []
        var found: [Int: [Int]] = [:]
        for group in open {
            let candidates = candidates(group, level, index)
            switch candidates.count {
            case 0: rest.append(group)
            case 1: found[candidates[0], default: []].append(group)
            default: contest([group], candidates, number, &result)
            }
        }
        for (entitlement, claimants) in found.sorted(by: { $0.key < $1.key }) {
            settle(claimants, entitlement, level, number, &result)
        }
        return rest
    }

    private func index(_ level: [MatchKey], _ result: CascadeResult) -> Index {
        let isJoining = level.contains(.subscription)
        var index = Index(next: Array(repeating: -1, count: entitlements.count))
        index.first.reserveCapacity(entitlements.count)
        // From the last to the first, so that each chain runs in their order.
        for place in entitlements.indices.reversed() {
            let isFree = isJoining || result.groupsOfEntitlement[place].isEmpty
            guard isFree, !result.contested.contains(place),
                let key = key(level, entitlements[place].keys, occurrences[place] ?? 0)
            else { continue }
            index.next[place] = index.first[key] ?? -1
            index.first[key] = Int32(place)
        }
        return index
    }

    private func key(_ level: [MatchKey], _ keys: MatchKeys, _ occurrence: Int) -> Key? {
        var key = Key(occurrence: Int32(occurrence))
        for property in level where property != .interval {
            guard !keys[property].isEmpty else { return nil }
            key.keys[property] = keys[property]
        }
        return key
    }

    private func candidates(_ group: Int, _ level: [MatchKey], _ index: Index) -> [Int] {
        let identity = groups[group].identity
        guard let key = key(level, identity.keys, identity.occurrence) else { return [] }
        var found: [Int] = []
        var place = index.first[key] ?? -1
        while place >= 0 {
            if fits(entitlements[Int(place)], identity, level) { found.append(Int(place)) }
            place = index.next[Int(place)]
        }
        return found
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
    private func settle(
        _ claimants: [Int], _ entitlement: Int, _ level: [MatchKey], _ number: Int, _ result: inout CascadeResult
    ) {
        let subscriptions = Set(claimants.map { groups[$0].identity.keys.subscription })
        guard subscriptions.count == 1, !result.contested.contains(entitlement) else {
            return contest(claimants, [entitlement], number, &result)
        }
        result.groupsOfEntitlement[entitlement] += claimants
        for group in claimants { result.levelOfGroup[group] = number }
    }

    /// Makes a cluster of groups and those of their candidates that nobody has found.
    private func contest(_ claimants: [Int], _ candidates: [Int], _ number: Int, _ result: inout CascadeResult) {
        for group in claimants { result.levelOfGroup[group] = number }
        let free = candidates.filter { result.groupsOfEntitlement[$0].isEmpty }
        result.contested.add(claimants, free, level: number)
    }
}
