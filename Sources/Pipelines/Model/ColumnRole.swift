import Reconciliation
import Records

/// The column names that reconciling knows, with their types. Other names are free, and text.
enum ColumnRole {
    static let types: [String: ColumnType] = [
        "subscription": .text, "sku": .text, "customer": .text, "product": .text, "part_number": .text,
        "provider": .text, "invoice": .text,
        "customer_name": .text, "charge_type": .text, "reference": .text, "status": .text, "cycle": .text,
        "term": .text, "alias": .text, "stands_for": .text, "item": .text, "decision": .text, "note": .text,
        "rate": .decimal, "contract_amount": .decimal,
        "quantity": .decimal, "amount": .decimal, "price": .decimal, "tax": .decimal, "adjustments": .decimal,
        "currency": .currency,
        "start": .date, "end": .date, "last_day": .date,
        "trial": .boolean,
    ]

    /// What every charge must have.
    static let requiredOfCharges = ["quantity", "amount", "currency"]
    /// What every entitlement must have.
    static let requiredOfEntitlements = ["quantity", "price", "currency", "start"]

    /// What every price must have; of the keys, one must be there.
    static let requiredOfPrices = [
        ["price"], ["currency"], ["start"], ["sku", "product", "part_number", "subscription", "customer"],
    ]

    /// What every record of seats that are counted must have, besides the keys.
    static let requiredOfAgreements = ["quantity"]

    /// What every alias must have.
    static let requiredOfAliases = ["alias", "stands_for"]

    /// What every decision about an open item must have.
    static let requiredOfDecisions = ["item", "decision"]

    /// What every record of a document that is tied must have, besides the keys.
    static let requiredOfDocuments = ["amount", "currency"]

    /// The columns of which one must be there for a match key to be used.
    static func columns(for key: MatchKey, ofCharges: Bool) -> [[String]] {
        guard key == .interval else { return [[key.rawValue]] }
        return ofCharges ? [["start"], ["end", "last_day"]] : [["start"]]
    }
}
