/// What should be known of an outcome beside its code.
package struct OutcomeFlags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// An alias stood for one of the keys.
    package static let aliased = OutcomeFlags(rawValue: 1)
    /// That a correction belongs to an earlier charge could not be tested: no earlier period.
    package static let linkNotTested = OutcomeFlags(rawValue: 2)
    /// What the subscription had before a change could not be tested: no earlier period.
    package static let seatsBeforeNotTested = OutcomeFlags(rawValue: 4)
    /// A row comes within a minor unit of its model, and not nearer.
    package static let withinAUnit = OutcomeFlags(rawValue: 8)

    /// A row is prorated in a way that billing seldom takes.
    package static let unusualBasis = OutcomeFlags(rawValue: 16)
    /// The exchange rate is what the rows themselves say.
    package static let rateOfRows = OutcomeFlags(rawValue: 32)

    /// The list of prices has none for the subscription, so that its own counts.
    package static let priceNotListed = OutcomeFlags(rawValue: 64)

    /// Of a period that is wrong: some of the charged days lie before the one that is closed.
    package static let earlierDays = OutcomeFlags(rawValue: 128)

    /// The flags' names, in alphabetical order.
    package var names: [String] {
        let names: [(OutcomeFlags, String)] = [
            (.aliased, "aliased"), (.earlierDays, "earlier-days"), (.linkNotTested, "link-not-tested"),
            (.priceNotListed, "price-not-listed"),
            (.rateOfRows, "rate-of-rows"), (.seatsBeforeNotTested, "seats-before-not-tested"),
            (.unusualBasis, "unusual-basis"), (.withinAUnit, "within-a-unit"),
        ]
        return names.filter { contains($0.0) }.map(\.1)
    }
}
