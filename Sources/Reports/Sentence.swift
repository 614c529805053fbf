import Reconciliation
import Records

/// Says in a sentence, with the arithmetic, why an outcome is what it is.
enum Sentence {
    /// The sentence, without a full stop.
    static func why(_ outcome: Outcome, in kind: Reconciliation.Kind) -> String {
        let sides = [outcome.billed.map { billed($0, kind) }, outcome.expected.map { expected($0, outcome, kind) }]
        return "\(meaning(of: outcome, in: kind)): \(sides.compactMap { $0 }.joined(separator: ", "))"
    }

    /// What the code says; of documents' rows without any key, why they agree with nothing.
    private static func meaning(of outcome: Outcome, in kind: Reconciliation.Kind) -> String {
        let isKeyless = kind != .entitlements && outcome.keys == MatchKeys()
        guard isKeyless, [.headerLines, .invoiceReport].contains(outcome.code) else {
            return outcome.code.meaning(in: kind)
        }
        return "the rows do not say what they belong to, since all that they are tied by is empty"
    }

    private static func billed(_ side: OutcomeSide, _ kind: Reconciliation.Kind) -> String {
        let amount = money(side.amount, side.currency)
        return switch kind {
        case .entitlements: "billed \(side.quantity) for \(amount)"
        case .agreements: side.currency == .none ? "held \(side.quantity)" : "held \(side.quantity) for \(amount)"
        case .headerAndLines: "header \(amount)"
        case .linesAndCharges: "\(counted(side.rows.count, "invoice line")) for \(amount)"
        }
    }

    private static func expected(_ side: OutcomeSide, _ outcome: Outcome, _ kind: Reconciliation.Kind) -> String {
        let amount = money(side.amount, side.currency)
        switch kind {
        case .agreements:
            return side.currency == .none ? "agreed \(side.quantity)" : "agreed \(side.quantity) for \(amount)"
        case .entitlements:
            guard let price = outcome.unitPrice, !side.amount.isZero else { return "expected \(amount)" }
            return "expected \(side.quantity) × \(price) = \(amount)"
        case .headerAndLines:
            let parts = outcome.parts.map { "\($0.name) \($0.amount.money(in: side.currency))" }
            return "\(counted(side.rows.count, "line")): \(parts.joined(separator: " + ")) = \(amount)"
        case .linesAndCharges:
            return "\(counted(side.rows.count, "report row")) for \(amount)"
        }
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(grouped(count)) \(noun)s"
    }

    private static func money(_ amount: ExactDecimal, _ currency: Currency) -> String {
        "\(amount.money(in: currency)) \(currency)"
    }
}

extension OutcomeCode {
    /// What the code says in a leg of this kind; documents have amounts and nothing else that could agree.
    func meaning(in kind: Reconciliation.Kind) -> String {
        switch (self, kind) {
        case (.exact, .headerAndLines), (.exact, .linesAndCharges): "the amounts agree"
        case (.duplicate, .headerAndLines): "the invoice has more than one header"
        case (.exact, .agreements): "as many are held as were agreed to"
        case (.quantityOver, .agreements): "more seats held than the customer agreed to"
        case (.quantityUnder, .agreements): "fewer seats held than the customer agreed to"
        case (.noSubscription, .agreements): "held, and in no agreement"
        case (.notBilled, .agreements): "agreed to, and not held"
        case (.notDue, .agreements): "nothing is held and nothing was agreed to"
        default: meaning
        }
    }
}
