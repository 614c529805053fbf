public import Records

/// A subscription with all that the service knows of it.
public struct SubscriptionDetail: Codable, Sendable, Hashable {
    /// The service's own id: what ``IonClient/subscription(id:ofCustomer:refresh:)`` wants.
    public let id: IonID
    /// The customer's number.
    public let customerId: IonID?
    /// The reseller's number.
    public let resellerId: IonID?
    /// The distributor's number.
    public let isvId: IonID?
    /// The cloud provider's number: 30 is Microsoft CSP, 1 is AWS.
    public let cloudProviderId: IonID?
    /// The cloud provider's name.
    public let cloudProviderName: String?
    /// The provider's id, often a GUID.
    public let subscriptionId: String?
    /// The subscription's name.
    public let subscriptionName: String?
    /// What it is to its provider.
    public let resourceType: ResourceType?
    /// The product in the catalogue.
    public let ccpProductId: String?
    /// The SKU in the catalogue.
    public let ccpSkuId: String?
    /// The plan in the catalogue.
    public let ccpPlanId: String?
    /// The provider's product; for offers with a country, the country.
    public let subscriptionProductId: String?
    /// The provider's SKU.
    public let subscriptionSkuId: String?
    /// The provider's offer, in one of two dialects.
    public let subscriptionOfferId: OfferID?
    /// How many licences; `nil` where the service says nothing, which is not nought.
    public let subscriptionTotalLicenses: IonInteger?
    /// What is counted, such as `Licenses`.
    public let unitType: String?
    /// The state.
    public let subscriptionStatus: SubscriptionStatus?
    /// When it was purchased.
    public let subscriptionPurchasedDate: Instant?
    /// When the current term began.
    public let subscriptionStartDate: Instant?
    /// When the current term ends.
    public let subscriptionEndDate: Instant?
    /// Until when it can be cancelled.
    public let cancellationAllowedUntilDate: Instant?
    /// How it is billed, such as `license`.
    public let subscriptionBillingType: String?
    /// How often it is billed, such as `monthly`.
    public let subscriptionBillingCycle: String?
    /// The term, an ISO 8601 duration such as `P1M`.
    public let subscriptionBillingTerm: String?
    /// Whether it renews itself: `ENABLED` or `DISABLED`.
    public let subscriptionRenewStatus: String?
    /// The currency it is billed in.
    public let billingCurrency: String?
    /// What the customer pays.
    public let customerCost: ExactDecimal?
    /// The subscription that it belongs to.
    public let parentSubscriptionId: String?
    /// The reseller's purchase order.
    public let resellerPO: String?
    /// The customer's purchase order.
    public let customerPO: String?
    /// The catalogue's names for product, SKU and plan.
    public let ccpProductInfo: ProductInfo?
    /// Whether it is a trial.
    public let isTrial: Bool?
    /// Whether it renews itself.
    public let autoRenew: Bool?
    /// The customer's name.
    public let customerName: String?
    /// The reseller's name.
    public let partnerName: String?
    /// When it was last changed.
    public let lastUpdatedDate: Instant?
    /// The price of a licence.
    public let price: ExactDecimal?
    /// The cost of a licence.
    public let cost: ExactDecimal?
    /// The currency of price, cost and total.
    public let currency: String?
    /// The margin.
    public let margin: ExactDecimal?
    /// Price times licences; not in the API's description, and sent all the same.
    public let total: ExactDecimal?
    /// The manufacturer's suggested price.
    public let msrp: ExactDecimal?
    /// When it renews.
    public let renewalDate: Instant?
    /// The manufacturer's part number, `PRODUCT:SKU:TERM:CYCLE`; absent for consumption plans.
    public let mfgPartNumber: OfferID?
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
