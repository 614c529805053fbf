/// What became of a charge or an entitlement: each ends in exactly one of these.
///
/// M: matched. V: matched, but something varies. B: billed without an entitlement. S: entitled without a charge.
/// D: two documents that should say the same. X: a row that cannot be judged.
package enum OutcomeCode: String, Sendable, Hashable, CaseIterable {
    case exact = "M0"
    case rounding = "M1"
    case prorated = "M2"
    case netted = "M3"
    case tolerated = "M4"
    case quantityOver = "V1"
    case quantityUnder = "V2"
    case priceOver = "V3"
    case priceUnder = "V4"
    case term = "V5"
    case period = "V6"
    case prorationUnexplained = "V7"
    case currency = "V8"
    case exchange = "V9"
    case customer = "V10"
    case mixed = "V11"
    case noSubscription = "B1"
    case afterCancellation = "B2"
    case beforeStart = "B3"
    case duplicate = "B4"
    case duplicateOfPrior = "B5"
    case creditUnlinked = "B6"
    case correction = "B7"
    case nonSubscription = "B8"
    case tax = "B9"
    case ambiguous = "B10"
    case unmapped = "B11"
    case notBilled = "S1"
    case notDue = "S2"
    case timing = "S3"
    case state = "S4"
    case headerLines = "D1"
    case invoiceReport = "D2"
    case missingDocument = "D3"
    case unknownType = "X2"

    /// Whether the outcome needs a person.
    package var isBreak: Bool {
        switch self {
        case .exact, .rounding, .prorated, .netted, .tolerated, .nonSubscription, .tax, .notDue, .timing:
            false
        default: true
        }
    }

    /// Whether it stays open for the next period, as breaks do and what was too late to be billed in this one.
    package var isOpen: Bool { isBreak || self == .timing }

    /// Whether a difference with the code is taken apart.
    var hasVariance: Bool {
        switch self {
        case .quantityOver, .quantityUnder, .priceOver, .priceUnder, .term, .period, .prorationUnexplained, .exchange,
            .mixed:
            true
        default: false
        }
    }

    /// The code's name, as reports print it.
    package var name: String {
        switch self {
        case .exact: "EXACT"
        case .rounding: "ROUNDING"
        case .prorated: "PRORATED"
        case .netted: "NETTED"
        case .tolerated: "TOLERATED"
        case .quantityOver: "QTY_OVER"
        case .quantityUnder: "QTY_UNDER"
        case .priceOver: "PRICE_OVER"
        case .priceUnder: "PRICE_UNDER"
        case .term: "TERM"
        case .period: "PERIOD"
        case .prorationUnexplained: "PRORATION_UNEXPLAINED"
        case .currency: "CURRENCY"
        case .exchange: "FX"
        case .customer: "CUSTOMER"
        case .mixed: "MIXED"
        case .noSubscription: "NO_SUBSCRIPTION"
        case .afterCancellation: "AFTER_CANCEL"
        case .beforeStart: "BEFORE_START"
        case .duplicate: "DUPLICATE"
        case .duplicateOfPrior: "DUPLICATE_PRIOR"
        case .creditUnlinked: "CREDIT_UNLINKED"
        case .correction: "CORRECTION"
        case .nonSubscription: "NON_SUBSCRIPTION"
        case .tax: "TAX"
        case .ambiguous: "AMBIGUOUS"
        case .unmapped: "UNMAPPED"
        case .notBilled: "NOT_BILLED"
        case .notDue: "NOT_DUE"
        case .timing: "TIMING"
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
        case .rounding: "agrees once it is rounded"
        case .prorated: "changes within a cycle, of which a named model explains every row"
        case .netted: "rows with one reference net to the expected amount"
        case .tolerated: "differs within the tolerance"
        case .quantityOver: "more seats billed than the subscription holds"
        case .quantityUnder: "fewer seats billed than the subscription holds"
        case .priceOver: "seats agree, the price is higher"
        case .priceUnder: "seats agree, the price is lower"
        case .term: "the term or the billing cycle is not the subscription's"
        case .period: "the charged days are not those of the subscription or its billing cycle"
        case .prorationUnexplained: "part of a cycle is billed, and the amount is not explained"
        case .currency: "billed in another currency than the subscription's"
        case .exchange: "exchanged at another rate than the stated one"
        case .customer: "the subscription belongs to another customer"
        case .mixed: "more than one thing differs"
        case .noSubscription: "no subscription goes with the charge"
        case .afterCancellation: "charged after the subscription ended"
        case .beforeStart: "charged for days before the subscription began"
        case .duplicate: "the same charge once more"
        case .duplicateOfPrior: "the same charge as in an earlier period"
        case .creditUnlinked: "a credit that refers to no charge"
        case .correction: "a correction of an earlier period's charge"
        case .nonSubscription: "usage, one-time, marketplace or support: no subscription to hold it against"
        case .tax: "tax"
        case .ambiguous: "several subscriptions go with the charge equally well"
        case .unmapped: "an id that the alias file does not know"
        case .notBilled: "due in the period and not billed"
        case .notDue: "nothing is due in the period: trial, free, ended, or another cycle"
        case .timing: "begun in the last days of the period and not billed yet"
        case .state: "the status is neither active nor ended, or ended without a day"
        case .headerLines: "the invoice's total is not the sum of its lines, tax and adjustments"
        case .invoiceReport: "the invoice's lines do not come to what the report says"
        case .missingDocument: "the report bills a provider of which there is no invoice line"
        case .unknownType: "the charge type is not in the table"
        }
    }
}
