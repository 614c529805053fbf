package import Records

/// Looks for the model that gives a row's amount.
///
/// Distributors round in ways that no single rule reproduces: the published rows of one article need two rules between
/// them. So a small set is tried in a fixed order, and the one that fits is written down.
package struct RowExplainer: Sendable {
    /// The price of one for a cycle, in the entitlement's currency.
    private let price: ExactDecimal
    /// The price of one for a cycle, in the currency that is billed.
    private let ratedPrice: ExactDecimal
    private let rate: ExactDecimal?
    private let billedIn: Currency
    private let pricedIn: Currency

    /// An explainer of amounts for a price.
    ///
    /// - Parameters:
    ///   - price: The price of one for one billing cycle, in the currency of the entitlement.
    ///   - exchange: What the billed currency costs, where it is another.
    /// - Throws: `ExactDecimal.Overflow`.
    package init(price: ExactDecimal, in currency: Currency, exchange: Exchange?) throws(ExactDecimal.Overflow) {
        self.price = price
        rate = exchange?.rate
        ratedPrice = if let exchange { try price.multiplied(by: exchange.rate) } else { price }
        pricedIn = currency
        billedIn = exchange?.currency ?? currency
    }

    /// What explains an amount: the first model that gives it exactly, or else the first that comes within a minor unit.
    ///
    /// - Parameter seats: How many, negative where they are taken back.
    /// - Returns: `nil` when no model does.
    /// - Throws: `ExactDecimal.Overflow`.
    package func explain(
        _ amount: ExactDecimal, seats: ExactDecimal, days: ChargedDays
    ) throws(ExactDecimal.Overflow) -> RowExplanation? {
        let line = try seats.multiplied(by: ratedPrice)
        let unit = billedIn.minorUnit
        var near: RowExplanation?
        for basis in ProrationBasis.allCases {
            guard let share = basis.share(of: days) else { continue }
            for rounding in RoundingModel.allCases {
                guard let modelled = try self.amount(line, seats, share, rounding) else { continue }
                let explanation = RowExplanation(
                    model: ExplanationModel(basis: basis, rounding: rounding), amount: modelled,
                    isExact: modelled == amount)
                if explanation.isExact { return explanation }
                let residual = try amount.subtracting(modelled).magnitude
                if near == nil, !basis.isUnusual, residual <= unit, try isSlight(residual, of: modelled) {
                    near = explanation
                }
            }
        }
        return near
    }

    /// The amount that a model gives; `nil` where the model does not apply.
    private func amount(
        _ line: ExactDecimal, _ seats: ExactDecimal, _ share: Fraction, _ rounding: RoundingModel
    ) throws(ExactDecimal.Overflow) -> ExactDecimal? {
        let digits = billedIn.minorUnitDigits
        switch rounding {
        case .exact: return try line.exactShare(share)
        case .floorLine: return try line.share(share, .towardZero, toDigits: digits)
        case .halfUpLine: return try line.share(share, .halfUp, toDigits: digits)
        case .halfEvenLine: return try line.share(share, .halfEven, toDigits: digits)
        case .floorUnit: return try unitAmount(line, seats, share, .towardZero)
        case .halfUpUnit: return try unitAmount(line, seats, share, .halfUp)
        case .floorLineFloorRate:
            guard let rate else { return nil }
            let own = try seats.multiplied(by: price).share(share, .towardZero, toDigits: pricedIn.minorUnitDigits)
            return try own.multiplied(by: rate).rounded(.towardZero, toDigits: digits)
        }
    }

    /// The amount by a unit that is rounded; `nil` where rounding a tiny unit changes the line by more than a hundredth.
    private func unitAmount(
        _ line: ExactDecimal, _ seats: ExactDecimal, _ share: Fraction, _ rounding: Rounding
    ) throws(ExactDecimal.Overflow) -> ExactDecimal? {
        let digits = billedIn.minorUnitDigits
        let amount = try ratedPrice.share(share, rounding, toDigits: digits).multiplied(by: seats)
        let exact = try line.share(share, .halfEven, toDigits: ExactDecimal.fractionDigits)
        return try isSlight(try amount.subtracting(exact).magnitude, of: exact) ? amount : nil
    }

    /// Whether a deviation is at most a hundredth of an amount: rounding explains no more.
    private func isSlight(_ deviation: ExactDecimal, of amount: ExactDecimal) throws(ExactDecimal.Overflow) -> Bool {
        try deviation.multiplied(by: ExactDecimal(100)) <= amount.magnitude
    }
}
