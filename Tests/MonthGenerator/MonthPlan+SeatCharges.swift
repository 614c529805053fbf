internal import Records

/// The rows of the report that are billed by the seat.
extension MonthPlan {
    /// The rows of a subscription, and of the breaks that stand next to it.
    func seatCharges(of subscription: Subscription) -> [Charge] {
        let strangers = plantNumbers(beside: subscription.index).map(strangerCharge)
        guard subscription.kind.isBilled else { return strangers }
        guard let plant = subscription.plant else { return strangers + cleanCharges(of: subscription) }
        return strangers + charges(of: subscription, spoiledBy: plant)
    }

    /// The row that a duplicate copies; it stands at the end of the report.
    func duplicateCharge(of number: Int) -> Charge {
        var charge = cycleCharge(of: subscription(at: plants[number].position))
        charge.plant = number
        return charge
    }

    private func cleanCharges(of subscription: Subscription) -> [Charge] {
        let charge = cycleCharge(of: subscription)
        guard subscription.hasUndoneSeatChange else { return [charge] }
        var removal = charge
        removal.chargeType = "removeQuantity"
        removal.orderNumber = orderNumber(subscription, .seatChange)
        removal.seats = -charge.seats
        removal.amount = charge.amount.times(-1)
        var addition = charge
        addition.chargeType = "addQuantity"
        addition.orderNumber = removal.orderNumber
        return [charge, removal, addition]
    }

    /// One whole cycle, as it should be charged.
    private func cycleCharge(of subscription: Subscription) -> Charge {
        Charge(
            customer: subscription.customer,
            subscriptionID: subscription.id,
            product: subscription.product,
            term: "\(subscription.kind.term):\(subscription.kind.isPrepaid ? "Annual" : "Monthly")",
            isYearly: subscription.kind.isPrepaid,
            chargeType: chargeType(of: subscription),
            orderNumber: orderNumber(subscription, .cycle),
            orderDate: min(subscription.lifetime.termStart, subscription.cycleStart),
            start: subscription.cycleStart,
            lastDay: subscription.lastDayOfCycle,
            seats: subscription.licences,
            unitPrice: subscription.cost,
            amount: subscription.expectedCost.rounded(toFractionDigits: 2),
            currency: subscription.customer.currency
        )
    }

    private func chargeType(of subscription: Subscription) -> String {
        if subscription.lifetime.purchased >= subscription.cycleStart { return "new" }
        return subscription.lifetime.termStart == subscription.cycleStart ? "renew" : "cycleCharge"
    }

    private func charges(of subscription: Subscription, spoiledBy plant: Plant) -> [Charge] {
        let clean = cycleCharge(of: subscription)
        switch plant.code {
        case .notBilled, .unbilledState: return []
        case .duplicate: return [clean]
        case .ambiguous where subscription.index > plant.position: return []
        case .unlinkedCredit: return [clean, credit(on: clean, of: subscription)]
        case .unknownType: return [clean, rebate(on: clean, of: subscription)]
        default: return [spoiled(clean, of: subscription, by: plant.code)]
        }
    }

    private func spoiled(_ clean: Charge, of subscription: Subscription, by code: BreakCode) -> Charge {
        var charge = clean
        charge.plant = plantNumber(at: subscription.index)
        switch code {
        case .moreSeats: charge.price(seats: clean.seats + 3, at: clean.unitPrice)
        case .fewerSeats: charge.price(seats: clean.seats - 2, at: clean.unitPrice)
        case .higherPrice: charge.price(seats: clean.seats, at: clean.unitPrice.times(117, over: 100))
        case .lowerPrice: charge.price(seats: clean.seats, at: clean.unitPrice.times(86, over: 100))
        case .seatsAndPrice: charge.price(seats: clean.seats + 2, at: clean.unitPrice.times(112, over: 100))
        case .wrongProration:
            charge.lastDay = clean.start.advanced(byDays: 9)
            charge.price(seats: clean.seats, at: clean.unitPrice.times(61, over: 100))
        case .otherCurrency: charge.currency = clean.currency.mistaken
        case .otherCustomer: charge.customer = neighbour(of: subscription)
        case .ambiguous: charge.subscriptionID = ""
        default: break
        }
        return charge
    }

    /// Another customer with the same currency.
    private func neighbour(of subscription: Subscription) -> Customer {
        let home = subscription.plant?.customer ?? 0
        let distance = MarketCurrency.allCases.count
        return customers[home + distance < customers.count ? home + distance : home - distance]
    }

    private func credit(on clean: Charge, of subscription: Subscription) -> Charge {
        var charge = addition(to: clean, of: subscription, .credit)
        charge.chargeType = "customerCredit"
        charge.price(seats: 1, at: clean.unitPrice.times(-2).rounded(toFractionDigits: 2))
        return charge
    }

    private func rebate(on clean: Charge, of subscription: Subscription) -> Charge {
        var charge = addition(to: clean, of: subscription, .rebate)
        charge.chargeType = "rebateAdjustment"
        charge.price(seats: 1, at: clean.unitPrice.times(15, over: 100).rounded(toFractionDigits: 2))
        return charge
    }

    private func addition(to clean: Charge, of subscription: Subscription, _ order: OrderKind) -> Charge {
        var charge = clean
        charge.plant = plantNumber(at: subscription.index)
        charge.orderNumber = orderNumber(subscription, order)
        return charge
    }

    /// A whole month of something that the customer does not hold, on a subscription that does not exist.
    private func strangerCharge(_ number: Int) -> Charge {
        let plant = plants[number]
        var charge = cycleCharge(of: subscription(at: plant.position))
        charge.customer = customers[plant.customer]
        charge.currency = charge.customer.currency
        charge.product = .soldToNobody
        charge.term = "P1M:Monthly"
        charge.isYearly = false
        charge.chargeType = "cycleCharge"
        charge.subscriptionID = Subscription.identifier(seed: options.seed, index: -1 - number)
        charge.orderNumber = orderNumber(at: plant.position, .stranger)
        charge.lastDay = charge.start.advanced(byMonths: 1).advanced(byDays: -1)
        charge.price(seats: 4 + plant.instance, at: charge.currency.converted(charge.product.monthlyCost))
        charge.plant = number
        return charge
    }

    private enum OrderKind: Int {
        case cycle, seatChange, credit, rebate, stranger
    }

    private func orderNumber(_ subscription: Subscription, _ kind: OrderKind) -> String {
        orderNumber(at: subscription.index, kind)
    }

    private func orderNumber(at index: Int, _ kind: OrderKind) -> String {
        String(40_000_000 + 8 * index + kind.rawValue)
    }
}

extension Charge {
    /// Charges so many seats at a unit price, to the cent.
    fileprivate mutating func price(seats: Int, at unitPrice: ExactDecimal) {
        self.seats = seats
        self.unitPrice = unitPrice
        amount = unitPrice.times(seats).rounded(toFractionDigits: 2)
    }
}
