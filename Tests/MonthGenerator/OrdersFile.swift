internal import Formats
internal import Records

/// The orders by which some of the subscriptions came about, an order a line.
struct OrdersFile {
    private static let limit = 400

    private let plan: MonthPlan

    /// The orders of a plan.
    init(plan: MonthPlan) {
        self.plan = plan
    }

    /// Writes the list.
    func write(to path: String) throws {
        var file = try BufferedFile(path)
        let indices = Array(stride(from: 0, to: plan.options.subscriptions, by: 4).prefix(Self.limit))
        try file.append("{\"orders\":[\n")
        for (place, index) in indices.enumerated() {
            let order = order(plan.subscription(at: index), number: 700_001 + place)
            try file.append("\(order.compactText)\(place + 1 < indices.count ? "," : "")\n")
        }
        try file.append("]}\n")
        try file.flush()
    }

    private func order(_ subscription: Subscription, number: Int) -> JSONValue {
        let (customer, lifetime) = (subscription.customer, subscription.lifetime)
        let ordered = lifetime.instant(on: lifetime.purchased)
        // A few orders are those of a reseller below the account.
        let account = number % 9 == 0 ? "17018" : "17017"
        let status = Self.statuses[number % Self.statuses.count]
        return [
            "name": .string("accounts/\(account)/customers/\(customer.id)/orders/\(number)"),
            "accountId": .string(account), "customerId": .string(customer.id), "orderId": .string(String(number)),
            "referenceId": .string("ref-\(number)"), "displayName": .string("Order \(number)"), "userId": "677176",
            "userName": "Signe Halvmåne", "userEmail": "signe@halvmane.example", "status": .string(status),
            "currencyCode": .string(customer.currency.code), "total": .number(subscription.expectedCost.description),
            "orderItems": [item(subscription, status)], "createTime": .string(ordered), "updateTime": .string(ordered),
        ]
    }

    private func item(_ subscription: Subscription, _ status: String) -> JSONValue {
        let product = subscription.product
        return [
            "name": .string(product.skuName), "action": "CREATE", "resourceId": .string(subscription.id),
            "productId": .string(product.id), "skuId": .string(product.slug), "planId": "Monthly-n69",
            "quantity": .number(String(subscription.licences)), "providerName": "Microsoft",
            "price": .number(subscription.cost.description), "status": .string(status),
            "attributes": [["name": "renewalSetting", "value": "auto-on"]],
        ]
    }

    private static let statuses = ["COMPLETED", "COMPLETED", "COMPLETED", "CONFIRMED", "CANCELED", "ON_HOLD", "ERROR"]
}
