import Records

/// The order in which outcomes are published: by what they say, and by row numbers only where all else is equal.
package struct OutcomeOrder: Sendable {
    /// The place of each key's text among all texts, by the key's number.
    let ranks: [Int32]

    /// What an outcome is sorted by first: its code, its subscription and its SKU. Most outcomes differ in that.
    struct Beginning: Comparable, Sendable {
        private let high: UInt64
        private let low: Int32

        init(code: OutcomeCode, subscription: Int32, sku: Int32) {
            high = UInt64(code.rank) << 32 | UInt64(UInt32(bitPattern: subscription))
            low = sku
        }

        static func < (left: Beginning, right: Beginning) -> Bool {
            left.high == right.high ? left.low < right.low : left.high < right.high
        }
    }

    /// What an outcome with a code and keys is sorted by first.
    func beginning(of head: (code: OutcomeCode, keys: MatchKeys)) -> Beginning {
        Beginning(code: head.code, subscription: rank(head.keys.subscription), sku: rank(head.keys.sku))
    }

    /// Whether one outcome comes before another.
    func precedes(_ left: Outcome, _ right: Outcome) -> Bool {
        if left.code != right.code { return left.code.rank < right.code.rank }
        for (one, other) in zip(left.keys.published, right.keys.published) where one != other {
            return rank(one) < rank(other)
        }
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
    package var published: [KeyID] { [subscription, sku, customer, product, partNumber, provider, invoice] }
}
