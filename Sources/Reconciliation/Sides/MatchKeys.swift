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
