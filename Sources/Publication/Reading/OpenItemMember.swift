/// A member of the lines of `open-items.jsonl.gz` and `cleared-items.jsonl.gz`; only the latter have the last two.
package enum OpenItemMember: String, Sendable, CaseIterable {
    /// The item's name.
    case item
    /// The reconcile stage that found it.
    case leg
    /// The month in which it came up.
    case period
    /// What it was found to be.
    case code
    /// What it is about.
    case subscription, sku, customer, provider, invoice
    /// The first day charged for, where all charges agree in their days.
    case chargedFrom = "charged_from"
    /// What is open: billed less expected.
    case currency, amount
    /// What was expected, where it is in another currency.
    case expectedCurrency = "expected_currency"
    case expectedAmount = "expected_amount"
    /// Where it stands.
    case status
    /// How often it was carried over.
    case carried
    /// What was noted beside a decision.
    case note
    /// How it ended.
    case ending
    /// The item that took it back.
    case takenBackBy = "taken_back_by"
}
