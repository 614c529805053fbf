import Records

/// What may differ between a charge and its entitlement, and by how much.
package struct Comparison: Sendable, Hashable {
    /// How much quantities may differ.
    package var quantity = Tolerance()
    /// How much amounts may differ where nothing more special is said.
    package var amount = Tolerance()
    /// How much amounts may differ where the difference would have this code.
    package var codes: [OutcomeCode: Tolerance] = [:]
    /// How much amounts may differ where all rows are of this class.
    package var classes: [ChargeClass: Tolerance] = [:]
    /// By how many days a charge may begin before, or end after, its entitlement.
    package var days = 0

    /// The codes that may have a tolerance of their own.
    package static let tolerableCodes: Set<OutcomeCode> = [
        .quantityOver, .quantityUnder, .priceOver, .priceUnder, .exchange,
    ]

    /// A comparison in which nothing may differ.
    package init() {}

    /// The tolerance of a bucket.
    subscript(bucket: ToleranceBucket) -> Tolerance {
        switch bucket {
        case .amount: amount
        case .code(let code): codes[code] ?? Tolerance()
        case .chargeClass(let chargeClass): classes[chargeClass] ?? Tolerance()
        case .rounding: Tolerance()
        }
    }
}

/// Where a tolerated difference is posted: under the tolerance by which it passed.
package enum ToleranceBucket: Sendable, Hashable {
    /// The tolerance of amounts in general.
    case amount
    /// The tolerance of a code.
    case code(OutcomeCode)
    /// The tolerance of a class.
    case chargeClass(ChargeClass)
    /// None: what rounding models leave, at most a minor unit a row.
    case rounding

    /// The bucket's name, as outputs have it: `amount`, `code:V3`, `class:credit`.
    package var name: String {
        switch self {
        case .amount: "amount"
        case .code(let code): "code:\(code.rawValue)"
        case .chargeClass(let chargeClass): "class:\(chargeClass.rawValue)"
        case .rounding: "rounding"
        }
    }
}
