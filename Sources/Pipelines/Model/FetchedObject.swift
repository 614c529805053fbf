package import StreamOneIon

/// An object of the API that a stage can fetch: what `fetch:` calls it, and the operation that fetches it.
package struct FetchedObject: Sendable {
    /// What `fetch:` calls it.
    package let name: String
    /// What fetches it.
    package let operation: Operation
    /// Where its records stand in what comes, for the manual.
    package let recordPath: String
    /// The keys of the operation's operands.
    package let keys: [String]

    private init?(_ name: String, _ group: String, _ verb: String, records path: String, _ keys: [String] = []) {
        guard let operation = Operation.named(group, verb) else { return nil }
        recordPath = path
        self.name = name
        self.operation = operation
        self.keys = keys
    }

    /// The objects, in the order of the manual.
    package static let all: [FetchedObject] = [
        FetchedObject("subscriptions", "subscriptions", "list", records: "items"),
        FetchedObject("subscription", "subscriptions", "get", records: ".", ["customer_id", "subscription_id"]),
        FetchedObject("customers", "customers", "list", records: "customers"),
        FetchedObject("customer", "customers", "get", records: ".", ["customer_id"]),
        FetchedObject("products", "products", "list", records: "products"),
        FetchedObject("product", "products", "get", records: ".", ["product_id"]),
        FetchedObject("orders", "orders", "list", records: "orders"),
        FetchedObject("order", "orders", "get", records: ".", ["order_id"]),
        FetchedObject("reports", "reports", "list", records: "reports"),
        FetchedObject("report-description", "reports", "get", records: ".", ["report_id"]),
        FetchedObject(PipelineReader.invoices, "invoices", "list", records: "invoice"),
        FetchedObject("legacy-customers", "legacy-customers", "list", records: "customer"),
        FetchedObject("legacy-customer", "legacy-customers", "get", records: "customer", ["customer_id"]),
    ].compactMap(\.self)
}
