import Formats
package import Ledger
import Records
package import StreamOneIon

/// Asks the service which invoices there are of an order's source, month and customers.
package struct InvoiceInquiry: Sendable {
    /// An invoice that the service lists.
    package struct Found: Sendable, Hashable {
        /// Its id.
        package let id: String
        /// Whose it is.
        package let customerID: String
        /// What people need to find it: its number and what it comes to.
        package let words: String
    }

    private let client: IonClient
    private let key: EffectKey

    /// An inquiry about what an order is for.
    package init(_ client: IonClient, _ key: EffectKey) {
        self.client = client
        self.key = key
    }

    /// The invoices, by customer. The lists of all customers are asked for where the order names none: the account's
    /// own list holds what the account is billed, and not what it bills.
    ///
    /// Version 1 cannot say which reseller an invoice belongs to, so those of all are found.
    package func invoices() async throws -> [Found] {
        var customers = key.customers.ids
        if customers.isEmpty {
            for try await customer in client.legacyCustomers(Self.customerQuery) {
                if let id = customer.id { customers.append(id.rawValue) }
            }
            guard !customers.isEmpty else {
                throw RunFailure(
                    .badInput,
                    "the service lists no customers, so that it cannot be said which invoices they have; name the "
                        + "customer.")
            }
        }
        return try await withThrowingTaskGroup { group in
            for (place, customer) in customers.enumerated() {
                group.addTask { (place, try await invoices(of: customer)) }
            }
            let lists = try await group.reduce(into: [(Int, [Found])]()) { $0.append($1) }
            return lists.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private static var customerQuery: LegacyQuery {
        var query = LegacyQuery()
        query.relations = []
        query.sorting = [.init(field: "email", direction: .asc)]
        return query
    }

    private func invoices(of customer: String) async throws -> [Found] {
        var query = LegacyQuery()
        query.customerID = customer
        query.filters = [
            .init(field: "billingStartDate", modifier: .gte, value: key.period.start.description),
            .init(field: "billingStartDate", modifier: .lte, value: key.period.lastDay.description),
        ]
        var found: [Found] = []
        for try await invoice in client.invoices(query) where mayBeOurs(invoice) {
            guard let id = invoice.id?.rawValue else {
                throw RunFailure(
                    .badInput,
                    "an invoice of customer \(customer) has no id, so it cannot be said whether it was there before")
            }
            let amount = [invoice.total?.description, invoice.currency].compactMap(\.self).joined(separator: " ")
            let words = [invoice.number, amount.isEmpty ? nil : amount, invoice.status?.rawValue].compactMap(\.self)
            found.append(Found(id: id, customerID: customer, words: words.joined(separator: ", ")))
        }
        return found
    }

    /// Whether an invoice may be one that the order makes. One that is void is none; one of another cloud is another's.
    /// What the service calls the clouds is not published, so a name that is not known may be any.
    private func mayBeOurs(_ invoice: Invoice) -> Bool {
        if invoice.status?.rawValue.lowercased() == InvoiceStatus.void.rawValue { return false }
        guard let cloud = invoice.cloudUsed.flatMap(Self.family), let own = Self.family(key.source) else { return true }
        return cloud == own
    }

    /// The cloud that a name means, by words that occur in it.
    private static func family(_ name: String) -> String? {
        let name = name.lowercased()
        let words = ["aws": "aws", "amazon": "aws", "azure": "azure", "microsoft": "azure", "csp": "azure"]
        let others = ["gcp": "gcp", "google": "gcp"]
        return words.merging(others) { first, _ in first }.sorted { $0.key < $1.key }
            .first { name.contains($0.key) }?.value
    }
}
