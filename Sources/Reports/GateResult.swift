extension RunSummary {
    /// How a gate ended.
    package struct GateResult: Sendable {
        /// What was demanded, and what there is.
        package enum Demand: Sendable {
            /// There may be so many breaks in some legs, and there are so many.
            case breaks(limit: Int, count: Int, legs: [String])
            /// A condition was to be true.
            case condition(ConditionResult)
        }

        /// A condition, and what came of it.
        package struct ConditionResult: Sendable {
            /// The condition.
            package let text: String
            /// Why it is demanded, in the words of the pipeline.
            package let because: String?
            /// What it asks about, with the values, both as conditions write them.
            package let values: [(reference: String, value: String)]
            /// Whether it is true.
            package let isTrue: Bool
            /// Why it is true or false: `charges.records > 0 is false: charges.records is 0`.
            package let explanation: String

            /// A result from its parts.
            package init(
                text: String, because: String?, values: [(reference: String, value: String)], isTrue: Bool,
                explanation: String
            ) {
                self.text = text
                self.because = because
                self.values = values
                self.isTrue = isTrue
                self.explanation = explanation
            }
        }

        /// What was demanded.
        package let demand: Demand
        /// The stages that it asks about and that did not run.
        package let skipped: [String]
        /// Whether it holds also when such a stage did not run.
        package let allowsSkipped: Bool

        /// A result from its parts.
        package init(_ demand: Demand, skipped: [String] = [], allowsSkipped: Bool = false) {
            self.demand = demand
            self.skipped = skipped
            self.allowsSkipped = allowsSkipped
        }

        /// Whether the gate holds. What was not looked at proves nothing, unless the gate says that it need not be.
        package var holds: Bool {
            guard skipped.isEmpty || allowsSkipped else { return false }
            switch demand {
            case .breaks(let limit, let count, _): return count <= limit
            case .condition(let result): return result.isTrue
            }
        }
    }
}

extension RunSummary.GateResult {
    /// Why the gate does not hold, in a few words; `nil` when it does.
    var failure: String? {
        if holds { return nil }
        if !skipped.isEmpty, !allowsSkipped {
            let names = skipped.count > 5 ? skipped.prefix(5) + ["\(skipped.count - 5) more"] : skipped[...]
            return "\(names.joined(separator: ", ")) \(skipped.count == 1 ? "was" : "were") skipped"
        }
        switch demand {
        case .breaks(let limit, let count, _): return "\(count) where \(limit) are allowed"
        case .condition(let result): return result.because.map { "\($0): \(result.explanation)" } ?? result.explanation
        }
    }
}
