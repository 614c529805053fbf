internal import Formats
internal import Records

/// One of version 1's billing reports, its tree flattened to rows.
public struct BillingReport: Sendable, Hashable {
    /// The charges, in the order of the report.
    public let rows: [BillingRow]
    /// What the service says about the report.
    public let message: String?
}

extension BillingReport {
    /// A report from the service's answer, a tree of `{"entity": {…}, "lines": […]}` whose leaves have `data`.
    ///
    /// - Parameter activity: What messages say was being done.
    /// - Throws: Code ``IonError/Code/unexpectedAnswer`` when the service says that it failed, and for a tree in which a
    ///   charge would be lost or misread.
    init(_ answer: JSONValue, while activity: String) throws(IonError) {
        message = answer["message"]?.string
        if answer["success"] == false {
            throw IonError(
                .unexpectedAnswer,
                "\(activity): the service says that it failed: \((message ?? "without a reason").printable())")
        }
        guard let nodes = answer["data"]?.array else {
            throw IonError(.unexpectedAnswer, "\(activity): the answer has no list \"data\"")
        }
        let option = answer["currencyOption"]
        var flattener = BillingFlattener(activity: activity)
        let top = BillingFlattener.Context(
            priceCurrency: option?["priceCurrency"]?.string, costCurrency: option?["costCurrency"]?.string)
        for (index, node) in nodes.enumerated() { try flattener.flatten(node, at: "data[\(index)]", below: top) }
        rows = flattener.rows
    }
}

/// Walks down a billing report's tree.
private struct BillingFlattener {
    /// What the levels above a node say.
    struct Context {
        var customer: JSONValue?
        var levels: [BillingRow.Level] = []
        var priceCurrency: String?
        var costCurrency: String?
        var source: String?
        var conversionRates: [String] = []
    }

    /// How deep a tree may be. The deepest that is known has five levels.
    private static let depthLimit = 32

    let activity: String
    private(set) var rows: [BillingRow] = []

    mutating func flatten(_ node: JSONValue, at place: String, below context: Context) throws(IonError) {
        guard let entity = node["entity"], let type = entity["type"]?.string, let id = entity["id"]?.scalarText else {
            throw fault(place, "has no \"entity\" with a type and an id")
        }
        guard context.levels.count < Self.depthLimit else { throw fault(place, "is too deep") }
        let inner = Self.context(entity, type: type, id: id, below: context)
        let lines = node["lines"]?.array
        if let data = node["data"] { rows.append(try row(data, entity, inner, place)) }
        // What has neither would be a charge that is not there.
        guard lines != nil || node["data"] != nil else { throw fault(place, "has neither \"lines\" nor \"data\"") }
        for (index, line) in (lines ?? []).enumerated() {
            try flatten(line, at: "\(place).lines[\(index)]", below: inner)
        }
    }

    private static func context(_ entity: JSONValue, type: String, id: String, below outer: Context) -> Context {
        var context = outer
        if type == "customer" {
            context.customer = entity
        } else {
            context.levels.append(BillingRow.Level(type: type, id: id))
        }
        context.priceCurrency = entity["price_currency"]?.string ?? outer.priceCurrency
        context.costCurrency = entity["cost_currency"]?.string ?? outer.costCurrency
        context.source = entity["source"]?.string ?? outer.source
        if let rates = entity["conversion_rates"]?.array { context.conversionRates = rates.compactMap(\.string) }
        return context
    }

    private func row(
        _ data: JSONValue, _ entity: JSONValue, _ context: Context, _ place: String
    ) throws(IonError) -> BillingRow {
        guard let customerID = context.customer?["id"]?.scalarText else {
            throw fault(place, "is a charge that no customer stands above")
        }
        return BillingRow(
            customerID: customerID, company: context.customer?["company"]?.string,
            contact: context.customer?["name"]?.string, levels: context.levels,
            price: try amount("price", of: data, place), cost: try amount("cost", of: data, place),
            usage: try amount("usage", of: data, place), unit: data["unit"]?.string,
            priceCurrency: try currency(context.priceCurrency, place),
            costCurrency: try currency(context.costCurrency, place),
            isCredit: entity["is_credit"] == true, creditName: entity["credit_name"]?.string, source: context.source,
            conversionRates: context.conversionRates)
    }

    private func amount(_ name: String, of data: JSONValue, _ place: String) throws(IonError) -> ExactDecimal {
        guard let text = data[name]?.scalarText, let amount = try? ExactDecimal(parsing: text) else {
            throw fault(place, "has no \"\(name)\" that is a number")
        }
        return amount
    }

    private func currency(_ code: String?, _ place: String) throws(IonError) -> Currency? {
        guard let code else { return nil }
        guard let currency = Currency(code) else {
            throw fault(place, "has the currency \"\(code.printable())\", which is no code such as EUR")
        }
        return currency
    }

    private func fault(_ place: String, _ reason: String) -> IonError {
        IonError(.unexpectedAnswer, "\(activity): \(place) \(reason)")
    }
}
