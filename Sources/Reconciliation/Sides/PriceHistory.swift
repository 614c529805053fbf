package import Records

/// Prices as they held from day to day, as a list of prices says them.
package struct PriceHistory: Sendable {
    /// Two prices for the same from the same day on.
    package struct Conflict: Error, Sendable, CustomStringConvertible {
        /// The first day of both.
        package let start: CivilDate
        /// The prices, the lower one first.
        package let prices: [ExactDecimal]
        /// The currency of both.
        package let currency: Currency
        /// The ids of what they are the prices of.
        package let ids: [String]

        /// What a reader of the message is told.
        package var description: String {
            "the list has two prices of \(ids.joined(separator: ", ")) from \(start) on, \(prices[0]) and \(prices[1]) "
                + "\(currency); keep one of them"
        }
    }

    /// What a price is the price of.
    private struct Subject: Hashable {
        let keys: MatchKeys
        let cycle: CycleName?
        let term: CycleName?
        let currency: Currency
    }

    /// A price from a day on.
    private struct Step {
        let start: CivilDate
        let price: ExactDecimal
    }

    /// By what they are the price of, prices by their first days.
    private var steps: [Subject: [Step]] = [:]
    /// The keys that the list has.
    private var keys: [MatchKey] = []
    private var (hasCycles, hasTerms) = (false, false)

    /// Takes a price. All prices of a list have the same keys.
    ///
    /// - Throws: ``Conflict``.
    mutating func add(_ price: ListedPrice, textsIn table: KeyTable) throws(Conflict) {
        keys = MatchKey.allCases.filter { !price.keys[$0].isEmpty }
        (hasCycles, hasTerms) = (price.cycle != nil, price.term != nil)
        let subject = Subject(keys: price.keys, cycle: price.cycle, term: price.term, currency: price.currency)
        var known = steps[subject] ?? []
        let place = known.firstIndex { $0.start >= price.start } ?? known.count
        if place < known.count, known[place].start == price.start {
            if known[place].price == price.unitPrice { return }
            throw Conflict(
                start: price.start, prices: [known[place].price, price.unitPrice].sorted(), currency: price.currency,
                ids: keys.map { table.text(price.keys[$0]) })
        }
        known.insert(Step(start: price.start, price: price.unitPrice), at: place)
        steps[subject] = known
    }

    /// The price of an entitlement that held on a day; `nil` where the list has none.
    func price(of entitlement: Entitlement, on day: CivilDate) -> ExactDecimal? {
        var listed = MatchKeys()
        for key in keys {
            if entitlement.keys[key].isEmpty { return nil }
            listed[key] = entitlement.keys[key]
        }
        let subject = Subject(
            keys: listed, cycle: hasCycles ? .known(entitlement.cycle) : nil,
            term: hasTerms ? entitlement.term : nil, currency: entitlement.currency)
        return steps[subject]?.last { $0.start <= day }?.price
    }
}

extension Entitlement {
    /// The day whose price counts when a month is closed: the first of the cycle that begins in it or, where none does, of the
    /// one that its last day belongs to.
    func pricingDay(in period: Month) -> CivilDate {
        cycleStart(in: period) ?? cycle(containing: period.lastDay)?.start ?? start
    }
}
