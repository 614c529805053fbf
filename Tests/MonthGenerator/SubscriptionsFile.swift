internal import Formats
internal import Records

/// The list of subscriptions in the shape of the API's answer, an item a line.
struct SubscriptionsFile {
    private let plan: MonthPlan

    /// A list of a plan's subscriptions.
    init(plan: MonthPlan) {
        self.plan = plan
    }

    /// Writes the list.
    func write(to path: String) throws {
        var file = try BufferedFile(path)
        let count = plan.options.subscriptions
        try file.append("{\"items\":[\n")
        for index in 0..<count {
            var line: [UInt8] = []
            item(plan.subscription(at: index)).append(to: &line)
            line.append(contentsOf: (index + 1 < count ? ",\n" : "\n").utf8)
            try file.append(line)
        }
        try file.append("],\"paginationResponse\":{\"totalSize\":\(count)}}\n")
        try file.flush()
    }

    private func item(_ subscription: Subscription) -> JSONValue {
        .object(
            identity(subscription) + offer(subscription) + commitment(subscription) + standing(subscription)
                + money(subscription)
        )
    }

    private func identity(_ subscription: Subscription) -> [JSONValue.Member] {
        [
            .init("id", .string(String(2_277_242 + 3 * subscription.index))),
            .init("customerId", .string(subscription.customer.id)),
            .init("resellerId", "17017"),
            .init("isvId", "15718"),
            .init("cloudProviderId", "30"),
            .init("subscriptionId", .string(subscription.id)),
            .init("subscriptionName", .string(subscription.product.skuName)),
            .init("resourceType", "AZURE::Subscription"),
        ]
    }

    private func offer(_ subscription: Subscription) -> [JSONValue.Member] {
        let product = subscription.product
        let isPlan = subscription.kind == .azurePlan
        let country = subscription.customer.currency.country
        let offer = isPlan ? "\(product.id):0001:CFQ7TTC0RN98" : "\(country),\(product.skuID),0001"
        return [
            .init("ccpProductId", .string(product.id)),
            .init("ccpSkuId", .string(product.slug)),
            .init("ccpPlanId", .string(planID(subscription))),
            .init("subscriptionProductId", .string(isPlan ? product.id : country)),
            .init("subscriptionSkuId", .string(product.skuID)),
            .init("subscriptionOfferId", .string(offer)),
            .init("subscriptionTotalLicenses", .string(String(subscription.licences))),
            .init("unitType", "Licenses"),
        ]
    }

    private func commitment(_ subscription: Subscription) -> [JSONValue.Member] {
        let (kind, lifetime) = (subscription.kind, subscription.lifetime)
        let refundEnd = lifetime.termStart.advanced(byDays: 7)
        return [
            .init("subscriptionStatus", .string(subscription.status)),
            .init("subscriptionPurchasedDate", .string(lifetime.instant(on: lifetime.purchased))),
            .init("subscriptionStartDate", .string(lifetime.instant(on: lifetime.termStart))),
            .init("subscriptionEndDate", .string(lifetime.instant(on: lifetime.end))),
            .init("cancellationAllowedUntilDate", .string(lifetime.instant(on: refundEnd))),
            .init("subscriptionBillingType", "license"),
            .init("subscriptionBillingCycle", kind.isPrepaid ? "annual" : "monthly"),
            .init("subscriptionBillingTerm", .string(kind.term)),
            .init("subscriptionRenewStatus", subscription.isRunning ? "ENABLED" : "DISABLED"),
        ]
    }

    private func standing(_ subscription: Subscription) -> [JSONValue.Member] {
        let product = subscription.product
        let lifetime = subscription.lifetime
        let lastChange = subscription.isRunning ? lifetime.termStart : min(lifetime.end, plan.options.period.start)
        return [
            .init(
                "ccpProductInfo",
                [
                    "productId": .string(product.id), "productDisplayName": .string(product.name),
                    "skuId": .string(product.slug), "skuDisplayName": .string(product.skuName),
                    "planId": .string(planID(subscription)), "planDisplayName": .string(product.skuName),
                ]
            ),
            .init("isTrial", .boolean(subscription.kind == .trial)),
            .init("autoRenew", .boolean(subscription.isRunning)),
            .init("customerName", .string(subscription.customer.name)),
            .init("partnerName", "Halvmåne Cloud Partners AB"),
            .init("lastUpdatedDate", .string(lifetime.instant(on: lastChange))),
        ]
    }

    private func money(_ subscription: Subscription) -> [JSONValue.Member] {
        let (cost, price) = (subscription.cost, subscription.price)
        let cycle = subscription.kind.isPrepaid ? "A" : "M"
        let part = "\(subscription.product.skuID):0001:\(subscription.kind.term):\(cycle)"
        let members: [JSONValue.Member] = [
            .init("price", .number(price.description)),
            .init("cost", .number(cost.description)),
            .init("currency", .string(subscription.customer.currency.code)),
            .init("margin", .number(ExactDecimal(scaled: price.scaled - cost.scaled).description)),
            .init("total", .number(price.times(subscription.licences).description)),
            .init("msrp", .number(price.description)),
            .init("renewalDate", .string(subscription.lifetime.instant(on: subscription.lifetime.end))),
        ]
        return subscription.kind == .azurePlan ? members : members + [.init("mfgPartNumber", .string(part))]
    }

    private func planID(_ subscription: Subscription) -> String {
        switch subscription.kind {
        case .azurePlan: "Consumption-p1"
        case .annual, .prepaid, .prepaidDue: "Annual-n71"
        case .triennial: "Triennial-n73"
        case .monthly, .trial, .ended: "Monthly-n69"
        }
    }
}
