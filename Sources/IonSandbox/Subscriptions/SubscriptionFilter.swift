internal import Formats
internal import Records

/// Which subscriptions a request wants, in which order.
///
/// Status and customer are looked up in the index; for all else each item is read.
struct SubscriptionFilter: Sendable {
    /// Whether an item is wanted.
    typealias Condition = @Sendable (JSONValue) -> Bool

    /// The status, in any case; `nil` for all.
    let status: String?
    /// The customer; `nil` for all.
    let customerID: String?
    /// What the items themselves must fulfil; empty when nothing else is asked.
    let conditions: [Condition]
    /// The member to sort by; `nil` for the file's order.
    let sortField: String?
    /// Whether the greatest comes first.
    let isDescending: Bool
    /// The same for requests that want the same.
    let key: String

    /// Whether every item has to be read.
    var readsItems: Bool { !conditions.isEmpty || sortField != nil }

    /// Whether anything but the whole list in its own order is wanted.
    var isRestrictive: Bool { readsItems || status != nil || customerID != nil }

    /// What an item is sorted by; empty text where nothing is to be sorted.
    func sortKey(of item: JSONValue) -> String { sortField.flatMap { item[$0]?.scalarText } ?? "" }

    /// The places of items that were found, in the order that is wanted.
    func sorted(_ found: [(place: Int, key: String)]) -> [Int] {
        guard sortField != nil else { return found.map(\.place) }
        let sorted = found.sorted { left, right in
            let order = ValueOrder.compare(left.key, right.key)
            return order == 0 ? left.place < right.place : isDescending ? order > 0 : order < 0
        }
        return sorted.map(\.place)
    }

    private static let members = [
        ("subscriptionId", "subscriptionId"), ("resellerId", "resellerId"), ("providerId", "cloudProviderId"),
        ("billingTerm", "subscriptionBillingTerm"), ("billingCycle", "subscriptionBillingCycle"),
        ("totalLicense", "subscriptionTotalLicenses"), ("ccpProductId", "ccpProductId"), ("customerPo", "customerPO"),
        ("resellerPo", "resellerPO"), ("cloudProviderName", "cloudProviderName"), ("accountName", "partnerName"),
        ("customerName", "customerName"), ("subscriptionName", "subscriptionName"), ("resourceType", "resourceType"),
    ]

    /// The filter of a query.
    ///
    /// - Parameters:
    ///   - today: What ranges by name are reckoned from.
    ///   - customers: The customers whose custom field of a name has a value.
    /// - Throws: ``Refusal`` 400 for a range, a date or an order that is none.
    init(
        _ query: FormFields, today: CivilDate, customers: @Sendable (_ field: String, _ value: String?) -> Set<String>
    ) throws(Refusal) {
        status = query["subscriptionStatus"]
        customerID = query["customerId"]
        var conditions: [Condition] = []
        for (parameter, member) in Self.members {
            guard let value = query[parameter]?.lowercased() else { continue }
            conditions.append { $0[member]?.scalarText?.lowercased() == value }
        }
        if let product = query["providerProductId"] {
            conditions.append {
                $0["subscriptionProductId"]?.string == product || $0["subscriptionSkuId"]?.string == product
            }
        }
        conditions += try Self.range("startDateRange", on: "subscriptionStartDate", query, today)
        conditions += try Self.range("endDateRange", on: "subscriptionEndDate", query, today)
        if let day = try query["endDate"].map({ (text) throws(Refusal) in try Self.day(text, "endDate") }) {
            conditions.append { Self.day(of: $0, "subscriptionEndDate") == day }
        }
        if let field = Self.customField(query) {
            let ids = customers(field.name, field.value)
            conditions.append { ids.contains($0["customerId"]?.string ?? "") }
        }
        if let text = query["pagination.filter"]?.lowercased() {
            conditions.append { $0.compactText.lowercased().contains(text) }
        }
        self.conditions = conditions
        sortField = query["pagination.sortBy"]
        isDescending =
            try query.choice("pagination.sortOrder", among: ["ASC", "DESC", "SORT_ORDER_UNSPECIFIED"]) == "DESC"
        key = query.fields.filter { !["pagination.limit", "pagination.offset"].contains($0.name) }
            .map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
    }

    /// A range on the day of a member: by name, or from one instant to another.
    private static func range(
        _ name: String, on member: String, _ query: FormFields, _ today: CivilDate
    ) throws(Refusal) -> [Condition] {
        var conditions: [Condition] = []
        if let relative = try query.choice("\(name).relativeDateRange", among: RelativeDays.names),
            let days = RelativeDays.range(relative, today: today)
        {
            conditions.append { day(of: $0, member).map(days.contains) ?? false }
        }
        let (start, end) = ("\(name).fixedDateRange.startDate", "\(name).fixedDateRange.endDate")
        if let first = try query[start].map({ (text) throws(Refusal) in try day(text, start) }) {
            conditions.append { day(of: $0, member).map { $0 >= first } ?? false }
        }
        if let last = try query[end].map({ (text) throws(Refusal) in try day(text, end) }) {
            conditions.append { day(of: $0, member).map { $0 <= last } ?? false }
        }
        return conditions
    }

    private static func day(_ text: String, _ name: String) throws(Refusal) -> CivilDate {
        do throws(CivilDate.ParsingFault) {
            return try CivilDate(parsing: text)
        } catch {
            throw .invalidArgument("\(name) \"\(text)\" \(error)")
        }
    }

    private static func day(of item: JSONValue, _ member: String) -> CivilDate? {
        item[member]?.string.flatMap { try? CivilDate(parsing: $0) }
    }

    /// The custom field that is asked for: `customField.field` and `.value`, or `customField.<name>` as some clients
    /// send it.
    private static func customField(_ query: FormFields) -> (name: String, value: String?)? {
        if let name = query["customField.field"] { return (name, query["customField.value"]) }
        let field = query.fields.first { $0.name.hasPrefix("customField.") && $0.name != "customField.value" }
        return field.map { (String($0.name.dropFirst("customField.".count)), $0.value) }
    }
}
