/// A choice that is packed as its place among all: an enumeration of several cases without values.
protocol Ranked: CaseIterable, Hashable, Sendable {
    /// All choices by their places, kept so that they are listed once.
    static var byRank: [Self] { get }
}

extension Ranked {
    /// The choice's place.
    ///
    /// Every outcome is asked for it several times, and a dictionary hashes the code's text each time.
    var rank: UInt8 {
        // Such an enumeration is a byte that counts the cases in their order, which `ranked()` makes sure of; the cast ends the
        // program where it is more than a byte.
        unsafe unsafeBitCast(self, to: UInt8.self)
    }

    /// The choice at a place.
    init(rank: UInt8) { self = Self.byRank[Int(rank)] }

    /// All choices in their order.
    fileprivate static func ranked() -> [Self] {
        let choices = Array(allCases)
        precondition(choices.indices.allSatisfy { choices[$0].rank == $0 }, "a choice is the byte of its place")
        return choices
    }
}

extension OutcomeCode: Ranked {
    static let byRank = ranked()
}

extension ChargeClass: Ranked {
    static let byRank = ranked()
}

extension ProrationBasis: Ranked {
    static let byRank = ranked()
}

extension RoundingModel: Ranked {
    static let byRank = ranked()
}

extension EntitlementState: Ranked {
    static let byRank = ranked()
}
