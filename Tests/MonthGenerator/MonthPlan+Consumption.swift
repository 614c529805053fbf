internal import Records

/// The rows of the report that are billed by consumption or once.
extension MonthPlan {
    /// Makes so many rows on a subscription to the consumption plan, one after the other.
    ///
    /// - Precondition: Fewer rows than there are distinct quantities, 999,983.
    func forEachConsumption(
        of subscription: Subscription,
        count: Int,
        _ body: (Charge) throws -> Void
    ) rethrows {
        precondition(count < Self.distinctQuantities, "the options promise fewer rows on one subscription")
        var random = SplitMix64(seed: options.seed, purpose: .consumption, index: subscription.index)
        let offset = random.below(Self.distinctQuantities)
        for ordinal in 0..<count {
            let fraction = (ordinal * 524_287 + offset) % Self.distinctQuantities + 1
            try body(consumption(of: subscription, fraction: fraction, ordinal: ordinal, random: &random))
        }
    }

    /// A prime below a million: multiples of another number meet each remainder once before one comes back.
    ///
    /// The remainder is the fraction of a row's quantity, in millionths. So no quantity occurs twice on a
    /// subscription, and neither does an amount of one meter.
    static let distinctQuantities = 999_983

    private func consumption(
        of subscription: Subscription,
        fraction: Int,
        ordinal: Int,
        random: inout SplitMix64
    ) -> Charge {
        let (meter, number) = meter(drawnFrom: &random)
        let isMeasured = number < Meter.measured.count
        let whole = ExactDecimal(random.below(random.isOne(in: 9) ? 700 : 12))
        let quantity = isMeasured ? ExactDecimal(scaled: whole.scaled + Int128(fraction) * 1_000_000_000_000) : .one
        let currency = subscription.customer.currency
        let price = currency.converted(meter.price).rounded(toFractionDigits: 4)
        let (start, lastDay) = days(drawnFrom: &random)
        let order = "\(9_000_000_000 + subscription.index * 100 + number)"
        return Charge(
            customer: subscription.customer,
            subscriptionID: subscription.id,
            product: subscription.product,
            term: "",
            chargeType: meter.chargeType,
            orderNumber: isMeasured ? order : "\(order)-\(ordinal)",
            orderDate: subscription.lifetime.purchased,
            start: start,
            lastDay: lastDay,
            seats: 1,
            unitPrice: price,
            amount: Self.product(of: price, quantity),
            currency: currency,
            consumption: .init(
                meter: meter,
                quantity: quantity,
                region: isMeasured ? Meter.regions[random.below(Meter.regions.count)] : ""
            )
        )
    }

    private func meter(drawnFrom random: inout SplitMix64) -> (meter: Meter, number: Int) {
        switch random.below(240) {
        case 0...3: (.marketplace, Meter.measured.count)
        case 4...5: (.perpetual, Meter.measured.count + 1)
        case let draw: (Meter.measured[draw % Meter.measured.count], draw % Meter.measured.count)
        }
    }

    /// Days of the period: mostly one, sometimes more.
    private func days(drawnFrom random: inout SplitMix64) -> (start: CivilDate, lastDay: CivilDate) {
        let start = options.period.start.advanced(byDays: random.below(options.period.interval.dayCount))
        let length = random.isOne(in: 4) ? random.number(in: 2...9) : 1
        return (start, min(start.advanced(byDays: length - 1), options.period.lastDay))
    }

    /// Four fraction digits times six: exact at ten.
    private static func product(of price: ExactDecimal, _ quantity: ExactDecimal) -> ExactDecimal {
        let millionths = Int(quantity.scaled / 1_000_000_000_000)
        return price.times(millionths, over: 1_000_000)
    }
}
