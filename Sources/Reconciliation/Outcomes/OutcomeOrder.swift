import Records

/// The order in which outcomes are published: by what they say, and by row numbers only where all else is equal.
package struct OutcomeOrder: Sendable {
    /// The place of each key's text among all texts, by the key's number.
    private let ranks: [Int32]

    /// The order of outcomes whose keys are numbers of a table.
    package init(of keys: KeyTable) {
        ranks = keys.ranks()
    }

    /// What an outcome is sorted by first: its code, its subscription, its SKU and its customer. Most differ in that.
    struct Beginning: Comparable, Sendable {
        private let high: UInt64
        private let low: UInt64

        init(code: OutcomeCode, subscription: Int32, sku: Int32, customer: Int32) {
            high = UInt64(code.rank) << 32 | UInt64(UInt32(bitPattern: subscription))
            low = UInt64(UInt32(bitPattern: sku)) << 32 | UInt64(UInt32(bitPattern: customer))
        }

        static func < (left: Beginning, right: Beginning) -> Bool {
            left.high == right.high ? left.low < right.low : left.high < right.high
        }
    }

    /// What an outcome with a code and keys is sorted by first.
    func beginning(of head: (code: OutcomeCode, keys: MatchKeys)) -> Beginning {
        Beginning(
            code: head.code, subscription: rank(head.keys.subscription), sku: rank(head.keys.sku),
            customer: rank(head.keys.customer))
    }

    /// Whether one outcome comes before another.
    func precedes(_ left: Outcome, _ right: Outcome) -> Bool {
        if left.code != right.code { return left.code.rank < right.code.rank }
        if let (key, other) = left.keys.firstDifference(from: right.keys) { return rank(key) < rank(other) }
        if let order = valueOrder(left.interval?.start, right.interval?.start) { return order }
        if let order = valueOrder(left.interval?.end, right.interval?.end) { return order }
        if let order = order(left.billed, right.billed) { return order }
        if let order = order(left.expected, right.expected) { return order }
        if let order = valueOrder(left.unitPrice, right.unitPrice) { return order }
        if let order = valueOrder(left.level, right.level) { return order }
        return firstRows(left).lexicographicallyPrecedes(firstRows(right))
    }

    private func rank(_ key: KeyID) -> Int32 { ranks[Int(key.index)] }

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
    package var published: InlineArray<7, KeyID> {
        [subscription, sku, customer, product, partNumber, provider, invoice]
    }

    /// The first key that differs, and what other keys have there; `nil` when all are the same.
    func firstDifference(from others: MatchKeys) -> (KeyID, KeyID)? {
        let (keys, others) = (published, others.published)
        for place in keys.indices where keys[place] != others[place] { return (keys[place], others[place]) }
        return nil
    }
}
