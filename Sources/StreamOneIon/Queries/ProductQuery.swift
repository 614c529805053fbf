/// Which products of the catalogue are wanted.
public struct ProductQuery: IonQuery, Sendable, Hashable {
    /// Only those of this name.
    public var name: String?
    /// Only those with a SKU that its provider knows so.
    public var skuExternalID: String?
    /// Only those with an add-on that its provider knows so.
    public var addonExternalID: String?
    /// Only those with this SKU.
    public var skuID: String?
    /// Only those with this add-on.
    public var addonID: String?
    /// Only those with a SKU of exactly this name.
    public var skuName: String?
    /// Only those with an add-on of exactly this name.
    public var addonName: String?
    /// Only those of this cloud provider.
    public var providerID: String?
    /// Only the one with this manufacturer's part number, such as `CFQ7TTC0LH18:0001:P1Y:Y`.
    public var partNumber: String?
    /// The language of names and texts.
    public var language: String?
    /// How many come in one page.
    public var pageSize = 100
    /// How many are wanted at most; `nil` for all.
    public var limit: Int?

    /// All products, 100 a page.
    public init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init("name", \.name, sends: "filter.name", "only those of this name"),
        .init(
            "sku-external-id", \.skuExternalID, sends: "filter.skuExternalId", "ID",
            "only those with this provider's SKU"),
        .init(
            "addon-external-id", \.addonExternalID, sends: "filter.addonExternalId", "ID",
            "only those with this provider's add-on"),
        .init("sku", \.skuID, sends: "filter.skuId", "ID", "only those with this SKU"),
        .init("addon", \.addonID, sends: "filter.addonId", "ID", "only those with this add-on"),
        .init("sku-name", \.skuName, sends: "filter.skuDisplayName", "only those with a SKU of exactly this name"),
        .init(
            "addon-name", \.addonName, sends: "filter.addonDisplayName",
            "only those with an add-on of exactly this name"),
        .init("provider", \.providerID, sends: "filter.cloudProviderId", "ID", "only those of this cloud provider"),
        .init(
            "part-number", \.partNumber, sends: "filter.mfgPartNumber",
            "only the one with this manufacturer's part number"),
        .init("language", \.language, sends: "language", "CODE", "the language of names and texts"),
        .limit(\.limit), .pageSize(\.pageSize),
    ]
}

extension ProductQuery {
    /// The call for the list.
    package var call: IonCall {
        let shape = ListShape(
            ["products"], of: "product", identity: ["name", "id"], paging: .token, pageSize: pageSize, limit: limit)
        var call = IonCall(.current, ["products"], items, for: "products", answer: .list(shape))
        call.hasIDInName = true
        return call
    }
}

/// What of a product is wanted.
public struct ProductOptions: IonQuery, Sendable, Hashable {
    /// Whether prices are left out.
    public var excludesPricing = false
    /// Whether names and texts for customers are left out.
    public var excludesMarketing = false
    /// Whether SKUs and plans are left out.
    public var excludesDefinition = false
    /// Whether earlier versions are left out.
    public var excludesVersionHistory = false
    /// Whether what deploys it is left out.
    public var excludesDeployment = false
    /// For whom the product is shown: a customer sees the published one with the price book's prices.
    public var role: ClientRole?
    /// The customer whose price book sets the prices.
    public var priceBookCustomerID: String?
    /// The language of names and texts.
    public var language: String?
    /// The product's version.
    public var version: String?

    /// All of it.
    public init() {}

    static let parameters: [QueryParameter<Self>] = [
        .init(flag: "exclude-pricing", \.excludesPricing, sends: "excludeFilter.excludePricing", "without prices"),
        .init(
            flag: "exclude-marketing", \.excludesMarketing, sends: "excludeFilter.excludeMarketing",
            "without texts for customers"),
        .init(
            flag: "exclude-definition", \.excludesDefinition, sends: "excludeFilter.excludeDefinition",
            "without SKUs and plans"),
        .init(
            flag: "exclude-version-history", \.excludesVersionHistory, sends: "excludeFilter.excludeVersionHistory",
            "without earlier versions"),
        .init(
            flag: "exclude-deployment", \.excludesDeployment, sends: "excludeFilter.excludeDeployment",
            "without what deploys it"),
        .init("role", \.role, sends: "clientRole", "ROLE", "for whom it is shown"),
        .init(
            "price-book-customer", \.priceBookCustomerID, sends: "priceBookCustomerId", "ID",
            "with this customer's prices"),
        .init("language", \.language, sends: "language", "CODE", "the language of names and texts"),
        .init("version", \.version, sends: "productVersion", "VERSION", "this version of it"),
    ]

    /// The call for a product.
    package func call(id: String) -> IonCall {
        var call = IonCall(.current, ["products", id], items, for: "product \(id)", answer: .object(at: []))
        call.hasIDInName = true
        return call
    }
}
