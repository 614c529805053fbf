public import Records

/// A subscription with all that the service knows of it.
public struct SubscriptionDetail: Codable, Sendable, Hashable {
    /// What lists have of it too.
    public let subscription: Subscription
    /// What only the detail has.
    public let details: Details

    /// Reads both from one object.
    public init(from decoder: any Decoder) throws {
        subscription = try Subscription(from: decoder)
        details = try Details(from: decoder)
    }

    /// Writes both as one object.
    public func encode(to encoder: any Encoder) throws {
        try subscription.encode(to: encoder)
        try details.encode(to: encoder)
    }
}

extension SubscriptionDetail {
    /// What a list does not have of a subscription.
    public struct Details: Codable, Sendable, Hashable {
        /// What was billed for machines and perpetual software.
        public let billingData: [BillingItem]?
        /// What it entitles to.
        public let entitlements: [IonValue]?
        /// What has happened to it.
        public let activityLogs: ActivityLogs?
        /// The provider's own settings.
        public let attributes: [NamedValue]?
        /// The subscriptions below it.
        public let resources: [IonValue]?
        /// The parts of an order with IBM.
        public let lineItems: [IonValue]?
        /// Whom the provider writes to.
        public let contacts: [IonValue]?
        /// The subscription that it goes with.
        public let relatedSubscription: IonValue?
        /// The reservations below it.
        public let reservations: [IonValue]?
        /// The products of Sophos.
        public let products: [IonValue]?
        /// What changes its price for a time.
        public let priceAdjustments: [PriceAdjustment]?
        /// The customer's own fields.
        public let customFields: IonValue?
    }
}

/// What was billed for a machine or perpetual software.
public struct BillingItem: Codable, Sendable, Hashable {
    /// The item's number.
    public let id: IonID?
    /// The account's number.
    public let accountId: IonID?
    /// The provider's id of the subscription.
    public let subscriptionId: String?
    /// The customer's name.
    public let customerName: String?
    /// The product's name.
    public let productName: String?
    /// The SKU's name.
    public let skuName: String?
    /// How often it is billed.
    public let billingCycle: String?
    /// The price book.
    public let priceBookName: String?
    /// What the reseller pays.
    public let sellerCost: ExactDecimal?
    /// What the customer pays.
    public let customerCost: ExactDecimal?
    /// The margin.
    public let margin: ExactDecimal?
    /// How much was used.
    public let usageQuantity: ExactDecimal?
    /// The unit.
    public let unit: String?
    /// Where it ran.
    public let region: String?
    /// The currency.
    public let currency: String?
    /// What kind of usage it was.
    public let usageType: String?
}

/// What has happened to a subscription.
public struct ActivityLogs: Codable, Sendable, Hashable {
    /// How many entries there are in all.
    public let totalCount: IonInteger?
    /// The entries, the latest first.
    public let items: [ActivityLog]?
}

/// Something that happened to a subscription.
public struct ActivityLog: Codable, Sendable, Hashable {
    /// The entry's id; it may occur twice.
    public let id: String?
    /// What was done.
    public let actionType: String?
    /// When.
    public let actionDate: Instant?
    /// How it ended.
    public let actionStatus: String?
    /// The provider's product.
    public let productId: String?
    /// The provider's SKU.
    public let skuId: String?
    /// The provider's offer.
    public let offerId: String?
    /// The licences.
    public let quantity: IonInteger?
    /// The state.
    public let subscriptionStatus: SubscriptionStatus?
    /// The partner.
    public let partnerId: String?
    /// How often it is billed.
    public let billingCycle: String?
    /// The term.
    public let billingTerm: String?
    /// Whether it renews itself.
    public let autoRenewStatus: String?
    /// What was done, in words.
    public let actionDetails: String?
    /// When it was done.
    public let completionDate: Instant?
    /// Who did it.
    public let ccpUserId: IonID?
    /// Their name.
    public let ccpUserName: String?
    /// Their address.
    public let ccpUserEmail: String?
}

/// A change of a price for a time.
public struct PriceAdjustment: Codable, Sendable, Hashable {
    /// Its name.
    public let name: String?
    /// How it is reckoned.
    public let adjustmentType: String?
    /// How much.
    public let adjustmentValue: ExactDecimal?
    /// For how long.
    public let durationType: String?
    /// From when.
    public let startDate: Instant?
    /// Until when.
    public let endDate: Instant?
}

/// A name and a value.
public struct NamedValue: Codable, Sendable, Hashable {
    /// The name.
    public let name: String?
    /// The value.
    public let value: String?
}
