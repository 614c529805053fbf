/// What a provider calls something that it sells. There are two dialects, and part numbers:
///
/// - `NL,CFQ7TTC0LH18,0001`: a country, a product and a SKU;
/// - `CFQ7TTC0LFLZ:0002:CFQ7TTC0RN98`: a product, a SKU and an availability;
/// - `CFQ7TTC0LH18:0001:P1M:M`: a product, a SKU, a term and a billing cycle.
///
/// The text is kept as it came, and two are the same when their texts are: after an upgrade the part number may say
/// another SKU than the offer.
public struct OfferID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// What the parts of an offer's text are.
    public enum Form: Sendable, Hashable {
        /// A country's code, a product and a SKU.
        case market(country: String, product: String, sku: String)
        /// A product, a SKU and an availability.
        case availability(product: String, sku: String, availability: String)
        /// A product, a SKU, a term such as `P1Y` and a billing cycle such as `M`.
        case partNumber(product: String, sku: String, term: String, cycle: String)
        /// None of these.
        case unknown
    }

    /// The text, as it came.
    public let rawValue: String

    /// An offer from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The text.
    public var description: String { rawValue }

    /// What the text's parts are.
    public var form: Form {
        let byComma = rawValue.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if byComma.count == 3, byComma[0].utf8.count == 2, byComma.allSatisfy({ !$0.isEmpty }) {
            return .market(country: byComma[0], product: byComma[1], sku: byComma[2])
        }
        let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return .unknown }
        return switch parts.count {
        case 3: .availability(product: parts[0], sku: parts[1], availability: parts[2])
        case 4 where parts[2].hasPrefix("P"):
            .partNumber(product: parts[0], sku: parts[1], term: parts[2], cycle: parts[3])
        default: .unknown
        }
    }

    /// The product, where the text says it.
    public var product: String? {
        switch form {
        case .market(_, let product, _), .availability(let product, _, _), .partNumber(let product, _, _, _): product
        case .unknown: nil
        }
    }

    /// The SKU, where the text says it.
    public var sku: String? {
        switch form {
        case .market(_, _, let sku), .availability(_, let sku, _), .partNumber(_, let sku, _, _): sku
        case .unknown: nil
        }
    }

    /// Reads the offer from its text.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the offer as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
