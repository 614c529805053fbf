package import Records

/// What explains one row.
package struct RowExplanation: Sendable, Hashable {
    /// The model.
    package let model: ExplanationModel
    /// The amount that it gives.
    package let amount: ExactDecimal
    /// Whether that is what was billed; else it comes within a minor unit.
    package let isExact: Bool
}
