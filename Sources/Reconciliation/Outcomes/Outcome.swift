package import Records

/// What became of some charges and the entitlement, if any, that they were held against.
package struct Outcome: Sendable {
    /// The code.
    package private(set) var code: OutcomeCode
    /// The match level that brought the two sides together, from 1; `nil` where nothing matched.
    package let level: Int?
    /// What it is about.
    package let keys: MatchKeys
    /// The charges' side; `nil` when nothing was billed.
    package let billed: OutcomeSide?
    /// The entitlements' side; `nil` when nothing was expected.
    package let expected: OutcomeSide?
    /// The price of one seat for one cycle, where there is one entitlement.
    package let unitPrice: ExactDecimal?
    /// The days charged for, where all charges agree.
    package let interval: CivilInterval?
    /// What an invoice's header should be the sum of; empty for other outcomes.
    package var parts: [OutcomePart] = []
    /// How the amount comes about, where a model was needed.
    package var explanation: Explanation?
    /// What the difference is made of, in the billed currency; the parts sum to it. Empty where it was not taken apart.
    package var variance: [OutcomePart] = []
    /// How many of the billed currency one of the expected currency is, where the two were judged by a rate.
    package var rate: ExactDecimal?
    /// By which tolerance the difference passed, if it did.
    var tolerated: ToleratedVariance?
    /// What should be known beside the code.
    package var flags = OutcomeFlags()

    /// Hands on billed less expected, in each currency that occurs: one figure, or two where the sides' currencies differ.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func forEachDifference(
        _ body: (ExactDecimal, Currency) throws(ExactDecimal.Overflow) -> Void
    ) throws(ExactDecimal.Overflow) {
        if let billed, let expected, billed.currency == expected.currency {
            return try body(try billed.amount.subtracting(expected.amount), billed.currency)
        }
        if let billed { try body(billed.amount, billed.currency) }
        if let expected { try body(try ExactDecimal.zero.subtracting(expected.amount), expected.currency) }
    }

    /// Billed less expected; `nil` when the two are in different currencies.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package var difference: ExactDecimal? {
        get throws(ExactDecimal.Overflow) {
            var (found, count): (ExactDecimal?, Int) = (nil, 0)
            try forEachDifference { amount, _ in (found, count) = (amount, count + 1) }
            return count == 1 ? found : nil
        }
    }

    /// Where what was let pass is posted, and how much of the billed currency it is; `nil` when nothing was.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    package var posting: (bucket: ToleranceBucket, amount: ExactDecimal)? {
        get throws(ExactDecimal.Overflow) {
            if let tolerated { return (tolerated.bucket, try varianceSum) }
            guard let explanation else { return nil }
            let amount = code == .rounding ? try roundedAway : explanation.residual
            return amount.isZero ? nil : (.rounding, amount)
        }
    }

    /// What was billed less what was expected, in the billed currency.
    private var roundedAway: ExactDecimal {
        get throws(ExactDecimal.Overflow) {
            guard let billed, let expected else { return .zero }
            let due = if let rate { try expected.amount.multiplied(by: rate) } else { expected.amount }
            return try billed.amount.subtracting(due)
        }
    }

    /// The difference that was taken apart or tolerated, in the billed currency.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    var varianceSum: ExactDecimal {
        get throws(ExactDecimal.Overflow) {
            guard !variance.isEmpty else { return try difference ?? .zero }
            var sum = ExactDecimal.zero
            for part in variance { sum = try sum.adding(part.amount) }
            return sum
        }
    }

    /// Whether a difference passed by a tolerance.
    package var isTolerated: Bool { tolerated != nil }

    /// Gives a tolerated outcome the code that it would have without the tolerance.
    mutating func refuseTolerance() {
        guard let tolerated else { return }
        code = tolerated.code
        self.tolerated = nil
    }
}

/// A difference that passed by a tolerance.
struct ToleratedVariance: Sendable, Hashable {
    /// Where it is posted.
    let bucket: ToleranceBucket
    /// The code that it would have without.
    let code: OutcomeCode
}

extension Outcome {
    /// The outcome of a row whose type is not in the table.
    init(unknown charge: Charge) {
        let side = OutcomeSide(
            quantity: charge.quantity, amount: charge.amount, currency: charge.currency, rows: [charge.origin])
        self.init(
            code: .unknownType, level: nil, keys: charge.keys, billed: side, expected: nil, unitPrice: nil,
            interval: charge.interval)
    }

    /// The outcome of rows that need no entitlement.
    init(accounted group: ClassGroup) {
        let side = OutcomeSide(
            quantity: group.quantity, amount: group.amount, currency: group.identity.currency,
            rows: group.rows.sorted)
        self.init(
            code: group.identity.chargeClass == .tax ? .tax : .nonSubscription, level: nil, keys: group.identity.keys,
            billed: side, expected: nil, unitPrice: nil, interval: nil)
    }
}
