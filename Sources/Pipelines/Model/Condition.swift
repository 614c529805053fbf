import Records

/// Something that a condition may ask of a stage.
package struct StageMeasure: Sendable, Hashable {
    /// What is counted.
    package enum Kind: String, Sendable, CaseIterable {
        /// The records that a parse stage has read.
        case records
        /// Those that it could not read.
        case rejects
        /// The outcomes of a reconcile stage.
        case outcomes
        /// Those of them that are no breaks.
        case matches
        /// Those of them that need a person.
        case breaks
    }

    /// The stage. A stage that is fanned out stands for all of its legs together.
    package let stage: String
    /// What is counted.
    package let kind: Kind
}

/// A condition of a pipeline, with its parameters filled in: what is left to know are the measures of stages.
package struct Condition: Sendable {
    /// The condition, as it was checked.
    package let expression: Expression
    private let parameters: [Parameter]
    private let each: (name: String, item: String)?
    /// The stages that stand for others in this leg.
    private let legs: [String: String]

    init(
        _ expression: Expression, parameters: [Parameter], each: (name: String, item: String)?, legs: [String: String]
    ) {
        self.expression = expression
        self.parameters = parameters
        self.each = each
        self.legs = legs
    }

    /// The stages that it asks about.
    package var stages: [String] {
        var names: [String] = []
        for measure in measures where !names.contains(measure.stage) { names.append(measure.stage) }
        return names
    }

    /// What it asks of stages.
    package var measures: [StageMeasure] { expression.references.compactMap(measure) }

    /// Whether it is false whatever a run is given, and whatever it finds.
    var isNever: Bool {
        expression.references.isEmpty && evaluate { _ in nil }.outcome == .fails
    }

    /// Whether it holds, as far as that can be told.
    ///
    /// - Parameter count: The count of a measure; `nil` while it is not known.
    package func evaluate(_ count: (StageMeasure) -> Int?) -> Evaluation {
        expression.evaluate { reference in
            if let measure = measure(reference) { return count(measure).map { .number(ExactDecimal($0)) } }
            return try? Self.value(of: reference, parameters, each).get()
        }
    }

    /// What it asks about, with the values as conditions write them.
    ///
    /// - Parameter count: As for ``evaluate(_:)``; what is not known is left out.
    package func values(_ count: (StageMeasure) -> Int?) -> [(reference: String, value: String)] {
        expression.references.compactMap { reference in
            let value: ExpressionValue? =
                if let measure = measure(reference) {
                    count(measure).map { .number(ExactDecimal($0)) }
                } else {
                    try? Self.value(of: reference, parameters, each).get()
                }
            return value.map { (reference.description, $0.description) }
        }
    }

    func measure(_ reference: Reference) -> StageMeasure? {
        guard reference.steps.count == 2, !Self.namespaces.contains(reference.steps[0]),
            let kind = StageMeasure.Kind(rawValue: reference.steps[1])
        else { return nil }
        return StageMeasure(stage: legs[reference.steps[0]] ?? reference.steps[0], kind: kind)
    }

    /// The names that stand for no stage.
    static let namespaces = ["params", "each", "secrets"]

    /// The value of a parameter, of its part, or of an item.
    static func value(
        of reference: Reference, _ parameters: [Parameter], _ each: (name: String, item: String)?
    ) -> Result<ExpressionValue, UnknownReference> {
        let steps = reference.steps
        guard steps.count >= 2 else {
            return .failure(UnknownReference(message: "\"\(reference)\" stands for nothing"))
        }
        if steps[0] == "each" {
            if steps.count == 2, let each, each.name == steps[1] { return .success(.text(each.item)) }
            let known = each.map { "; there is each.\($0.name)" } ?? "; `each.` belongs to stages with a for_each"
            return .failure(UnknownReference(message: "\"\(reference)\" is unknown\(known)"))
        }
        guard steps[0] == "params", let parameter = parameters.first(where: { $0.name == steps[1] }) else {
            let hint = Suggestion.text(for: steps[1], among: parameters.map(\.name))
            return .failure(UnknownReference(message: "unknown parameter \"\(steps[1])\"\(hint)"))
        }
        if steps.count == 2 { return .success(parameter.value.operand) }
        if steps.count == 3, let date = parameter.value.part(steps[2]) { return .success(.date(date)) }
        return .failure(
            UnknownReference(
                message: "\"\(steps[1])\" has no part \"\(steps[2])\"; a month has start, end and last_day"))
    }
}
