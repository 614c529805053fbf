/// What became of a charge or an entitlement: each ends in exactly one of these.
///
/// M: matched. V: matched, but something varies. B: billed without an entitlement. S: entitled without a charge.
/// D: two documents that should say the same. X: a row that cannot be judged.
package enum OutcomeCode: String, Sendable, Hashable, CaseIterable {
    case exact = "M0"
    case rounding = "M1"
    case netted = "M3"
    case tolerated = "M4"
    case quantityOver = "V1"
    case quantityUnder = "V2"
    case priceOver = "V3"
    case priceUnder = "V4"
    case period = "V6"
    case prorationUnexplained = "V7"
    case currency = "V8"
    case customer = "V10"
    case mixed = "V11"
    case noSubscription = "B1"
    case afterCancellation = "B2"
    case beforeStart = "B3"
    case duplicate = "B4"
    case creditUnlinked = "B6"
    case nonSubscription = "B8"
    case tax = "B9"
    case ambiguous = "B10"
    case notBilled = "S1"
    case notDue = "S2"
    case state = "S4"
    case headerLines = "D1"
    case invoiceReport = "D2"
    case missingDocument = "D3"
    case unknownType = "X2"

    /// Whether the outcome needs a person.
    package var isBreak: Bool {
        switch self {
        case .exact, .rounding, .netted, .tolerated, .nonSubscription, .tax, .notDue: false
        default: true
        }
    }

    /// The code's name, as reports print it.
    package var name: String {
        switch self {
        case .exact: "EXACT"
        case .rounding: "ROUNDING"
        case .netted: "NETTED"
        case .tolerated: "TOLERATED"
        case .quantityOver: "QTY_OVER"
        case .quantityUnder: "QTY_UNDER"
        case .priceOver: "PRICE_OVER"
        case .priceUnder: "PRICE_UNDER"
        case .period: "PERIOD"
        case .prorationUnexplained: "PRORATION_UNEXPLAINED"
        case .currency: "CURRENCY"
        case .customer: "CUSTOMER"
        case .mixed: "MIXED"
        case .noSubscription: "NO_SUBSCRIPTION"
        case .afterCancellation: "AFTER_CANCEL"
        case .beforeStart: "BEFORE_START"
        case .duplicate: "DUPLICATE"
        case .creditUnlinked: "CREDIT_UNLINKED"
        case .nonSubscription: "NON_SUBSCRIPTION"
        case .tax: "TAX"
        case .ambiguous: "AMBIGUOUS"
        case .notBilled: "NOT_BILLED"
        case .notDue: "NOT_DUE"
        case .state: "STATE"
        case .headerLines: "HEADER_LINES"
        case .invoiceReport: "INVOICE_REPORT"
        case .missingDocument: "MISSING_DOCUMENT"
        case .unknownType: "UNKNOWN_TYPE"
        }
    }

    /// What the code says about a row, for people.
    package var meaning: String {
        switch self {
        case .exact: "quantity, period, currency and amount agree"
        case .rounding: "agrees once the expected amount is rounded half up to the minor unit"
        case .netted: "rows with one reference net to the expected amount"
        case .tolerated: "differs within the tolerance"
        case .quantityOver: "more seats billed than the subscription holds"
        case .quantityUnder: "fewer seats billed than the subscription holds"
        case .priceOver: "seats agree, the price is higher"
        case .priceUnder: "seats agree, the price is lower"
        case .period: "the charged days are not those of the subscription or its billing cycle"
        case .prorationUnexplained: "part of a cycle is billed, and the amount is not explained"
        case .currency: "billed in another currency than the subscription's"
        case .customer: "the subscription belongs to another customer"
        case .mixed: "seats and price both differ"
        case .noSubscription: "no subscription goes with the charge"
        case .afterCancellation: "charged after the subscription ended"
        case .beforeStart: "charged for days before the subscription began"
        case .duplicate: "the same charge once more"
        case .creditUnlinked: "a credit that refers to no charge"
        case .nonSubscription: "usage, one-time, marketplace or support: no subscription to hold it against"
        case .tax: "tax"
        case .ambiguous: "several subscriptions go with the charge equally well"
        case .notBilled: "due in the period and not billed"
        case .notDue: "nothing is due in the period: trial, free, ended, or another cycle"
        case .state: "the status is neither active nor ended, or ended without a day"
        case .headerLines: "the invoice's total is not the sum of its lines, tax and adjustments"
        case .invoiceReport: "the invoice's lines do not come to what the report says"
        case .missingDocument: "the report bills a provider of which there is no invoice line"
        case .unknownType: "the charge type is not in the table"
        }
    }
}
