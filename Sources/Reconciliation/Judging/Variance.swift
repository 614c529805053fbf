import Records

/// The difference between what was billed and what was expected, taken apart in a fixed order: quantity, price, period,
/// exchange, and the rest, which makes the sum right to the last digit.
struct Variance {
    private let quantity: ExactDecimal
    private let price: ExactDecimal
    private let period: ExactDecimal
    private let exchange: ExactDecimal
    private let rest: ExactDecimal
    private let match: Match

    /// Takes a match's difference apart.
    ///
    /// - Parameter hasParts: Whether rows are for parts of cycles; else all are for whole ones.
    /// - Throws: `ExactDecimal.Overflow`.
    init(
        _ match: Match, _ figures: MatchFigures, charges: ChargeGroups, hasParts: Bool
    ) throws(ExactDecimal.Overflow) {
        self.match = match
        let digits = match.currency.minorUnitDigits
        let unit = try match.exchanged(match.entitlement.unitPrice)
        let seats = try figures.quantity.subtracting(figures.entitledQuantity)
        quantity = figures.isDue ? try seats.multiplied(by: unit).rounded(.halfUp, toDigits: digits) : .zero
        price = hasParts ? .zero : try Self.price(match, figures, charges).rounded(.halfUp, toDigits: digits)
        period = try Self.period(match, figures, hasParts: hasParts).rounded(.halfUp, toDigits: digits)
        let known = try figures.expected.adding(quantity).adding(price).adding(period)
        let left = try figures.amount.subtracting(known)
        exchange = match.exchange == nil ? .zero : try left.rounded(.halfUp, toDigits: digits)
        rest = try left.subtracting(exchange)
    }

    /// The parts by their names, in their order.
    var parts: [OutcomePart] {
        [
            OutcomePart(name: "quantity", amount: quantity), OutcomePart(name: "price", amount: price),
            OutcomePart(name: "period", amount: period), OutcomePart(name: "fx", amount: exchange),
            OutcomePart(name: "rest", amount: rest),
        ]
    }

    /// What the price makes: what was billed in the entitlement's currency, less the seats at its price.
    private static func price(
        _ match: Match, _ figures: MatchFigures, _ charges: ChargeGroups
    ) throws(ExactDecimal.Overflow) -> ExactDecimal {
        guard match.exchange != nil else { return try figures.amount.subtracting(figures.atPrice) }
        var contract = ExactDecimal.zero
        for member in match.groups.flatMap(\.members) {
            guard let amount = charges.details(of: member).contractAmount else { return .zero }
            contract = try contract.adding(amount)
        }
        let atPrice = try figures.quantity.multiplied(by: match.entitlement.unitPrice)
        return try match.exchanged(try contract.subtracting(atPrice))
    }

    /// What the days make: the seats' price for them, less that for whole cycles; all of it when nothing is due.
    private static func period(
        _ match: Match, _ figures: MatchFigures, hasParts: Bool
    ) throws(ExactDecimal.Overflow) -> ExactDecimal {
        let undue = figures.isDue ? ExactDecimal.zero : figures.atPrice
        guard hasParts else { return undue }
        let unit = try match.exchanged(match.entitlement.unitPrice)
        var prorated = ExactDecimal.zero
        for row in match.rows {
            let line = try row.member.seats.multiplied(by: unit)
            let share = match.entitlement.share(of: row.interval).dayShare
            prorated = try prorated.adding(
                try line.share(share, .halfEven, toDigits: ExactDecimal.fractionDigits))
        }
        return try prorated.subtracting(figures.atPrice).adding(undue)
    }

    /// The code of a difference of rows for whole cycles.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func code(_ figures: MatchFigures, isQuantityRight: Bool) throws(ExactDecimal.Overflow) -> OutcomeCode {
        if figures.expected.isZero, !match.entitlement.isTrial, !match.entitlement.unitPrice.isZero { return .period }
        let rounded = try figures.atPrice.rounded(.halfUp, toDigits: match.currency.minorUnitDigits)
        var isPriceOff = figures.amount != figures.atPrice && figures.amount != rounded
        var isExchangeOff = false
        if match.exchange != nil {
            isPriceOff = isPriceOff && !price.isZero
            let allowed = try match.currency.minorUnit.multiplied(by: ExactDecimal(figures.rowCount))
            isExchangeOff = exchange.magnitude > allowed
        }
        switch (isQuantityRight, isPriceOff, isExchangeOff) {
        case (false, false, false): return figures.quantity < figures.entitledQuantity ? .quantityUnder : .quantityOver
        case (true, false, true): return .exchange
        case (true, _, false): return figures.amount > figures.expected ? .priceOver : .priceUnder
        default: return .mixed
        }
    }
}

extension ChargedDays {
    /// The days' share of those of their cycle.
    fileprivate var dayShare: Fraction {
        guard case .part(let part) = self else { return .whole }
        return Fraction(part.days, of: part.cycleDays) ?? .whole
    }
}
