import Records

/// An entitlement in the cascade, with its place among identical ones.
struct CascadeEntitlement: Sendable {
    let entitlement: Entitlement
    /// 0 for the first of identical entitlements, 1 for the second, and so on.
    let occurrence: Int
}

/// Charge groups that go with several entitlements equally well, and those entitlements.
struct AmbiguousCluster: Sendable {
    var groups: [Int]
    var entitlements: [Int]
    let level: Int
}

/// What the cascade brought together. Numbers are places in the lists of groups and entitlements.
struct CascadeResult: Sendable {
    /// For each entitlement its groups.
    var groupsOfEntitlement: [[Int]]
    /// For each group the level that matched it, from 1; `nil` where none did.
    var levelOfGroup: [Int?]
    var clusters: [AmbiguousCluster] = []
    /// Entitlements that stand in a cluster.
    var contested: Set<Int> = []
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
    let levels: [[MatchKey]]
    let groups: [ChargeGroup]
    let entitlements: [CascadeEntitlement]

    private struct Key: Hashable {
        let values: [KeyID]
        let occurrence: Int
    }

    func run() -> CascadeResult {
        var result = CascadeResult(
            groupsOfEntitlement: Array(repeating: [], count: entitlements.count),
            levelOfGroup: Array(repeating: nil, count: groups.count))
        var open = Array(groups.indices)
        for (number, level) in levels.enumerated() {
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

    private func index(_ level: [MatchKey], _ result: CascadeResult) -> [Key: [Int]] {
        let isJoining = level.contains(.subscription)
        var index: [Key: [Int]] = [:]
        for (place, candidate) in entitlements.enumerated() {
            let isFree = isJoining || result.groupsOfEntitlement[place].isEmpty
            guard isFree, !result.contested.contains(place),
                let key = key(level, candidate.entitlement.keys, candidate.occurrence)
            else { continue }
            index[key, default: []].append(place)
        }
        return index
    }

    private func key(_ level: [MatchKey], _ keys: MatchKeys, _ occurrence: Int) -> Key? {
        let values = level.filter { $0 != .interval }.map { keys[$0] }
        return values.contains(where: \.isEmpty) ? nil : Key(values: values, occurrence: occurrence)
    }

    private func candidates(_ group: Int, _ level: [MatchKey], _ index: [Key: [Int]]) -> [Int] {
        let identity = groups[group].identity
        guard let key = key(level, identity.keys, identity.occurrence), let found = index[key] else { return [] }
        return found.filter { place in
            let entitlement = entitlements[place].entitlement
            let isSameSubscription =
                identity.keys.subscription.isEmpty || entitlement.keys.subscription.isEmpty
                || identity.keys.subscription == entitlement.keys.subscription
            return isSameSubscription && (!level.contains(.interval) || covers(entitlement, identity.interval))
        }
    }

    /// Whether an entitlement holds for all of the charged days.
    private func covers(_ entitlement: Entitlement, _ interval: CivilInterval?) -> Bool {
        guard let interval else { return false }
        return entitlement.start <= interval.start && (entitlement.lastEnd.map { interval.end <= $0 } ?? true)
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

    /// Makes a cluster of groups and those of their candidates that nobody has found; clusters that share an
    /// entitlement become one.
    private func contest(_ claimants: [Int], _ candidates: [Int], _ number: Int, _ result: inout CascadeResult) {
        for group in claimants { result.levelOfGroup[group] = number }
        let free = candidates.filter { result.groupsOfEntitlement[$0].isEmpty }
        result.contested.formUnion(free)
        var cluster = AmbiguousCluster(groups: claimants, entitlements: free, level: number)
        for other in result.clusters where !Set(other.entitlements).isDisjoint(with: free) {
            cluster.groups = other.groups + cluster.groups
            cluster.entitlements = other.entitlements + cluster.entitlements.filter { !other.entitlements.contains($0) }
        }
        result.clusters.removeAll { !Set($0.entitlements).isDisjoint(with: free) }
        result.clusters.append(cluster)
    }
}
