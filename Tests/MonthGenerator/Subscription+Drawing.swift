internal import Records

/// Drawing a subscription from its own sequence of numbers, so that any can be made without those before it.
extension Subscription {
    /// The subscription with an index, held by a customer and carrying a planted break, if any.
    init(at index: Int, seed: UInt64, period: Month, customer: Customer, plant: Plant?) {
        var random = SplitMix64(seed: seed, purpose: .subscription, index: index)
        let kind = Self.kind(at: index, plant: plant, random: &random)
        let cycleStart = Self.cycleStart(in: period, plant: plant, random: &random)
        let product = Self.product(of: kind, plant: plant, random: &random)
        let cost = Self.cost(of: product, kind: kind, customer: customer)
        self.index = index
        self.id = Self.identifier(seed: seed, index: index)
        self.customer = customer
        self.product = product
        self.kind = kind
        self.status = Self.status(of: kind, plant: plant, random: &random)
        self.licences = kind == .azurePlan ? 1 : random.number(in: plant == nil ? 1...60 : 5...60)
        self.cost = cost
        self.price = cost.times(118, over: 100).rounded(toFractionDigits: customer.priceDigits)
        self.cycleStart = cycleStart
        self.lifetime = Self.lifetime(of: kind, cycleStart: cycleStart, period: period, plant: plant, random: &random)
        self.hasUndoneSeatChange = plant == nil && kind.cycleInMonths == 1 && kind.isBilled && random.isOne(in: 12)
        self.plant = plant
    }

    /// A GUID that no seed and index share with others, but for a chance in 2⁶¹.
    static func identifier(seed: UInt64, index: Int) -> String {
        var random = SplitMix64(seed: seed, purpose: .identity, index: index)
        let high = random.next() & ~0xF000 | 0x4000
        let low = random.next() & ~(0b11 << 62) | (0b10 << 62)
        let digits = Array((hexadecimal(high) + hexadecimal(low)).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        padded(String(number, radix: 16), to: 16)
    }

    private static func padded(_ digits: String, to width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func kind(at index: Int, plant: Plant?, random: inout SplitMix64) -> SubscriptionKind {
        guard let plant else { return .clean(at: index, random: &random) }
        return plant.code.needsMonthlyTerm || plant.instance.isMultiple(of: 2) ? .monthly : .annual
    }

    /// A day up to the 28th, so that every month has it; early enough for ten days of a proration to fit.
    private static func cycleStart(in period: Month, plant: Plant?, random: inout SplitMix64) -> CivilDate {
        switch plant?.code {
        case .chargedBeforePurchase, .chargedBeforeStart: period.start
        case .wrongProration: period.start.advanced(byDays: random.below(18))
        default: period.start.advanced(byDays: random.below(28))
        }
    }

    private static func product(of kind: SubscriptionKind, plant: Plant?, random: inout SplitMix64) -> Product {
        if plant?.code == .ambiguous { return .heldInPairs }
        return kind == .azurePlan ? .azurePlan : Product.catalogue[random.below(Product.catalogue.count)]
    }

    /// A year in advance is priced at eleven months.
    private static func cost(of product: Product, kind: SubscriptionKind, customer: Customer) -> ExactDecimal {
        guard kind.isPriced else { return .zero }
        let months = kind.isPrepaid ? 11 : 1
        let listed = customer.currency.converted(product.monthlyCost).times(months)
        let longer = customer.hasLongPrices ? listed.times(10_172_759, over: 10_000_000) : listed
        return longer.rounded(toFractionDigits: customer.priceDigits)
    }

    private static func status(of kind: SubscriptionKind, plant: Plant?, random: inout SplitMix64) -> String {
        switch plant?.code {
        case .chargedAfterCancellation: "cancelled"
        case .unbilledState: plant?.instance.isMultiple(of: 2) == true ? "suspended" : "pending"
        default: kind == .ended ? (random.isOne(in: 3) ? "deleted" : "cancelled") : "active"
        }
    }

    private static func lifetime(
        of kind: SubscriptionKind,
        cycleStart: CivilDate,
        period: Month,
        plant: Plant?,
        random: inout SplitMix64
    ) -> Lifetime {
        let age = plant == nil ? kind.age(drawnFrom: &random) : random.number(in: 2...11)
        let termStart = cycleStart.advanced(byMonths: age / kind.termInMonths * kind.termInMonths - age)
        var lifetime = Lifetime(
            purchased: cycleStart.advanced(byMonths: -age),
            termStart: termStart,
            end: termStart.advanced(byMonths: kind.termInMonths),
            timeOfDay: timeOfDay(random: &random)
        )
        switch plant?.code {
        case .chargedBeforePurchase: lifetime.begin(on: period.start.advanced(byDays: random.number(in: 8...19)))
        case .chargedBeforeStart: lifetime.begin(on: period.end.advanced(byDays: random.below(4)))
        case .chargedAfterCancellation: lifetime.cancel(on: period.start.advanced(byDays: -random.number(in: 4...20)))
        default: lifetime.settle(kind, cycleStart: cycleStart, random: &random)
        }
        return lifetime
    }

    private static func timeOfDay(random: inout SplitMix64) -> String {
        let clock = [random.number(in: 7...18), random.below(60), random.below(60)]
        let milliseconds = padded(String(random.below(1000)), to: 3)
        return clock.map { padded(String($0), to: 2) }.joined(separator: ":") + "." + milliseconds
    }
}

extension Subscription.Lifetime {
    /// Moves the purchase, and a first term of a month, to a day.
    fileprivate mutating func begin(on day: CivilDate) {
        purchased = day
        termStart = day
        end = day.advanced(byMonths: 1)
    }

    /// Ends on a day, in a term of a month that the day lies in.
    fileprivate mutating func cancel(on day: CivilDate) {
        while termStart > day { termStart = termStart.advanced(byMonths: -1) }
        end = day
    }

    /// A plan ends where it starts, as the API has it; what ended did so at a renewal before the period.
    fileprivate mutating func settle(_ kind: SubscriptionKind, cycleStart: CivilDate, random: inout SplitMix64) {
        if kind == .azurePlan {
            termStart = purchased
            end = purchased
        } else if kind == .ended {
            end = cycleStart.advanced(byMonths: -random.number(in: 1...3))
            termStart = end.advanced(byMonths: -1)
        }
    }
}
