import Records

/// Seats that are counted together.
struct AgreementGroup: Sendable {
    /// One side's seats.
    private struct Count: Sendable {
        var quantity = ExactDecimal.zero
        var rows: [RowOrigin] = []
        /// The prices that occur; one, or there is none to value a difference by.
        var prices: Set<AgreementItem.Price> = []
        var hasUnpriced = false

        var price: AgreementItem.Price? { hasUnpriced || prices.count != 1 ? nil : prices.first }

        mutating func add(_ item: AgreementItem, quantity: ExactDecimal) throws(ExactDecimal.Overflow) {
            self.quantity = try self.quantity.adding(quantity)
            rows.append(item.origin)
            if let price = item.price { prices.insert(price) } else { hasUnpriced = true }
        }
    }

    private var held = Count()
    private var agreed = Count()
    private var hasUnclearState = false
    /// Whether an alias stood for one of the keys.
    var isAliased = false

    /// Takes a subscription; of one that has ended nothing is held.
    mutating func add(held item: AgreementItem) throws(ExactDecimal.Overflow) {
        try held.add(item, quantity: item.state == .ended ? .zero : item.quantity)
        hasUnclearState = hasUnclearState || item.state == .unclear
    }

    /// Takes what a customer agreed to.
    mutating func add(agreed item: AgreementItem) throws(ExactDecimal.Overflow) {
        try agreed.add(item, quantity: item.quantity)
    }

    /// What becomes of the group.
    ///
    /// - Parameter isUnmapped: Whether an alias file does not know one of its keys.
    /// - Throws: `ExactDecimal.Overflow`.
    func outcome(_ keys: MatchKeys, _ plan: AgreementPlan, isUnmapped: Bool) throws(ExactDecimal.Overflow) -> Outcome {
        // What the customer pays values a difference; what it costs does where nobody pays.
        let price = agreed.price ?? (agreed.rows.isEmpty ? held.price : nil)
        var outcome = Outcome(
            code: keys == MatchKeys() ? keylessCode : try code(plan, isUnmapped: isUnmapped), level: nil, keys: keys,
            billed: try side(held, price),
            expected: try side(agreed, price), unitPrice: price?.amount, interval: nil)
        if outcome.code == .tolerated {
            outcome.tolerated = ToleratedVariance(
                bucket: .amount, code: held.quantity > agreed.quantity ? .quantityOver : .quantityUnder)
        }
        return outcome
    }

    /// Seats that do not say what they belong to agree with nothing, whatever their numbers are.
    private var keylessCode: OutcomeCode { held.rows.isEmpty ? .notBilled : .noSubscription }

    private func code(_ plan: AgreementPlan, isUnmapped: Bool) throws(ExactDecimal.Overflow) -> OutcomeCode {
        if hasUnclearState { return .state }
        let difference = try held.quantity.subtracting(agreed.quantity)
        let isOneSided = held.rows.isEmpty || agreed.rows.isEmpty
        if isOneSided, isUnmapped, !difference.isZero { return .unmapped }
        if difference.isZero { return isOneSided ? .notDue : .exact }
        if agreed.rows.isEmpty { return .noSubscription }
        if held.rows.isEmpty { return .notBilled }
        if try plan.quantity.allows(difference, of: agreed.quantity) { return .tolerated }
        return difference.isNegative ? .quantityUnder : .quantityOver
    }

    private func side(
        _ count: Count, _ price: AgreementItem.Price?
    ) throws(ExactDecimal.Overflow) -> OutcomeSide? {
        guard !count.rows.isEmpty else { return nil }
        return OutcomeSide(
            quantity: count.quantity, amount: try price?.amount.multiplied(by: count.quantity) ?? .zero,
            currency: price?.currency ?? .none, rows: count.rows.sorted())
    }
}
