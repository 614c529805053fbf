/// A line of an invoice, made up.
struct InvoiceLine {
    private let subscription: Catalogue.Subscription
    private let number: Int
    private let description: String
    private let day: Int
    private let quantity: Int
    private let unitPrice: Int
    private let amount: Int
    private let fractionDigits: Int
    private let isPromoted: Bool
    private let isProrated: Bool

    /// The next line of a sequence.
    init(number: Int, _ catalogue: Catalogue, _ random: inout SplitMix64) {
        subscription = random.one(of: catalogue.subscriptions)
        let product = subscription.product
        let note = random.isOne(in: 12) ? ", \"as agreed\"\nPO 4500\(random.number(in: 100_000...999_999))" : ""
        description = (product.meter?.name ?? product.skuName) + note
        self.number = number
        day = random.number(in: 1...28)
        quantity = random.number(in: 1...90)
        unitPrice = random.below(4_000_000)
        fractionDigits = random.number(in: 2...8)
        amount = random.below(40_000_000) - (random.isOne(in: 40) ? 40_000_000 : 0)
        isPromoted = random.isOne(in: 20)
        isProrated = random.isOne(in: 5)
    }

    /// Writes its fields in this order.
    func write(to writer: inout some LineWriter) {
        let (customer, product) = (subscription.customer, subscription.product)
        writer.number("id", 5_000_000 + number)
        writer.text("subscriptionId", subscription.id)
        writer.text("orderNumber", subscription.orderNumber)
        writer.text("orderDate", subscription.orderDate)
        writer.open("customer")
        writer.text("customerId", customer.id)
        writer.text("customerName", customer.name)
        writer.text("customerDomain", customer.domain)
        writer.text("countryCode", customer.country)
        writer.close("customer")
        writer.open("product")
        writer.text("productId", product.id)
        writer.text("productName", product.name)
        writer.text("skuId", product.skuID)
        writer.text("skuName", product.skuName)
        writer.close("product")
        writer.text("description", description)
        writer.text("chargeType", product.meter == nil ? "cycleFee" : "usage")
        writer.text("chargeStartDate", "2026-10-\(day < 10 ? "0" : "")\(day)")
        writer.text("chargeEndDate", "2026-10-31")
        writer.number("quantity", quantity)
        writer.text("unitOfMeasure", product.meter?.unit ?? "1")
        writer.number("effectiveUnitPrice", scaled: unitPrice, fractionDigits: 4)
        writer.number("amount", scaled: amount, fractionDigits: fractionDigits)
        writer.number("taxPercent", 25)
        writer.text("currencyCode", "EUR")
        writer.flag("isProrated", isProrated)
        writer.flag("isRenewal", day == 1)
        if isPromoted { writer.text("promotion", "AUTUMN-26") } else { writer.nothing("promotion") }
        if subscription.region.isEmpty { writer.nothing("region") } else { writer.text("region", subscription.region) }
    }
}
