/// Charge groups that go with several entitlements equally well, and those entitlements.
struct AmbiguousCluster: Sendable {
    var groups: [Int]
    var entitlements: [Int]
    let level: Int
}

/// What is ambiguous, as clusters that share no entitlement.
///
/// Adding to it costs as much as there are candidates, and not as there are clusters: whole price lists may be ambiguous.
struct AmbiguousClusters: Sendable {
    private var clusters: [AmbiguousCluster] = []
    /// The cluster that each entitlement stands in, or -1.
    private var places: [Int32]

    /// No clusters of so many entitlements.
    init(entitlements count: Int) {
        places = Array(repeating: -1, count: count)
    }

    /// The clusters; none is without groups.
    var all: [AmbiguousCluster] { clusters.filter { !$0.groups.isEmpty } }

    /// Whether an entitlement stands in a cluster.
    func contains(_ entitlement: Int) -> Bool { places[entitlement] >= 0 }

    /// Adds groups and the entitlements that they may go with; clusters that share one of them become one.
    mutating func add(_ groups: [Int], _ entitlements: [Int], level: Int) {
        let known = clusters(of: entitlements)
        // The largest takes the others in, so that no entitlement moves often.
        let target =
            known.max {
                (clusters[$0].entitlements.count, $1) < (clusters[$1].entitlements.count, $0)
            } ?? newCluster(level: level)
        for place in known where place != target { merge(place, into: target) }
        clusters[target].groups += groups
        for entitlement in entitlements where places[entitlement] < 0 {
            places[entitlement] = Int32(target)
            clusters[target].entitlements.append(entitlement)
        }
    }

    /// The clusters that some entitlements stand in, in their order. Neighbours mostly stand in the same.
    private func clusters(of entitlements: [Int]) -> [Int] {
        var found: Set<Int> = []
        var last: Int32 = -1
        for entitlement in entitlements where places[entitlement] != last {
            last = places[entitlement]
            if last >= 0 { found.insert(Int(last)) }
        }
        return found.sorted()
    }

    private mutating func newCluster(level: Int) -> Int {
        clusters.append(AmbiguousCluster(groups: [], entitlements: [], level: level))
        return clusters.count - 1
    }

    private mutating func merge(_ place: Int, into target: Int) {
        for entitlement in clusters[place].entitlements { places[entitlement] = Int32(target) }
        clusters[target].groups += clusters[place].groups
        clusters[target].entitlements += clusters[place].entitlements
        clusters[place].groups = []
        clusters[place].entitlements = []
    }
}
