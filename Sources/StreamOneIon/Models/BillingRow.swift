package import Formats
public import Records

/// A charge of one of version 1's billing reports: a leaf of the report's tree, with all that stands above it.
public struct BillingRow: Sendable, Hashable {
    /// A step of the way to the charge, such as a subscription, a product or a meter.
    public struct Level: Sendable, Hashable {
        /// What it is: `aws_linked_account`, `product`, `usage_type`, …
        public let type: String
        /// What it is called, or its number.
        public let id: String
    }

    /// The customer's number.
    public let customerID: String
    /// The customer's organisation.
    public let company: String?
    /// The customer's contact.
    public let contact: String?
    /// The steps from below the customer to the charge.
    public let levels: [Level]
    /// What the customer pays.
    public let price: ExactDecimal
    /// What the reseller pays.
    public let cost: ExactDecimal
    /// How much was used, in units.
    public let usage: ExactDecimal
    /// The unit; free text, absent for seats.
    public let unit: String?
    /// The currency of the price, from the nearest level that says it.
    public let priceCurrency: Currency?
    /// The currency of the cost, from the nearest level that says it.
    public let costCurrency: Currency?
    /// Whether the charge is a credit, whose amounts are below nought.
    public let isCredit: Bool
    /// The credit's name.
    public let creditName: String?
    /// Where the provider says that it comes from, such as `aws_billing`.
    public let source: String?
    /// At which rates the service converted, in its own words.
    public let conversionRates: [String]

    /// What a level of this type is called; `nil` when the charge has none.
    public func id(of type: String) -> String? { levels.last { $0.type == type }?.id }
}

extension BillingRow {
    /// The types of levels that are known, from the top to the bottom; others stand in the column `other_levels`.
    static let levelTypes = [
        "subscription", "aws_linked_account", "resource_group", "product", "category", "sku", "usage_type", "meter",
    ]

    /// The columns of a row, in their order.
    package static let columns =
        ["customer_id", "company", "contact"] + levelTypes + [
            "other_levels", "unit", "usage", "price", "price_currency", "cost", "cost_currency", "is_credit",
            "credit_name", "source", "conversion_rates",
        ]

    /// The values of the columns; `nil` for what the charge does not have.
    package var values: [String?] {
        let others = levels.filter { !Self.levelTypes.contains($0.type) }.map { "\($0.type)=\($0.id)" }
        let head = [customerID, company, contact] + Self.levelTypes.map(id(of:))
        return head + [
            others.isEmpty ? nil : others.joined(separator: "; "), unit, usage.description, price.description,
            priceCurrency?.description, cost.description, costCurrency?.description, isCredit ? "true" : "false",
            creditName, source, conversionRates.isEmpty ? nil : conversionRates.joined(separator: "; "),
        ]
    }

    /// The row as an object with the columns as members; amounts are numbers.
    package var record: JSONValue {
        let numbers: Set<String> = ["usage", "price", "cost"]
        return .object(
            zip(Self.columns, values).compactMap { name, value in
                value.map { JSONValue.Member(name, numbers.contains(name) ? .number($0) : .string($0)) }
            })
    }
}
