public import Records

/// A product of the catalogue.
public struct Product: Codable, Sendable, Hashable {
    /// The resource's name, `accounts/A/products/ID`.
    public let name: String?
    /// The product's id.
    public let id: IonID?
    /// What kind of product it is.
    public let type: String?
    /// Whether it is not sold.
    public let disabled: Bool?
    /// The categories that it is in.
    public let categories: [String]?
    /// Whether there is a newer version.
    public let hasUnpublishedChanges: Bool?
    /// Whether there is a version to sell.
    public let hasPublishedVersions: Bool?
    /// What customers read.
    public let marketing: Marketing?
    /// What is sold and at which prices; absent where it was excluded.
    public let definition: Definition?
    /// Earlier versions; absent where they were excluded.
    public let versionHistory: [Version]?
    /// Whether one may change to it.
    public let allowSubscriptionSwitch: Bool?
    /// What deploys it.
    public let deployment: IonValue?
    /// How consumption is billed.
    public let cloudConsumption: IonValue?
    /// The ids of its parts.
    public let idsInUse: [String]?
    /// The terms of use.
    public let termUid: String?
    /// What lets one preview it.
    public let previewAuthToken: String?
    /// The branches it is for.
    public let verticals: [String]?
    /// Whether it is shared with accounts below.
    public let isSharedProduct: Bool?
    /// Whether the marketplace does not show it.
    public let hideFromMarketplace: Bool?
    /// Its number in version 1.
    public let legacyProductId: IonID?
    /// Tells its versions apart.
    public let etag: String?
    /// Its tags.
    public let tagsValues: [IonValue]?
    /// When it was made.
    public let createTime: Instant?
    /// When it was last changed.
    public let updateTime: Instant?
}

extension Product {
    /// What customers read of a product; only what names it is typed.
    public struct Marketing: Codable, Sendable, Hashable {
        /// The product's name.
        public let displayName: String?
        /// A line about it.
        public let caption: String?
        /// A text about it.
        public let description: String?
    }
}

extension Product {
    /// A version of a product.
    public struct Version: Codable, Sendable, Hashable {
        /// Its name.
        public let name: String?
        /// From when it is sold.
        public let effectiveDate: Instant?
        /// Until when it was sold.
        public let inactiveDate: Instant?
    }
}

extension Product {
    /// What of a product is sold.
    public struct Definition: Codable, Sendable, Hashable {
        /// The language of names.
        public let productLanguage: String?
        /// The currencies it has prices in.
        public let supportedCurrencies: [String]?
        /// Whether one pays before or after.
        public let billingMode: BillingMode?
        /// What is sold.
        public let skus: [Sku]?
        /// What can be added.
        public let addOns: [Sku]?
        /// Further fields.
        public let customFields: [IonValue]?
    }
}

extension Product {
    /// Something that is sold: a SKU, or an add-on.
    public struct Sku: Codable, Sendable, Hashable {
        /// The SKU's id in the catalogue.
        public let id: IonID?
        /// The SKU's name.
        public let displayName: String?
        /// A text about it.
        public let description: String?
        /// When a cancellation takes effect.
        public let cancelTiming: String?
        /// How it can be paid.
        public let plans: [Plan]?
        /// The product.
        public let productId: String?
        /// The price book's price.
        public let pricebookPrice: ExactDecimal?
        /// The currency of that price.
        public let pricebookCurrency: String?
        /// The price before the price book's rules.
        public let pricebookMasterPrice: ExactDecimal?
        /// Whether it can be bought.
        public let productAvailability: Bool?
        /// The provider's own ids: `SkuId`, `ProductId`, `Market` …
        public let pricebookDetails: [String: String]?
        /// Whether it is not sold.
        public let disabled: Bool?
    }
}

extension Product {
    /// A way of paying for a SKU.
    public struct Plan: Codable, Sendable, Hashable {
        /// The plan's id.
        public let id: IonID?
        /// The plan's name.
        public let displayName: String?
        /// How often one pays.
        public let billingPeriod: BillingPeriod?
        /// The manufacturer's part number.
        public let mpnId: OfferID?
        /// The prices, one after the other.
        public let phases: [Phase]?
        /// The price book's price.
        public let pricebookPrice: ExactDecimal?
        /// The currency of that price.
        public let pricebookCurrency: String?
        /// The price before the price book's rules.
        public let pricebookMasterPrice: ExactDecimal?
        /// Whether it can be bought.
        public let productAvailability: Bool?
    }
}

extension Product {
    /// A time with a price of its own.
    public struct Phase: Codable, Sendable, Hashable {
        /// What kind of time it is.
        public let type: PhaseType?
        /// How long it lasts.
        public let duration: IonValue?
        /// What is paid once, by currency.
        public let fixedPrice: [String: ExactDecimal]?
        /// What is paid each period, by currency.
        public let recurringPrice: [String: ExactDecimal]?
    }
}
