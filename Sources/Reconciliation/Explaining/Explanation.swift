package import Records

/// What explains an amount: the models of its rows, and what they leave.
///
/// A class, so that the many outcomes that need none stay small.
package final class Explanation: Sendable {
    /// The models, in the order of their first use.
    package let models: [ExplanationModel]
    /// The sum of the amounts that the models give.
    package let amount: ExactDecimal
    /// What was billed, less that.
    package let residual: ExactDecimal
    /// Whether every row is reproduced exactly.
    package let isExact: Bool

    /// The explanation of an amount by those of its rows.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    init(of billed: ExactDecimal, by rows: [RowExplanation]) throws(ExactDecimal.Overflow) {
        var (models, sum): ([ExplanationModel], ExactDecimal) = ([], .zero)
        for row in rows {
            if !models.contains(row.model) { models.append(row.model) }
            sum = try sum.adding(row.amount)
        }
        self.models = models
        amount = sum
        residual = try billed.subtracting(sum)
        isExact = rows.allSatisfy(\.isExact)
    }

    /// An explanation from its parts.
    init(models: [ExplanationModel], amount: ExactDecimal, residual: ExactDecimal, isExact: Bool) {
        self.models = models
        self.amount = amount
        self.residual = residual
        self.isExact = isExact
    }

    var flags: OutcomeFlags {
        var flags: OutcomeFlags = isExact ? [] : .withinAUnit
        if models.contains(where: \.basis.isUnusual) { flags.insert(.unusualBasis) }
        return flags
    }
}
