/// What kind of thing was billed; it decides how a charge is treated.
package enum ChargeClass: String, Sendable, Hashable, CaseIterable {
    /// Seats of a subscription: held against an entitlement.
    case subscription
    /// Seats that are changed within a cycle: taken back and charged anew.
    case change
    /// Money back: held against an entitlement when it refers to one of its charges.
    case credit
    /// What puts right a charge of an earlier period.
    case correction
    /// Consumption.
    case usage
    /// A purchase that does not recur, a marketplace item, support, a fee.
    case oneTime = "one-time"
    /// Tax.
    case tax

    /// The classes that are held against entitlements; others are summed.
    package static let heldClasses = Set(allCases.filter(\.isHeld))

    /// Whether charges of the class are held against entitlements.
    var isHeld: Bool {
        switch self {
        case .subscription, .change, .credit, .correction: true
        case .usage, .oneTime, .tax: false
        }
    }
}

/// Which charge type is of which class. Types are compared without regard to ASCII case.
package struct ChargeTypeTable: Sendable, Hashable {
    private var classes: [String: ChargeClass]

    /// The types that Microsoft's reconciliation files and Ion's reports are known to use, and some of your own.
    ///
    /// - Parameter additions: Further types; one that is known already gets the class given here.
    package init(additions: [String: ChargeClass] = [:]) {
        classes = Self.known
        for (type, chargeClass) in additions { classes[type.lowercased()] = chargeClass }
    }

    /// The class of a type; `nil` for one that is not in the table.
    package func chargeClass(of type: String) -> ChargeClass? {
        classes[type.lowercased()]
    }

    private static let known: [String: ChargeClass] = [
        "new": .subscription, "renew": .subscription, "cyclecharge": .subscription,
        "addquantity": .change, "removequantity": .change, "cancelimmediate": .change, "convert": .change,
        "changebillingplan": .change,
        "customercredit": .credit, "correction": .correction,
        "usage": .usage,
        "onetime": .oneTime, "marketplace": .oneTime, "support": .oneTime, "fee": .oneTime,
        "tax": .tax,
    ]
}
