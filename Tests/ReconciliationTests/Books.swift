import Reconciliation
import Records

/// A month's charges and entitlements, built row by row, and the plan that holds them against each other.
///
/// Unless a case says otherwise a charge and an entitlement are of one seat at 10 EUR, for the cycle that begins on
/// 5 October 2026, and carry the same keys.
struct Books: Sendable {
    /// A charge in words.
    struct ChargeDraft: Sendable {
        var subscription = "S1"
        var sku = "K1"
        var customer = "C1"
        var product = ""
        var partNumber = ""
        var type = "renew"
        var reference = ""
        var seats = "1"
        var amount = "10"
        var currency = "EUR"
        /// First day and day after the last; empty for a row that does not say.
        var days = "2026-10-05/2026-11-05"
        var term = ""
        var cycle = ""
        var rate = ""
        var contractAmount = ""
    }

    /// An entitlement in words.
    struct EntitlementDraft: Sendable {
        var subscription = "S1"
        var sku = "K1"
        var customer = "C1"
        var product = ""
        var partNumber = ""
        var seats = "1"
        var price = "10"
        var currency = "EUR"
        var start = "2026-01-05"
        var end = ""
        var status = "active"
        var cycle = "monthly"
        var term = ""
        var isTrial = false
    }

    /// A line of a list of prices, in words; what is empty the list does not have.
    struct PriceDraft: Sendable {
        var sku = "K1"
        var customer = ""
        var cycle = ""
        var term = ""
        var price = "10"
        var currency = "EUR"
        var start = "2026-01-01"
    }

    /// The levels of the pipelines that come with the program.
    static let usualLevels: [[MatchKey]] = [[.subscription, .sku, .interval], [.subscription], [.customer, .sku]]

    var charges: [ChargeDraft] = []
    var entitlements: [EntitlementDraft] = []
    var levels = usualLevels
    /// Charges of an earlier period.
    var earlier: [ChargeDraft] = []
    /// A list of prices; empty for none.
    var prices: [PriceDraft] = []
    /// What stands for what, by key.
    var aliases: [(key: MatchKey, alias: String, id: String)] = []
    var quantity = Tolerance()
    var amount = Tolerance()
    var types: [String: ChargeClass] = [:]
    var period = "2026-10"
    /// Anything else about the plan.
    var refine: @Sendable (inout MatchPlan) throws -> Void = { _ in }

    /// With one more charge; its row number is its place among the charges, from 1.
    func charge(_ change: (inout ChargeDraft) -> Void = { _ in }) -> Books {
        var draft = ChargeDraft()
        change(&draft)
        return with { $0.charges.append(draft) }
    }

    /// With one more entitlement; its row number is its place among the entitlements, from 1.
    func entitlement(_ change: (inout EntitlementDraft) -> Void = { _ in }) -> Books {
        var draft = EntitlementDraft()
        change(&draft)
        return with { $0.entitlements.append(draft) }
    }

    /// With one more listed price.
    func price(_ change: (inout PriceDraft) -> Void = { _ in }) -> Books {
        var draft = PriceDraft()
        change(&draft)
        return with { $0.prices.append(draft) }
    }

    /// With the plan, or anything else, changed.
    func with(_ change: (inout Books) -> Void) -> Books {
        var copy = self
        change(&copy)
        return copy
    }

    /// What becomes of it all.
    func reconciled() throws -> Reconciliation {
        try reconciled(chargeOrder: Array(charges.indices), entitlementOrder: Array(entitlements.indices))
    }

    /// What becomes of it when rows arrive in another order; each keeps its row number.
    func reconciled(chargeOrder: [Int], entitlementOrder: [Int]) throws -> Reconciliation {
        try engine(chargeOrder: chargeOrder, entitlementOrder: entitlementOrder).finish()
    }

    /// An engine that has seen it all.
    func engine() throws -> Reconciler {
        try engine(chargeOrder: Array(charges.indices), entitlementOrder: Array(entitlements.indices))
    }

    private func engine(chargeOrder: [Int], entitlementOrder: [Int]) throws -> Reconciler {
        var engine = Reconciler(plan: try plan)
        for draft in earlier { engine.add(earlier: try draft.charge(row: 1, keys: &engine.keys)) }
        for (key, alias, id) in aliases {
            try engine.add(alias: engine.keys.id(of: alias), standsFor: engine.keys.id(of: id), for: key)
        }
        for draft in prices { try engine.add(try draft.listed(keys: &engine.keys)) }
        for place in entitlementOrder {
            try engine.add(try entitlements[place].entitlement(row: UInt32(place + 1), keys: &engine.keys))
        }
        for place in chargeOrder {
            try engine.add(try charges[place].charge(row: UInt32(place + 1), keys: &engine.keys))
        }
        return engine
    }

    /// The outcomes in words, one line each, in their published order.
    func outcomes() throws -> [String] {
        try reconciled().lines
    }

    /// What becomes of it when it is judged in parts; `nil` when the levels' order forbids that.
    func reconciled(inParts count: UInt64) throws -> Reconciliation? {
        guard var books = PartitionedBooks(plan: try plan, count: count) else { return nil }
        for draft in earlier {
            books.engine.prepared.add(earlier: try draft.charge(row: 1, keys: &books.engine.prepared.keys))
        }
        for (key, alias, id) in aliases { try books.add(alias: alias, standsFor: id, for: key) }
        for draft in prices {
            try books.engine.prepared.add(try draft.listed(keys: &books.engine.prepared.keys))
        }
        for (place, draft) in charges.enumerated() {
            try books.take { engine, scratch, record in
                let charge = try draft.charge(row: UInt32(place + 1), keys: &scratch.keys)
                return try engine.append(charge, of: &scratch, to: &record)
            }
        }
        for (place, draft) in entitlements.enumerated() {
            try books.take { engine, scratch, record in
                let entitlement = try draft.entitlement(row: UInt32(place + 1), keys: &scratch.keys)
                return try engine.append(entitlement, of: scratch, to: &record)
            }
        }
        return try books.judged()
    }

    private var plan: MatchPlan {
        get throws {
            var comparison = Comparison()
            (comparison.quantity, comparison.amount) = (quantity, amount)
            var plan = MatchPlan(
                levels: levels, comparison: comparison, chargeTypes: ChargeTypeTable(additions: types),
                period: try month(period))
            plan.knowsEarlierPeriods = !earlier.isEmpty
            plan.knowsPrices = !prices.isEmpty
            plan.aliasedKeys = Set(aliases.map(\.key))
            try refine(&plan)
            return plan
        }
    }
}

extension Books.ChargeDraft {
    fileprivate func charge(row: UInt32, keys: inout KeyTable) throws -> Charge {
        var charge = Charge(
            quantity: try ExactDecimal(parsing: seats),
            amount: try ExactDecimal(parsing: amount),
            currency: try ReconciliationTests.currency(code: currency),
            interval: days.isEmpty ? nil : try interval(days),
            origin: RowOrigin(file: 0, row: row)
        )
        charge.keys.subscription = keys.id(of: subscription)
        charge.keys.sku = keys.id(of: sku)
        charge.keys.customer = keys.id(of: customer)
        charge.keys.product = keys.id(of: product)
        charge.keys.partNumber = keys.id(of: partNumber)
        charge.type = keys.id(of: type)
        charge.reference = keys.id(of: reference)
        charge.details.term = CycleName(term, in: &keys)
        charge.details.cycle = CycleName(cycle, in: &keys)
        charge.details.rate = rate.isEmpty ? nil : try ExactDecimal(parsing: rate)
        charge.details.contractAmount = contractAmount.isEmpty ? nil : try ExactDecimal(parsing: contractAmount)
        return charge
    }
}

extension Books.PriceDraft {
    fileprivate func listed(keys: inout KeyTable) throws -> ListedPrice {
        var ids = MatchKeys()
        (ids.sku, ids.customer) = (keys.id(of: sku), keys.id(of: customer))
        return ListedPrice(
            keys: ids, cycle: CycleName(cycle, in: &keys), term: CycleName(term, in: &keys),
            unitPrice: try ExactDecimal(parsing: price), currency: try ReconciliationTests.currency(code: currency),
            start: try CivilDate(parsing: start))
    }
}

extension Books.EntitlementDraft {
    fileprivate func entitlement(row: UInt32, keys: inout KeyTable) throws -> Entitlement {
        var entitlement = try unkeyed(row: row)
        entitlement.keys.subscription = keys.id(of: subscription)
        entitlement.keys.sku = keys.id(of: sku)
        entitlement.keys.customer = keys.id(of: customer)
        entitlement.keys.product = keys.id(of: product)
        entitlement.keys.partNumber = keys.id(of: partNumber)
        entitlement.term = CycleName(term, in: &keys)
        return entitlement
    }

    /// The entitlement without its keys.
    func unkeyed(row: UInt32 = 1) throws -> Entitlement {
        guard let cycle = BillingCycle(cycle) else { throw Misspelt(text: cycle) }
        return Entitlement(
            quantity: try ExactDecimal(parsing: seats),
            unitPrice: try ExactDecimal(parsing: price),
            currency: try ReconciliationTests.currency(code: currency),
            start: try CivilDate(parsing: start),
            end: end.isEmpty ? nil : try CivilDate(parsing: end),
            state: EntitlementState(status: status),
            cycle: cycle,
            isTrial: isTrial,
            origin: RowOrigin(file: 0, row: row)
        )
    }
}

/// A value in a case that is none.
struct Misspelt: Error {
    let text: String
}

/// A month from its text.
func month(_ text: String) throws -> Month {
    guard let month = Month(text) else { throw Misspelt(text: text) }
    return month
}

/// A run of days from `2026-10-05/2026-11-05`.
func interval(_ text: String) throws -> CivilInterval {
    let parts = text.split(separator: "/")
    guard parts.count == 2,
        let interval = CivilInterval(
            start: try CivilDate(parsing: String(parts[0])),
            end: try CivilDate(parsing: String(parts[1]))
        )
    else { throw Misspelt(text: text) }
    return interval
}

/// A currency from its code.
func currency(code: String) throws -> Currency {
    guard let currency = Currency(code) else { throw Misspelt(text: code) }
    return currency
}

/// A tolerance from its bounds' texts.
func tolerance(absolute: String? = nil, percent: String? = nil) throws -> Tolerance {
    Tolerance(
        absolute: try absolute.map { try ExactDecimal(parsing: $0) },
        percent: try percent.map { try ExactDecimal(parsing: $0) }
    )
}
