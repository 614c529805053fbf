import Testing

@testable import Reconciliation

@Suite("Clusters of what is ambiguous")
struct AmbiguousClustersTests {
    @Test("Groups that share an entitlement with several clusters make them one, and leave the others alone")
    func merging() {
        var clusters = AmbiguousClusters(entitlements: 50)
        clusters.add([1], [10, 11], level: 2)
        clusters.add([2], [20, 21, 22], level: 2)
        clusters.add([3], [30, 31], level: 2)
        clusters.add([4], [40, 11, 22], level: 2)
        clusters.add([5], [10], level: 2)
        #expect(clusters.all.map { $0.groups.sorted() } == [[1, 2, 4, 5], [3]])
        #expect(clusters.all.map { $0.entitlements.sorted() } == [[10, 11, 20, 21, 22, 40], [30, 31]])
        #expect([11, 22, 31, 40].allSatisfy(clusters.contains) && !clusters.contains(12))
    }

    @Test("Groups all of whose candidates were found before are a cluster each")
    func withoutEntitlements() {
        var clusters = AmbiguousClusters(entitlements: 50)
        clusters.add([1], [], level: 1)
        clusters.add([2, 3], [], level: 2)
        #expect(clusters.all.map(\.groups) == [[1], [2, 3]])
        #expect(clusters.all.map(\.level) == [1, 2])
    }
}
