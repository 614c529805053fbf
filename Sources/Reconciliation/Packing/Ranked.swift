/// A choice that is packed as its place among all.
protocol Ranked: CaseIterable, Hashable, Sendable {
    /// All choices by their places, kept so that they are listed once.
    static var byRank: [Self] { get }
    /// The places.
    static var ranks: [Self: UInt8] { get }
}

extension Ranked {
    /// The choice's place.
    var rank: UInt8 { Self.ranks[self] ?? 0 }

    /// The choice at a place.
    init(rank: UInt8) { self = Self.byRank[Int(rank)] }

    fileprivate static var numbered: [Self: UInt8] {
        Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($0.element, UInt8($0.offset)) })
    }
}

extension OutcomeCode: Ranked {
    static let byRank = Array(allCases)
    static let ranks = numbered
}

extension ChargeClass: Ranked {
    static let byRank = Array(allCases)
    static let ranks = numbered
}

extension ProrationBasis: Ranked {
    static let byRank = Array(allCases)
    static let ranks = numbered
}

extension RoundingModel: Ranked {
    static let byRank = Array(allCases)
    static let ranks = numbered
}

extension EntitlementState: Ranked {
    static let byRank = Array(allCases)
    static let ranks = numbered
}
