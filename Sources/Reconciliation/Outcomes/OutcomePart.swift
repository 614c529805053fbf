package import Records

/// A named part of an amount.
package struct OutcomePart: Sendable, Hashable {
    /// What it is: `lines`, `tax`, `adjustments` of an invoice; `quantity`, `price`, `period`, `fx`, `rest` of a
    /// difference.
    package let name: String
    /// Its amount.
    package let amount: ExactDecimal
}
