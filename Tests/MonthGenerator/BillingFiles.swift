internal import Formats
internal import Records
internal import Streaming

/// Version 1's billing reports of the month, in kronor, as trees.
struct BillingFiles {
    private let plan: MonthPlan

    /// The reports of a plan.
    init(plan: MonthPlan) {
        self.plan = plan
    }

    /// Writes `aws.json`, `azureplan.json` and `gcp.json` into a directory.
    func write(to directory: String) throws {
        try Directory.create(directory)
        let customers = plan.customers.prefix(12)
        try write(customers.enumerated().map { aws($1, $0) }, to: directory + "/aws.json")
        try write(customers.map(microsoft), to: directory + "/azureplan.json")
        try write(customers.prefix(4).enumerated().map { google($1, $0) }, to: directory + "/gcp.json")
    }

    private func write(_ nodes: [JSONValue], to path: String) throws {
        let report: JSONValue = [
            "month": .string(plan.options.period.description), "currency": "SEK",
            "rates": ["EUR": "0.0881", "USD": "0.0952"], "data": .array(nodes),
        ]
        var file = try BufferedFile(path)
        try file.append(report.indentedText)
        try file.flush()
    }

    // MARK: - Trees

    private func aws(_ customer: Customer, _ index: Int) -> JSONValue {
        let types = ["EU-DataTransfer-Out-Bytes", "EU-Requests-Tier1", "EUN1-BoxUsage:t3.large"]
        let products = ["Amazon CloudFront", "Amazon Elastic Compute Cloud"].prefix(1 + index % 2)
        let lines: [JSONValue] = products.enumerated().map { place, product in
            let leaves = types.enumerated().map { number, type in
                Self.leaf(["id": .string(type), "type": "usage_type"], 1_000_003 * (index + 1) + 77 * number + place)
            }
            return Self.node(["id": .string(product), "type": "product", "source": "aws_billing"], leaves)
        }
        let account: JSONValue = [
            "id": .string(String(20_779_576_000 + 91 * index)), "type": "aws_linked_account", "cost_currency": "SEK",
            "price_currency": "SEK",
        ]
        let words = "USD 1 -> SEK 10.504201680672 (Rate at end of invoice month (\(plan.options.period.lastDay)))"
        return Self.node(Self.entity(customer, rates: [.string(words)]), [Self.node(account, lines)])
    }

    private func microsoft(_ customer: Customer) -> JSONValue {
        var lines: [JSONValue] = []
        for index in 0..<min(plan.options.subscriptions, 400) {
            let subscription = plan.subscription(at: index)
            guard subscription.customer.id == customer.id, subscription.kind.isBilled else { continue }
            let entity: JSONValue = [
                "id": .string(subscription.id), "type": "subscription", "cost_currency": "SEK", "price_currency": "SEK",
            ]
            let (product, seats) = (subscription.product, subscription.licences)
            let leaf = Self.leaf(
                ["id": .string(product.skuName), "type": "sku"], price: subscription.price.times(seats),
                cost: subscription.expectedCost, usage: ExactDecimal(seats), unit: nil)
            lines.append(Self.node(entity, [Self.node(["id": .string(product.name), "type": "product"], [leaf])]))
        }
        return Self.node(Self.entity(customer), lines)
    }

    /// A level deeper than the others, its currency below the customer, and a credit with amounts below nought.
    private func google(_ customer: Customer, _ index: Int) -> JSONValue {
        let meters = [
            Self.leaf(["id": "N1 Predefined Instance Core running in EMEA", "type": "meter"], 7_000_001 + 13 * index),
            Self.leaf(
                [
                    "id": "N1 Predefined Instance Core running in EMEA", "type": "meter", "is_credit": true,
                    "credit_name": "Committed Usage Discount: CPU",
                ], price: ExactDecimal(-636 - index), cost: ExactDecimal(-600 - index), usage: ExactDecimal(3),
                unit: "hour"),
        ]
        let category = Self.node(["id": "Compute Engine", "type": "category"], meters)
        let group = Self.node(["id": "[Google] default", "type": "resource_group"], [category])
        let project: JSONValue = [
            "id": .string("project-\(index + 1)"), "type": "subscription", "cost_currency": "SEK",
            "price_currency": "SEK",
        ]
        return Self.node(Self.entity(customer), [Self.node(project, [group])])
    }

    // MARK: - Nodes

    private static func entity(_ customer: Customer, rates: [JSONValue] = []) -> JSONValue {
        var entity: JSONValue = [
            "id": .string(customer.id), "type": "customer", "company": .string(customer.name),
            "name": .string("Contact of \(customer.id)"),
        ]
        if !rates.isEmpty { entity["conversion_rates"] = .array(rates) }
        return entity
    }

    private static func node(_ entity: JSONValue, _ lines: [JSONValue]) -> JSONValue {
        ["entity": entity, "lines": .array(lines)]
    }

    /// A leaf whose amounts follow from a number.
    private static func leaf(_ entity: JSONValue, _ number: Int) -> JSONValue {
        let cost = ExactDecimal(scaled: Int128(number) * 1_234_567_000_000)
        return leaf(
            entity, price: cost.times(111, over: 100), cost: cost,
            usage: ExactDecimal(scaled: Int128(number) * 4_321_000_000_000), unit: nil)
    }

    private static func leaf(
        _ entity: JSONValue, price: ExactDecimal, cost: ExactDecimal, usage: ExactDecimal, unit: String?
    ) -> JSONValue {
        var data: JSONValue = ["price": text(price), "cost": text(cost), "usage": text(usage)]
        if let unit { data["unit"] = .string(unit) }
        return ["entity": entity, "data": data]
    }

    /// An amount with exactly ten fraction digits.
    private static func text(_ amount: ExactDecimal) -> JSONValue {
        .string(amount.rounded(toFractionDigits: 10).text(minimumFractionDigits: 10))
    }
}
