public import Records

/// An order.
public struct Order: Codable, Sendable, Hashable {
    /// The resource's name.
    public let name: String?
    /// The account that ordered; one below yours, perhaps.
    public let accountId: IonID?
    /// The customer it is for.
    public let customerId: IonID?
    /// The order's number.
    public let orderId: IonID?
    /// A reference of the reseller's.
    public let referenceId: String?
    /// A name.
    public let displayName: String?
    /// Who ordered.
    public let userId: IonID?
    /// Their name.
    public let userName: String?
    /// Their address.
    public let userEmail: String?
    /// The state.
    public let status: OrderStatus?
    /// The currency.
    public let currencyCode: String?
    /// What it comes to.
    public let total: ExactDecimal?
    /// The cart it was made of.
    public let cartId: IonID?
    /// What went wrong.
    public let errors: [Fault]?
    /// What was ordered.
    public let orderItems: [Item]?
    /// How the provider is coming along.
    public let provisioningInfo: IonValue?
    /// When it was made; sent, though not in the API's description.
    public let createTime: Instant?
    /// When it was last changed.
    public let updateTime: Instant?
    /// When it is to be carried out.
    public let scheduledAt: Instant?
}

extension Order {
    /// Something that was ordered.
    public struct Item: Codable, Sendable, Hashable {
        /// Its name.
        public let name: String?
        /// A reference.
        public let referenceId: String?
        /// What is to be done: `CREATE` or `UPDATE`.
        public let action: String?
        /// What it is done to.
        public let resourceId: String?
        /// The product.
        public let productId: String?
        /// The product's name.
        public let productName: String?
        /// The SKU.
        public let skuId: String?
        /// The SKU's name.
        public let skuName: String?
        /// The plan.
        public let planId: String?
        /// The plan's name.
        public let planName: String?
        /// How many.
        public let quantity: Int?
        /// The cloud provider.
        public let providerName: String?
        /// The price of one.
        public let price: ExactDecimal?
        /// The customer's purchase order.
        public let endCustomerPO: String?
        /// The reseller's purchase order.
        public let resellerPO: String?
        /// What is added.
        public let addOns: [IonValue]?
        /// The provider's own settings.
        public let attributes: [NamedValue]?
        /// The catalogue's settings.
        public let catalogAttributes: [NamedValue]?
        /// The cart's item.
        public let cartItemId: IonID?
        /// The state.
        public let status: OrderStatus?
        /// What went wrong.
        public let errors: [Fault]?
        /// How the provider is coming along.
        public let provisioningInfo: IonValue?
        /// What else is to be known.
        public let additionalInformation: String?
        /// Whether a promotion applies.
        public let isEligibleForPromo: Bool?
    }
}

extension Order {
    /// Something that went wrong with an order.
    public struct Fault: Codable, Sendable, Hashable {
        /// Its code.
        public let code: String?
        /// What it is, in words.
        public let detail: String?
        /// Where it comes from.
        public let sourceName: String?
        /// What it is about.
        public let instancePath: String?
    }
}
