/// How an amount gets its last digit, in the order in which the ways are tried.
package enum RoundingModel: String, Sendable, Hashable, CaseIterable {
    /// Not at all.
    case exact
    /// The line is cut toward nought.
    case floorLine = "floor-line"
    /// The line is rounded, halves away from nought.
    case halfUpLine = "half-up-line"
    /// The line is rounded, halves to even.
    case halfEvenLine = "half-even-line"
    /// The price of one is cut toward nought, and then multiplied.
    case floorUnit = "floor-unit"
    /// The price of one is rounded, halves away from nought, and then multiplied.
    case halfUpUnit = "half-up-unit"
    /// The line is cut in its own currency, and cut again after it was exchanged.
    case floorLineFloorRate = "floor-line-floor-rate"
}

/// A way of getting from a price to an amount.
package struct ExplanationModel: Sendable, Hashable {
    /// The share of the price.
    package let basis: ProrationBasis
    /// The rounding.
    package let rounding: RoundingModel

    /// The model's id, as outputs name it: `cycle-days/floor-line`.
    package var id: String { "\(basis.rawValue)/\(rounding.rawValue)" }
}
