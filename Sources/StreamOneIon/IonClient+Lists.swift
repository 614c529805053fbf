extension IonClient {
    /// The subscriptions of all customers, or those that a query asks for.
    public func subscriptions(_ query: SubscriptionQuery = SubscriptionQuery()) -> IonList<Subscription> {
        IonList(client: self, call: query.call)
    }

    /// A subscription in detail.
    ///
    /// - Parameters:
    ///   - id: The internal id, the list's `id`; the provider's GUID is another.
    ///   - refresh: Whether the service asks the provider anew; `nil` leaves it to the service.
    public func subscription(
        id: String, ofCustomer customerID: String, refresh: Bool? = nil
    ) async throws -> SubscriptionDetail {
        let call = SubscriptionOptions(refresh: refresh).call(customerID: customerID, id: id)
        return try SubscriptionDetail(ion: try await object(call), as: call.subject)
    }

    /// The account's customers, or those that a query asks for.
    public func customers(_ query: CustomerQuery = CustomerQuery()) -> IonList<Customer> {
        IonList(client: self, call: query.call)
    }

    /// A customer.
    public func customer(id: String) async throws -> Customer {
        let call = IonCall.customer(id: id)
        return try Customer(ion: try await object(call), as: call.subject)
    }

    /// The products of the catalogue, or those that a query asks for.
    public func products(_ query: ProductQuery = ProductQuery()) -> IonList<Product> {
        IonList(client: self, call: query.call)
    }

    /// A product of the catalogue.
    public func product(id: String, _ options: ProductOptions = ProductOptions()) async throws -> Product {
        let call = options.call(id: id)
        return try Product(ion: try await object(call), as: call.subject)
    }

    /// The orders of the account, or those that a query asks for.
    public func orders(_ query: OrderQuery = OrderQuery()) -> IonList<Order> {
        IonList(client: self, call: query.call)
    }

    /// An order of a customer; of any, when none is named.
    public func order(id: String, ofCustomer customerID: String = "-") async throws -> Order {
        let call = OrderOptions(customerID: customerID).call(id: id)
        return try Order(ion: try await object(call), as: call.subject)
    }

    /// The account's invoices, or those of a customer; version 1 of the API.
    public func invoices(_ query: LegacyQuery = LegacyQuery()) -> IonList<Invoice> {
        IonList(client: self, call: query.invoices)
    }

    /// The customers as version 1 of the API has them.
    public func legacyCustomers(_ query: LegacyQuery = LegacyQuery()) -> IonList<LegacyCustomer> {
        IonList(client: self, call: query.customers)
    }

    /// A customer as version 1 of the API has it.
    public func legacyCustomer(id: String, _ query: LegacyQuery = LegacyQuery()) async throws -> LegacyCustomer {
        let call = query.customer(id: id)
        return try LegacyCustomer(ion: try await object(call), as: call.subject)
    }
}
