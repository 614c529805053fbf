package import HTTPTransport

/// Which subscriptions are wanted.
public struct SubscriptionQuery: Sendable, Hashable {
    /// Only those in this state, such as `ACTIVE`; `nil` for all.
    public var status: String?
    /// Only those of this customer; `nil` for all.
    public var customerID: String?
    /// How many come in one page. The service's own default is 100.
    public var pageSize: Int

    /// All subscriptions, 100 a page.
    public init(status: String? = nil, customerID: String? = nil, pageSize: Int = 100) {
        self.status = status
        self.customerID = customerID
        self.pageSize = pageSize
    }
}

extension IonClient {
    /// Fetches one page of subscriptions into a sink: a JSON object with the subscriptions in its member `items`.
    ///
    /// - Parameter offset: How many subscriptions come before the page's first.
    package func subscriptionsPage(
        _ query: SubscriptionQuery, offset: Int,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        var parameters = [("pagination.limit", String(query.pageSize)), ("pagination.offset", String(offset))]
        if let status = query.status { parameters.append(("subscriptionStatus", status)) }
        if let customer = query.customerID { parameters.append(("customerId", customer)) }
        let text = parameters.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return try await send(.get, "subscriptions?\(text)", while: "fetching subscriptions from \(offset)", to: sink)
    }
}
