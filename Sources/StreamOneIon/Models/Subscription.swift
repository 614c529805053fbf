public import Records

/// A subscription, as lists have it.
public struct Subscription: Codable, Sendable, Hashable {
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
}
