package import StreamOneIon

/// An object of the API that a stage can fetch: what `fetch:` calls it, and the operation that fetches it.
package struct FetchedObject: Sendable {
    /// What `fetch:` calls it.
    package let name: String
    /// What fetches it.
    package let operation: Operation
    /// The keys of the operation's operands.
    package let keys: [String]

    private init?(_ name: String, _ group: String, _ verb: String, _ keys: [String] = []) {
        guard let operation = Operation.named(group, verb) else { return nil }
        self.name = name
        self.operation = operation
        self.keys = keys
    }

    /// The objects, in the order of the manual.
    package static let all: [FetchedObject] = [
        FetchedObject("subscriptions", "subscriptions", "list"),
        FetchedObject("subscription", "subscriptions", "get", ["customer_id", "subscription_id"]),
        FetchedObject("customers", "customers", "list"),
        FetchedObject("customer", "customers", "get", ["customer_id"]),
        FetchedObject("products", "products", "list"),
        FetchedObject("product", "products", "get", ["product_id"]),
        FetchedObject("orders", "orders", "list"),
        FetchedObject("order", "orders", "get", ["order_id"]),
        FetchedObject("reports", "reports", "list"),
        FetchedObject("report-description", "reports", "get", ["report_id"]),
        FetchedObject(PipelineReader.invoices, "invoices", "list"),
        FetchedObject("legacy-customers", "legacy-customers", "list"),
        FetchedObject("legacy-customer", "legacy-customers", "get", ["customer_id"]),
    ].compactMap(\.self)
}
