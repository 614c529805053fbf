/// The catalogue's names of what a subscription is for.
public struct ProductInfo: Codable, Sendable, Hashable {
    /// The product.
    public let productId: String?
    /// The product's name.
    public let productDisplayName: String?
    /// The SKU.
    public let skuId: String?
    /// The SKU's name.
    public let skuDisplayName: String?
    /// The plan.
    public let planId: String?
    /// The plan's name.
    public let planDisplayName: String?
}
