import Reconciliation
import Records

/// Says in a sentence, with the arithmetic, why an outcome is what it is.
enum Explanation {
    /// The sentence, without a full stop.
    static func sentence(_ outcome: Outcome) -> String {
        let sides = [outcome.billed.map(billed), outcome.expected.map { expected($0, outcome) }].compactMap { $0 }
        return "\(outcome.code.meaning): \(sides.joined(separator: ", "))"
    }

    private static func billed(_ side: OutcomeSide) -> String {
        "billed \(side.quantity) for \(money(side.amount, side.currency))"
    }

    private static func expected(_ side: OutcomeSide, _ outcome: Outcome) -> String {
        guard let price = outcome.unitPrice, !side.amount.isZero else {
            return "expected \(money(side.amount, side.currency))"
        }
        return "expected \(side.quantity) × \(price) = \(money(side.amount, side.currency))"
    }

    private static func money(_ amount: ExactDecimal, _ currency: Currency) -> String {
        "\(amount.money(in: currency)) \(currency)"
    }
}
