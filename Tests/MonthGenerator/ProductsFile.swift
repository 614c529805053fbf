internal import Formats
internal import Records

/// The catalogue, in the shape of the API's answer, a product a line.
struct ProductsFile {
    /// The SKUs of one product.
    private struct Entry {
        let id: String
        let name: String
        var skus: [Product]
    }

    /// Writes the list.
    func write(to path: String) throws {
        var file = try BufferedFile(path)
        let entries = Self.entries
        try file.append("{\"products\":[\n")
        for (index, entry) in entries.enumerated() {
            try file.append("\(product(entry, index).compactText)\(index + 1 < entries.count ? "," : "")\n")
        }
        try file.append("]}\n")
        try file.flush()
    }

    /// The products, in the order in which their first SKUs stand in the catalogue.
    private static var entries: [Entry] {
        var entries: [Entry] = []
        for sku in Product.catalogue + [.soldToNobody, .heldInPairs, .azurePlan] {
            if let index = entries.firstIndex(where: { $0.id == sku.id }) {
                entries[index].skus.append(sku)
            } else {
                entries.append(Entry(id: sku.id, name: sku.name, skus: [sku]))
            }
        }
        return entries
    }

    private func product(_ entry: Entry, _ index: Int) -> JSONValue {
        [
            "name": .string("accounts/17017/products/\(entry.id)"), "id": .string(entry.id),
            "type": "SUBSCRIPTION_PRODUCTS", "disabled": false, "categories": [.string("categories/\(index % 3 + 1)")],
            "marketing": ["displayName": .string(entry.name), "caption": .string("\(entry.name), by the seat")],
            "definition": [
                "productLanguage": "en", "supportedCurrencies": ["EUR", "USD", "SEK"], "billingMode": "PREPAY",
                "skus": .array(entry.skus.map(sku)), "addOns": [],
            ],
            "versionHistory": [["name": "1", "effectiveDate": "2025-01-01T00:00:00Z"]],
            "cloudConsumption": [
                "cloudProvider": "30", "hasConsumptionBilling": .boolean(entry.id == Product.azurePlan.id),
            ],
            "etag": .string("\(entry.id)-1"), "createTime": "2025-01-01T00:00:00Z",
            "updateTime": "2026-06-01T00:00:00Z",
        ]
    }

    private func sku(_ sku: Product) -> JSONValue {
        [
            "id": .string(sku.slug), "displayName": .string(sku.skuName), "cancelTiming": "END_OF_TERM",
            "productId": .string(sku.id), "pricebookPrice": .number(sku.monthlyCost.times(118, over: 100).description),
            "pricebookCurrency": "EUR", "productAvailability": true,
            "pricebookDetails": [
                "SkuId": .string(sku.skuID), "ProductId": .string(sku.skuID), "SkuDescription": .string(sku.skuName),
                "Market": "NL", "UnitOfMeasure": "Licenses",
            ],
            "plans": [
                plan(sku, "Monthly-n69", "MONTHLY", months: 1, "P1M:M"),
                plan(sku, "Annual-n71", "ANNUAL", months: 12, "P1Y:A"),
            ],
        ]
    }

    private func plan(_ sku: Product, _ id: String, _ period: String, months: Int, _ part: String) -> JSONValue {
        let price = sku.monthlyCost.times(118 * months, over: 100)
        var recurring: JSONValue = [:]
        for currency in MarketCurrency.allCases {
            recurring[currency.code] = .number(currency.converted(price).description)
        }
        return [
            "id": .string(id), "displayName": .string(sku.skuName), "billingPeriod": .string(period),
            "mpnId": .string("\(sku.skuID):0001:\(part)"),
            "phases": [["type": "UNLIMITED_PHASE", "recurringPrice": recurring]],
        ]
    }
}
