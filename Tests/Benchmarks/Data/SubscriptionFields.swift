/// What all rows of a subscription have in common, as CSV with a comma behind every field.
struct SubscriptionFields {
    /// Four fields from the customer's id on.
    let customer: [UInt8]
    /// Eight fields from the subscription's id on.
    let product: [UInt8]
    /// The unit.
    let unit: [UInt8]
    /// Meter category, meter name and region.
    let meter: [UInt8]
    /// What was consumed, without a comma.
    let resource: [UInt8]
    /// Whether consumption is charged, and not seats.
    let isMetered: Bool

    /// Writes the fields of a subscription once, for all of its rows.
    init(_ subscription: Catalogue.Subscription) {
        let (customer, product) = (subscription.customer, subscription.product)
        self.customer = Self.joined([customer.id, customer.name, customer.company, customer.domain])
        self.product = Self.joined([
            subscription.id, product.id, product.name, product.skuID, product.skuName, product.term,
            subscription.orderNumber, subscription.orderDate,
        ])
        unit = Self.joined([product.meter?.unit ?? "1"])
        meter = Self.joined([product.meter?.category ?? "", product.meter?.name ?? "", subscription.region])
        resource = Array("vm-\(subscription.id.prefix(4))".utf8)
        isMetered = product.meter != nil
    }

    private static func joined(_ fields: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            bytes.append(field: field)
            bytes.append(UInt8(ascii: ","))
        }
        return bytes
    }
}
