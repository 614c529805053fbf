internal import Formats

/// `…/products…`.
struct ProductEndpoints: Sendable {
    private static let filters: [ObjectFilter] = [
        ObjectFilter(name: "filter.name") { product, name in
            product["marketing"]?["displayName"]?.string?.lowercased() == name.lowercased()
                || product["id"]?.string == name
        },
        part("filter.skuId", of: "skus") { $0["id"]?.string },
        part("filter.skuDisplayName", of: "skus") { $0["displayName"]?.string },
        part("filter.skuExternalId", of: "skus") { $0["pricebookDetails"]?["SkuId"]?.string },
        part("filter.addonId", of: "addOns") { $0["id"]?.string },
        part("filter.addonDisplayName", of: "addOns") { $0["displayName"]?.string },
        part("filter.addonExternalId", of: "addOns") { $0["pricebookDetails"]?["SkuId"]?.string },
        .equals("filter.cloudProviderId", "cloudConsumption", "cloudProvider"),
        ObjectFilter(name: "filter.mfgPartNumber") { product, number in
            let skus = product["definition"]?["skus"]?.array ?? []
            return skus.lazy.flatMap { $0["plans"]?.array ?? [] }.contains { $0["mpnId"]?.string == number }
        },
    ]
    private static let exclusions = [
        ("excludeFilter.excludeMarketing", "marketing"), ("excludeFilter.excludeDefinition", "definition"),
        ("excludeFilter.excludeVersionHistory", "versionHistory"), ("excludeFilter.excludeDeployment", "deployment"),
    ]
    private static let prices: Set<String> = [
        "pricebookPrice", "pricebookCurrency", "pricebookMasterPrice", "pricebookDetails", "fixedPrice",
        "recurringPrice",
    ]

    /// The products.
    let products: [JSONValue]

    /// A filter on the parts of a product's definition.
    private static func part(
        _ name: String, of list: String, _ text: @escaping @Sendable (JSONValue) -> String?
    ) -> ObjectFilter {
        ObjectFilter(name: name) { product, value in
            (product["definition"]?[list]?.array ?? []).contains { text($0) == value }
        }
    }

    /// `GET …/products`: a page.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let paging = try TokenPaging(request.query)
        let found = ObjectFilter.select(products, Self.filters, request.query)
        let language = request.query["language"]
        return paging.page(of: found.map { Self.product($0, in: language) }, named: "products", request.paging)
    }

    /// `GET …/products/{product}`, without what is excluded.
    func product(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        _ = try request.query.choice("clientRole", among: ["CUSTOMER", "OWNER"])
        var product = try products.named(captured.last, "product")
        if let version = request.query["productVersion"],
            !(product["versionHistory"]?.array ?? []).contains(where: { $0["name"]?.string == version })
        {
            throw .notFound("version \(version) of product \(captured.last ?? "")")
        }
        for (parameter, member) in Self.exclusions where try request.query.truth(parameter) == true {
            product[member] = nil
        }
        if try request.query.truth("excludeFilter.excludePricing") == true { product = Self.withoutPrices(product) }
        return Response(Self.product(product, in: request.query["language"]))
    }

    private static func product(_ product: JSONValue, in language: String?) -> JSONValue {
        guard let language, product["definition"] != nil else { return product }
        var product = product
        product["definition"]?["productLanguage"] = .string(language)
        return product
    }

    private static func withoutPrices(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(withoutPrices))
        case .object(let members):
            .object(members.filter { !prices.contains($0.name) }.map { .init($0.name, withoutPrices($0.value)) })
        default: value
        }
    }
}
