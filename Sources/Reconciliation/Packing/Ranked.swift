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
        // Such an enumeration is a byte that counts the cases in their order, which a test holds against `byRank`; the
        // cast ends the program where it is more than a byte.
        unsafe unsafeBitCast(self, to: UInt8.self)
    }

    /// The choice at a place.
    init(rank: UInt8) { self = Self.byRank[Int(rank)] }
}

extension OutcomeCode: Ranked {
    static let byRank = Array(allCases)
}

extension ChargeClass: Ranked {
    static let byRank = Array(allCases)
}

extension ProrationBasis: Ranked {
    static let byRank = Array(allCases)
}

extension RoundingModel: Ranked {
    static let byRank = Array(allCases)
}

extension EntitlementState: Ranked {
    static let byRank = Array(allCases)
}
