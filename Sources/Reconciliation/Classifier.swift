import Records

/// Decides what became of charges and entitlements that have been brought together, or were not.
struct Classifier {
    let plan: MatchPlan

    // MARK: - One entitlement and its groups

    /// The outcome of an entitlement and the groups that were matched with it, and the outcomes of rows among them
    /// that stand for themselves.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func match(_ entitlement: Entitlement, _ groups: [ChargeGroup], level: Int) throws(ExactDecimal.Overflow)
        -> [Outcome]
    {
        var (held, credits) = Self.separateCredits(groups)
        if held.isEmpty { return [try unmatched(entitlement)] + (try credits.map(unlinkedCredit)) }
        // Everything of one match is in one currency, or each currency stands for itself.
        let foreign = held.filter { $0.identity.currency != entitlement.currency }
        if foreign.isEmpty {
            return [try matched(entitlement, held, level: level)] + (try credits.map(unlinkedCredit))
        }
        held.removeAll { $0.identity.currency != entitlement.currency }
        let outcomes = try foreign.enumerated().map { place, group throws(ExactDecimal.Overflow) in
            try foreignCurrency(entitlement, group, level: level, carriesEntitlement: held.isEmpty && place == 0)
        }
        let own = held.isEmpty ? [] : [try matched(entitlement, held, level: level)]
        return own + outcomes + (try credits.map(unlinkedCredit))
    }

    /// Takes apart what is held against the entitlement and the credits that refer to nothing among it.
    private static func separateCredits(_ groups: [ChargeGroup]) -> (held: [ChargeGroup], credits: [ChargeGroup]) {
        let charged = groups.flatMap(\.members).filter { !$0.amount.isNegative }
        let references = Set(charged.map(\.reference).filter { !$0.isEmpty })
        var (held, credits): ([ChargeGroup], [ChargeGroup]) = ([], [])
        for group in groups {
            let (unlinked, linked) = group.members.parted { $0.amount.isNegative && !references.contains($0.reference) }
            if !linked.isEmpty { held.append(ChargeGroup(identity: group.identity, members: linked)) }
            credits += unlinked.map { ChargeGroup(identity: group.identity, members: [$0]) }
        }
        return (held, credits)
    }

    private func matched(
        _ entitlement: Entitlement, _ groups: [ChargeGroup], level: Int
    ) throws(ExactDecimal.Overflow) -> Outcome {
        let billed = try Self.billedSide(groups)
        let expected = try expectedSide([entitlement])
        return Outcome(
            code: try code(entitlement, groups, billed, expected), level: level,
            keys: entitlement.keys.filled(from: groups[0].identity.keys), billed: billed, expected: expected,
            unitPrice: entitlement.unitPrice, interval: Self.commonInterval(groups))
    }

    private func code(
        _ entitlement: Entitlement, _ groups: [ChargeGroup], _ billed: OutcomeSide, _ expected: OutcomeSide
    ) throws(ExactDecimal.Overflow) -> OutcomeCode {
        if groups.contains(where: { Self.isForeign($0.identity.keys.customer, entitlement.keys.customer) }) {
            return .customer
        }
        if entitlement.hasUnclearState, !billed.amount.isZero { return .state }
        if let code = Self.periodCode(entitlement, groups, in: plan.period) { return code }
        if try Self.billsPartOfCycle(entitlement, groups) { return .prorationUnexplained }
        let hasNegatives = groups.contains { $0.members.contains { $0.amount.isNegative } }
        if groups.contains(where: { $0.members.contains(where: \.contradictsItself) }) { return .mixed }
        if let code = try agreement(billed, expected, hasNegatives: hasNegatives) { return code }
        if expected.amount.isZero, !entitlement.isTrial, !entitlement.unitPrice.isZero { return .period }
        return try variance(entitlement, billed, expected)
    }

    /// Whether both sides name a customer and the names differ.
    private static func isForeign(_ billed: KeyID, _ expected: KeyID) -> Bool {
        !billed.isEmpty && !expected.isEmpty && billed != expected
    }

    /// What is wrong with the days, if anything is: they must be days of the subscription, and begin in the period.
    /// A charge for another month's cycle is not this month's, however well its amount agrees.
    private static func periodCode(
        _ entitlement: Entitlement, _ groups: [ChargeGroup], in period: Month
    ) -> OutcomeCode? {
        let intervals = groups.compactMap(\.identity.interval)
        guard !intervals.isEmpty else { return nil }
        if intervals.allSatisfy({ $0.end <= entitlement.start }) { return .beforeStart }
        if let end = entitlement.lastEnd, intervals.allSatisfy({ $0.start >= end }) { return .afterCancellation }
        let isCovered = intervals.allSatisfy { interval in
            entitlement.start <= interval.start && (entitlement.lastEnd.map { interval.start < $0 } ?? true)
                && period.start <= interval.start && interval.start < period.end
        }
        return isCovered ? nil : .period
    }

    /// Whether rows for other days than a whole billing cycle come to anything. Changes that were taken back, by rows
    /// with the reference of those that made them, do not.
    private static func billsPartOfCycle(
        _ entitlement: Entitlement, _ groups: [ChargeGroup]
    ) throws(ExactDecimal.Overflow) -> Bool {
        var amounts: [KeyID: ExactDecimal] = [:]
        for group in groups where !isWholeCycle(group.identity.interval, entitlement) {
            for member in group.members {
                amounts[member.reference] = try (amounts[member.reference] ?? .zero).adding(member.amount)
            }
        }
        return amounts.values.contains { !$0.isZero }
    }

    /// The code of a match whose amounts agree one way or another; `nil` when they do not. Quantities that differ are
    /// tolerated at best.
    private func agreement(
        _ billed: OutcomeSide, _ expected: OutcomeSide, hasNegatives: Bool
    ) throws(ExactDecimal.Overflow) -> OutcomeCode? {
        let quantityDifference = try billed.quantity.subtracting(expected.quantity)
        if billed.amount.isZero, billed.quantity.isZero, expected.amount.isZero {
            return hasNegatives ? .netted : .exact
        }
        guard try plan.quantity.allows(quantityDifference, of: expected.quantity) else { return nil }
        let difference = try billed.amount.subtracting(expected.amount)
        let rounded = try expected.amount.roundedHalfUp(toDigits: expected.currency.minorUnitDigits)
        if quantityDifference.isZero {
            if difference.isZero { return hasNegatives ? .netted : .exact }
            if billed.amount == rounded { return .rounding }
        }
        let isTolerated = try plan.amount.allows(difference, of: expected.amount)
        return isTolerated || billed.amount == rounded ? .tolerated : nil
    }

    /// Whether days are exactly one billing cycle; days that are not known are taken for one.
    ///
    /// A cycle that begins on the last day of a short month may end on a later day of the next: a subscription of the
    /// 31st has one from 28 February to 31 March.
    private static func isWholeCycle(_ interval: CivilInterval?, _ entitlement: Entitlement) -> Bool {
        guard let interval, let months = entitlement.cycle.months else { return true }
        let end = interval.start.advanced(byMonths: months)
        if interval.end == end { return true }
        return interval.start == entitlement.cycleStart(in: Month(containing: interval.start))
            && interval.end == entitlement.cycleStart(in: Month(containing: end))
    }

    /// Seats, price, or both.
    private func variance(
        _ entitlement: Entitlement, _ billed: OutcomeSide, _ expected: OutcomeSide
    ) throws(ExactDecimal.Overflow) -> OutcomeCode {
        let digits = billed.currency.minorUnitDigits
        let atPrice = try billed.quantity.multiplied(by: entitlement.unitPrice)
        let rounded = try atPrice.roundedHalfUp(toDigits: digits)
        let isPriceRight = billed.amount == atPrice || billed.amount == rounded
        let quantityDifference = try billed.quantity.subtracting(expected.quantity)
        let isQuantityRight = try plan.quantity.allows(quantityDifference, of: expected.quantity)
        switch (isQuantityRight, isPriceRight) {
        case (true, _): return billed.amount > expected.amount ? .priceOver : .priceUnder
        case (false, true): return quantityDifference.isNegative ? .quantityUnder : .quantityOver
        case (false, false): return .mixed
        }
    }

    private func foreignCurrency(
        _ entitlement: Entitlement, _ group: ChargeGroup, level: Int, carriesEntitlement: Bool
    ) throws(ExactDecimal.Overflow) -> Outcome {
        Outcome(
            code: .currency, level: level, keys: entitlement.keys.filled(from: group.identity.keys),
            billed: try Self.billedSide([group]), expected: carriesEntitlement ? try expectedSide([entitlement]) : nil,
            unitPrice: entitlement.unitPrice, interval: group.identity.interval)
    }

    // MARK: - One side alone

    /// The outcome of an entitlement that no charge goes with.
    func unmatched(_ entitlement: Entitlement) throws(ExactDecimal.Overflow) -> Outcome {
        let code: OutcomeCode =
            if entitlement.hasUnclearState {
                .state
            } else {
                entitlement.isDue(in: plan.period) ? .notBilled : .notDue
            }
        return Outcome(
            code: code, level: nil, keys: entitlement.keys, billed: nil, expected: try expectedSide([entitlement]),
            unitPrice: entitlement.unitPrice, interval: nil)
    }

    /// The outcomes of a group that no entitlement goes with.
    func unmatched(_ group: ChargeGroup) throws(ExactDecimal.Overflow) -> [Outcome] {
        let (held, credits) = Self.separateCredits([group])
        let code: OutcomeCode = group.identity.occurrence > 0 ? .duplicate : .noSubscription
        return try held.map { group throws(ExactDecimal.Overflow) in try billedOnly(group, code) }
            + credits.map(unlinkedCredit)
    }

    private func unlinkedCredit(_ group: ChargeGroup) throws(ExactDecimal.Overflow) -> Outcome {
        try billedOnly(group, .creditUnlinked)
    }

    private func billedOnly(_ group: ChargeGroup, _ code: OutcomeCode) throws(ExactDecimal.Overflow) -> Outcome {
        Outcome(
            code: code, level: nil, keys: group.identity.keys, billed: try Self.billedSide([group]), expected: nil,
            unitPrice: nil, interval: group.identity.interval)
    }

    /// The outcome of a row whose type is not in the table.
    func unknownType(_ charge: Charge) -> Outcome {
        let side = OutcomeSide(
            quantity: charge.quantity, amount: charge.amount, currency: charge.currency, rows: [charge.origin])
        return Outcome(
            code: .unknownType, level: nil, keys: charge.keys, billed: side, expected: nil, unitPrice: nil,
            interval: charge.interval)
    }

    /// The outcome of rows that need no entitlement.
    func accounted(_ group: ClassGroup) -> Outcome {
        let side = OutcomeSide(
            quantity: group.quantity, amount: group.amount, currency: group.identity.currency,
            rows: group.rows.sorted())
        return Outcome(
            code: group.identity.chargeClass == .tax ? .tax : .nonSubscription, level: nil, keys: group.identity.keys,
            billed: side, expected: nil, unitPrice: nil, interval: nil)
    }

    /// The outcomes of charges that several entitlements fit equally well: one for each currency that occurs.
    func ambiguous(
        _ groups: [ChargeGroup], _ entitlements: [Entitlement], level: Int
    ) throws(ExactDecimal.Overflow) -> [Outcome] {
        let currencies = Set(groups.map(\.identity.currency) + entitlements.map(\.currency)).sorted()
        return try currencies.map { currency throws(ExactDecimal.Overflow) in
            let charged = groups.filter { $0.identity.currency == currency }
            let candidates = entitlements.filter { $0.currency == currency }
            return Outcome(
                code: .ambiguous, level: level, keys: groups[0].identity.keys,
                billed: charged.isEmpty ? nil : try Self.billedSide(charged),
                expected: candidates.isEmpty ? nil : try expectedSide(candidates),
                unitPrice: nil, interval: Self.commonInterval(charged))
        }
    }

    /// The days of the groups, where all of them agree.
    private static func commonInterval(_ groups: [ChargeGroup]) -> CivilInterval? {
        let intervals = Set(groups.map(\.identity.interval))
        return intervals.count == 1 ? intervals.first ?? nil : nil
    }

    // MARK: - Sums

    /// Rows that take back carry a negative amount; their quantity counts as negative however it is written.
    private static func billedSide(_ groups: [ChargeGroup]) throws(ExactDecimal.Overflow) -> OutcomeSide {
        var (quantity, amount) = (ExactDecimal.zero, ExactDecimal.zero)
        for member in groups.flatMap(\.members) {
            let isTakenBack = member.amount.isNegative && !member.quantity.isNegative
            quantity = try isTakenBack ? quantity.subtracting(member.quantity) : quantity.adding(member.quantity)
            amount = try amount.adding(member.amount)
        }
        return OutcomeSide(
            quantity: quantity, amount: amount, currency: groups[0].identity.currency,
            rows: groups.flatMap(\.members).map(\.origin).sorted())
    }

    private func expectedSide(_ entitlements: [Entitlement]) throws(ExactDecimal.Overflow) -> OutcomeSide {
        var (quantity, amount) = (ExactDecimal.zero, ExactDecimal.zero)
        for entitlement in entitlements {
            quantity = try quantity.adding(entitlement.quantity)
            amount = try amount.adding(try entitlement.expectedAmount(in: plan.period))
        }
        return OutcomeSide(
            quantity: quantity, amount: amount, currency: entitlements[0].currency,
            rows: entitlements.map(\.origin).sorted())
    }
}

extension Array {
    /// The elements that satisfy a condition and those that do not, each in their order.
    fileprivate func parted(by condition: (Element) -> Bool) -> (satisfying: [Element], others: [Element]) {
        (filter(condition), filter { !condition($0) })
    }
}

extension MatchKeys {
    /// The keys with those of other keys where these are empty.
    func filled(from other: MatchKeys) -> MatchKeys {
        var result = self
        if subscription.isEmpty { result.subscription = other.subscription }
        if sku.isEmpty { result.sku = other.sku }
        if customer.isEmpty { result.customer = other.customer }
        if product.isEmpty { result.product = other.product }
        if partNumber.isEmpty { result.partNumber = other.partNumber }
        return result
    }
}
