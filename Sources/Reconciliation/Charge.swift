package import Records

/// The properties, as numbers of a ``KeyTable``, by which charges and entitlements find each other.
package struct MatchKeys: Sendable, Hashable {
    /// The subscription's id.
    package var subscription = KeyID.empty
    /// The SKU's id.
    package var sku = KeyID.empty
    /// The customer's id.
    package var customer = KeyID.empty
    /// The product's id.
    package var product = KeyID.empty
    /// The manufacturer's part number.
    package var partNumber = KeyID.empty
    /// The cloud provider's id.
    package var provider = KeyID.empty
    /// The invoice's id.
    package var invoice = KeyID.empty

    /// Keys that are all empty.
    package init() {}

    /// The value of a property; the interval is none of these: it reads as empty and cannot be set.
    package subscript(key: MatchKey) -> KeyID {
        get {
            switch key {
            case .subscription: subscription
            case .sku: sku
            case .customer: customer
            case .product: product
            case .partNumber: partNumber
            case .provider: provider
            case .invoice: invoice
            case .interval: .empty
            }
        }
        set {
            switch key {
            case .subscription: subscription = newValue
            case .sku: sku = newValue
            case .customer: customer = newValue
            case .product: product = newValue
            case .partNumber: partNumber = newValue
            case .provider: provider = newValue
            case .invoice: invoice = newValue
            case .interval: break
            }
        }
    }
}

/// Where a row came from.
package struct RowOrigin: Sendable, Hashable, Comparable {
    /// The file's place among the files of its side, from 0.
    package let file: UInt16
    /// The row's number in the file, from 1.
    package let row: UInt32

    /// An origin from its parts.
    package init(file: Int, row: UInt32) {
        self.file = UInt16(truncatingIfNeeded: file)
        self.row = row
    }

    package static func < (left: RowOrigin, right: RowOrigin) -> Bool {
        (left.file, left.row) < (right.file, right.row)
    }
}

/// What was billed: a row of a report or a line of an invoice.
package struct Charge: Sendable {
    /// What it is found by.
    package var keys = MatchKeys()
    /// The charge type, as the row spells it; empty when the rows have none.
    package var type = KeyID.empty
    /// What ties rows of one change together, such as an order number.
    package var reference = KeyID.empty
    /// How many seats or units.
    package var quantity: ExactDecimal
    /// The amount billed.
    package var amount: ExactDecimal
    /// The amount's currency.
    package var currency: Currency
    /// The days charged for, where the row says.
    package var interval: CivilInterval?
    /// Where the row came from.
    package var origin: RowOrigin

    /// A charge without keys, which are set afterwards.
    package init(
        quantity: ExactDecimal, amount: ExactDecimal, currency: Currency, interval: CivilInterval?, origin: RowOrigin
    ) {
        self.quantity = quantity
        self.amount = amount
        self.currency = currency
        self.interval = interval
        self.origin = origin
    }
}
