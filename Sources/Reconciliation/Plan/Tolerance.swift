package import Records

/// How much two values may differ and still pass. Every bound that is set must hold.
package struct Tolerance: Sendable, Hashable {
    /// The largest difference, in the unit of the values.
    package var absolute: ExactDecimal?
    /// The largest difference in percent of the expected value.
    package var percent: ExactDecimal?
    /// The largest sum of the differences that pass, in one currency; beyond it none of them passes.
    package var maximumTotal: ExactDecimal?

    /// Two documents may differ by what rounding alone makes of so many rows, and by no less than so many minor units.
    ///
    /// The bound is the larger of this floor and √rows × half a minor unit. Source: FOCUS, "Rounding variance tolerance",
    /// where the floor is 100.
    package var statisticalFloor: Int?

    /// A tolerance from its bounds; without any, nothing is tolerated.
    package init(
        absolute: ExactDecimal? = nil, percent: ExactDecimal? = nil, maximumTotal: ExactDecimal? = nil,
        statisticalFloor: Int? = nil
    ) {
        self.statisticalFloor = statisticalFloor
        self.absolute = absolute
        self.percent = percent
        self.maximumTotal = maximumTotal
    }

    /// Whether a difference between two documents passes, but for the sum of all.
    ///
    /// - Parameters:
    ///   - rows: How many rows explain the amount.
    ///   - unit: The currency's smallest amount.
    /// - Throws: `ExactDecimal.Overflow`.
    func allows(
        _ difference: ExactDecimal, of expected: ExactDecimal, rows: Int, unit: ExactDecimal
    ) throws(ExactDecimal.Overflow) -> Bool {
        guard let statisticalFloor else { return try allows(difference, of: expected) }
        if absolute != nil || percent != nil, try !allows(difference, of: expected) { return false }
        let floor = try unit.multiplied(by: ExactDecimal(statisticalFloor))
        if difference.magnitude <= floor { return true }
        // (2 × difference)² ≤ rows × unit², so that no root is taken. The units are whole numbers, up to 10²⁰.
        let doubled = try difference.magnitude.multiplied(by: ExactDecimal(2))
        let units = doubled.scaled / unit.scaled + (doubled.scaled.isMultiple(of: unit.scaled) ? 0 : 1)
        let (square, overflow) = units.multipliedReportingOverflow(by: units)
        return !overflow && square <= Int128(rows)
    }

    /// Whether a difference passes, but for the sum of all.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func allows(_ difference: ExactDecimal, of expected: ExactDecimal) throws(ExactDecimal.Overflow) -> Bool {
        guard absolute != nil || percent != nil else { return difference.isZero }
        if let absolute, difference.magnitude > absolute { return false }
        guard let percent else { return true }
        let hundredfold = try difference.magnitude.multiplied(by: ExactDecimal(100))
        return hundredfold <= (try expected.magnitude.multiplied(by: percent))
    }
}
