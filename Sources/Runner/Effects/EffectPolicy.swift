package import Formats

/// Whether a run may change anything at the service.
package enum EffectPolicy: Sendable, Hashable {
    /// It may not, as long as nobody says so.
    case withheld
    /// It was asked to only say what it would do.
    case rehearsed
    /// It may, where a gate holds.
    case allowed
}

/// What came of a stage that orders something.
package struct EffectReport: Sendable, Hashable, CustomStringConvertible {
    /// How it ended.
    package enum Ending: String, Sendable, Hashable {
        /// The order was sent, and its invoices are there.
        case made
        /// It was carried out before, or its invoices are there without it; nothing was sent.
        case present
        /// The service took the order, then or before, and says that it made no invoice.
        case empty
        /// The gate does not hold; nothing was sent.
        case skipped
        /// It would be sent if it were allowed.
        case withheld
    }

    /// The stage.
    package let stage: String
    /// How it ended.
    package let ending: Ending
    /// The same in words.
    package let message: String
    /// Its number in the ledger, where it has one.
    package let effectID: Int?
    /// The invoices that are there.
    package let invoiceIDs: [String]

    /// A report from its parts.
    init(_ stage: String, _ ending: Ending, _ message: String, effectID: Int? = nil, invoiceIDs: [String] = []) {
        self.stage = stage
        self.ending = ending
        self.message = message
        self.effectID = effectID
        self.invoiceIDs = invoiceIDs
    }

    package var description: String { message }

    /// The report for machines.
    package var json: JSONValue {
        [
            "stage": .string(stage),
            "ending": .string(ending.rawValue),
            "message": .string(message),
            "effect": effectID.map { .number(String($0)) } ?? .null,
            "invoices": .array(invoiceIDs.map(JSONValue.string)),
        ]
    }
}
