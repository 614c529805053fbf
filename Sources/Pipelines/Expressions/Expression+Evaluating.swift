import Records

extension Expression {
    /// Whether the condition holds, and why.
    ///
    /// - Parameter valueOf: The value of a reference, or `nil` when it is not known yet; it is asked once for each.
    package func evaluate(_ valueOf: (Reference) -> ExpressionValue?) -> Evaluation {
        var values: [Reference: ExpressionValue] = [:]
        for reference in references { values[reference] = valueOf(reference) }
        let evaluator = ExpressionEvaluator(values: values)
        do throws(ExpressionFault) {
            let outcome: Evaluation.Outcome =
                switch try evaluator.truth(of: root) {
                case true?: .holds
                case false?: .fails
                case nil: .unknown
                }
            return Evaluation(outcome: outcome, explanation: try evaluator.explanation(of: root).printable())
        } catch {
            return Evaluation(outcome: .fault(error), explanation: error.message)
        }
    }
}
