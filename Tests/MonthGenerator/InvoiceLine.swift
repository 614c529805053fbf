internal import Formats
internal import Records

/// A line of an invoice: all that one customer is charged for one SKU of one subscription.
struct InvoiceLine {
    /// Who provides it, and with that on whose invoice it stands.
    let provider: CloudProvider
    /// Who is charged.
    let customer: Customer
    /// The subscription's id; empty when the rows name none.
    let subscriptionID: String
    /// What is charged.
    let product: Product
    /// The same for people.
    let description: String
    /// The currency that the line is invoiced in.
    var currency: MarketCurrency
    /// Seats, or units that were consumed.
    private(set) var quantity: ExactDecimal
    /// The exact sum of its rows as the report shows them.
    private(set) var amount: ExactDecimal
    /// Whether a row of it belongs to a planted break.
    private(set) var hasPlant: Bool

    /// The line of one row.
    init(_ charge: Charge) {
        provider = charge.provider
        customer = charge.customer
        subscriptionID = charge.subscriptionID
        product = charge.product
        description = charge.provider == .microsoft ? product.skuName : charge.consumption?.meter.name ?? ""
        currency = charge.currency
        quantity = charge.quantity
        amount = charge.billedAmount
        hasPlant = charge.plant != nil
    }

    /// Adds a row; false when the row belongs to another line.
    mutating func add(_ charge: Charge) -> Bool {
        guard
            charge.provider == provider, charge.currency == currency, charge.subscriptionID == subscriptionID,
            charge.customer.id == customer.id, charge.product.skuID == product.skuID
        else { return false }
        quantity.scaled += charge.quantity.scaled
        amount.scaled += charge.billedAmount.scaled
        hasPlant = hasPlant || charge.plant != nil
        return true
    }

    /// What the line may have been in another month: a little less.
    var inAnotherMonth: InvoiceLine {
        var line = self
        line.amount = amount.times(97, over: 100).rounded(toFractionDigits: 2)
        return line
    }
}

extension InvoiceLine {
    /// The line as the API has it.
    func json(id: String) -> JSONValue {
        [
            "id": .string(id),
            "cloudProviderId": .string(provider.id),
            "customerId": .string(customer.id),
            "customerName": .string(customer.name),
            "subscriptionId": .string(subscriptionID),
            "productId": .string(product.id),
            "skuId": .string(product.skuID),
            "description": .string(description),
            "quantity": .string(quantity.description),
            "amount": .string(amount.moneyText),
            "currency": .string(currency.code),
        ]
    }

    /// The headings of the detailed file.
    static let headings = [
        "Invoice Number", "Line ID", "Customer ID", "Subscription ID", "SKU ID", "Quantity", "Amount", "Currency",
    ]

    /// The line in the detailed file.
    func csv(id: String, invoice: String) -> [UInt8] {
        var line = CSVLine()
        for field in [invoice, id, customer.id, subscriptionID, product.skuID] { line.append(field) }
        line.append(quantity)
        line.append(amount, minimumFractionDigits: 2)
        line.append(currency.code)
        return line.finished()
    }
}

extension ExactDecimal {
    /// The number with two fraction digits or as many as it needs.
    var moneyText: String {
        var bytes: [UInt8] = []
        append(to: &bytes, minimumFractionDigits: 2)
        return String(decoding: bytes, as: UTF8.self)
    }
}
