/// What came of an expression.
package struct Evaluation: Sendable, Hashable {
    /// What came of it.
    package enum Outcome: Sendable, Hashable {
        /// It is true, whatever is still unknown.
        case holds
        /// It is false, whatever is still unknown.
        case fails
        /// It depends on a value that is not known yet.
        case unknown
        /// It cannot be reckoned: a sum is out of range, or a value has another type than its reference should have. That
        /// one part would decide the whole does not excuse another that cannot be reckoned.
        case fault(ExpressionFault)
    }

    /// What came of it.
    package let outcome: Outcome
    /// Why, with the values that decided: `tie_out.breaks == 0 is false: tie_out.breaks is 14`. Of what is joined by `and` or
    /// `or`, the parts that decided.
    package let explanation: String
}
