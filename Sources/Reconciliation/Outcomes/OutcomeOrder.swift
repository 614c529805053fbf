import Records

/// The order in which outcomes are published: by what they say, and by row numbers only where all else is equal.
struct OutcomeOrder {
    let keys: KeyTable
    private static let rank = Dictionary(
        uniqueKeysWithValues: OutcomeCode.allCases.enumerated().map { ($0.element, $0.offset) })

    /// The beginning of what an outcome is sorted by, and its place.
    private struct Beginning {
        /// The code's rank, and the first bytes of the subscription's id.
        let word: UInt64
        let place: Int32
    }

    /// Puts outcomes into their published order. Places are sorted, not outcomes, which are large, and most by the
    /// beginning of what they say alone.
    func sort(_ outcomes: inout [Outcome]) {
        var order = outcomes.indices.map { place in
            let rank = UInt64(Self.rank[outcomes[place].code, default: 0])
            return Beginning(
                word: rank << 56 | keys.beginning(of: outcomes[place].keys.subscription) >> 8, place: Int32(place))
        }
        order.sort { left, right in
            left.word == right.word
                ? precedes(outcomes[Int(left.place)], outcomes[Int(right.place)]) : left.word < right.word
        }
        var sources = order.map { Int($0.place) }
        for first in outcomes.indices {
            // Each ring of places is walked once; what was put in its place is its own source from then on.
            var target = first
            while sources[target] != first {
                let source = sources[target]
                outcomes.swapAt(target, source)
                sources[target] = target
                target = source
            }
            sources[target] = target
        }
    }

    private func precedes(_ left: Outcome, _ right: Outcome) -> Bool {
        if left.code != right.code { return Self.rank[left.code, default: 0] < Self.rank[right.code, default: 0] }
        for (one, other) in zip(left.keys.published, right.keys.published) where one != other {
            return keys.precedes(one, other)
        }
        if let order = valueOrder(left.interval?.start, right.interval?.start) { return order }
        if let order = valueOrder(left.interval?.end, right.interval?.end) { return order }
        if let order = order(left.billed, right.billed) { return order }
        if let order = order(left.expected, right.expected) { return order }
        if let order = valueOrder(left.unitPrice, right.unitPrice) { return order }
        if let order = valueOrder(left.level, right.level) { return order }
        return firstRows(left).lexicographicallyPrecedes(firstRows(right))
    }

    private func order(_ left: OutcomeSide?, _ right: OutcomeSide?) -> Bool? {
        valueOrder(left?.currency, right?.currency) ?? valueOrder(left?.amount, right?.amount)
            ?? valueOrder(left?.quantity, right?.quantity)
    }

    private func firstRows(_ outcome: Outcome) -> [RowOrigin] {
        [outcome.billed?.rows.first, outcome.expected?.rows.first].compactMap { $0 }
    }
}

/// Whether the left value comes first; `nil` when they are equal. What is missing comes first.
func valueOrder<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
    switch (left, right) {
    case (nil, nil): nil
    case (nil, _): true
    case (_, nil): false
    case (let left?, let right?): left == right ? nil : left < right
    }
}

extension MatchKeys {
    /// The keys in the order in which they are published and sorted.
    package var published: [KeyID] { [subscription, sku, customer, product, partNumber, provider, invoice] }
}
