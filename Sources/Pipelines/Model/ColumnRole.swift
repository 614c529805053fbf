import Reconciliation
import Records

/// The column names that reconciling knows, with their types. Other names are free, and text.
enum ColumnRole {
    static let types: [String: ColumnType] = [
        "subscription": .text, "sku": .text, "customer": .text, "product": .text, "part_number": .text,
        "provider": .text, "invoice": .text,
        "customer_name": .text, "charge_type": .text, "reference": .text, "status": .text, "cycle": .text,
        "quantity": .decimal, "amount": .decimal, "price": .decimal, "tax": .decimal, "adjustments": .decimal,
        "currency": .currency,
        "start": .date, "end": .date, "last_day": .date,
        "trial": .boolean,
    ]

    /// What every charge must have.
    static let requiredOfCharges = ["quantity", "amount", "currency"]
    /// What every entitlement must have.
    static let requiredOfEntitlements = ["quantity", "price", "currency", "start"]

    /// What every record of a document that is tied must have, besides the keys.
    static let requiredOfDocuments = ["amount", "currency"]

    /// The columns of which one must be there for a match key to be used.
    static func columns(for key: MatchKey, ofCharges: Bool) -> [[String]] {
        guard key == .interval else { return [[key.rawValue]] }
        return ofCharges ? [["start"], ["end", "last_day"]] : [["start"]]
    }
}
