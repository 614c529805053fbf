import Pipelines
import Publication
import Reconciliation
import Records

extension SetVerifier {
    /// A verifier that knows the outcome codes and the conditions of this version. It shares their names and their rules with
    /// the engine, and no sums.
    package init(directory: String) {
        let codes = OutcomeCode.allCases.map {
            ($0.rawValue, PublishedCode(name: $0.name, isBreak: $0.isBreak, isOpen: $0.isOpen))
        }
        self.init(
            directory: directory, codes: Dictionary(uniqueKeysWithValues: codes),
            judge: { try $0.isTrue })
    }
}

extension PublishedCondition {
    /// What the condition comes to with its values.
    fileprivate var isTrue: Bool? {
        get throws {
            let start = TextPosition(line: 1, column: 1)
            let expression = try Expression(parsing: text, at: start)
            var known: [String: ExpressionValue] = [:]
            for (reference, value) in values { known[reference] = ExpressionValue(literal: value) }
            switch expression.evaluate({ known[$0.description] }).outcome {
            case .holds: return true
            case .fails: return false
            case .unknown: return nil
            case .fault(let fault): throw fault
            }
        }
    }
}
