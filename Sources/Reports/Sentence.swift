import Formats
import Reconciliation
import Records

/// Says in a sentence, with the arithmetic, why an outcome is what it is.
///
/// It writes bytes: the sentences are most of what a run publishes, and a string for each part of one takes longer than
/// compressing them.
struct Sentence {
    private let kind: Reconciliation.Kind
    /// The sentence, without a full stop.
    private(set) var bytes: [UInt8] = []

    /// Nothing yet, for outcomes of a leg of this kind.
    init(in kind: Reconciliation.Kind) {
        self.kind = kind
    }

    /// Makes the sentence of an outcome, in place of the one before.
    mutating func tell(_ outcome: Outcome) {
        bytes.removeAll(keepingCapacity: true)
        add(meaning(of: outcome))
        add(word: ": ")
        // Where everything agrees to the last digit, one calculation tells both sides.
        if let side = outcome.expected, kind == .entitlements, outcome.code == .exact {
            return addCalculation(of: side, outcome.unitPrice)
        }
        if let side = outcome.billed { addBilled(side) }
        guard let side = outcome.expected else { return }
        if outcome.billed != nil { add(word: ", ") }
        addExpected(side, outcome)
    }

    /// What the code says; of documents' rows without any key, why they agree with nothing.
    private func meaning(of outcome: Outcome) -> String {
        let isKeyless = kind != .entitlements && outcome.keys == MatchKeys()
        guard isKeyless, [.headerLines, .invoiceReport].contains(outcome.code) else {
            return outcome.code.meaning(in: kind)
        }
        return "the rows do not say what they belong to, since all that they are tied by is empty"
    }

    private mutating func addBilled(_ side: OutcomeSide) {
        switch kind {
        case .entitlements:
            add(word: "billed ")
            side.quantity.append(to: &bytes)
            add(word: " for ")
        case .agreements: return addSeats("held", side)
        case .headerAndLines: add(word: "header ")
        case .linesAndCharges:
            add(counted(side.rows.count, "invoice line"))
            add(word: " for ")
        }
        add(side.amount, side.currency)
    }

    private mutating func addExpected(_ side: OutcomeSide, _ outcome: Outcome) {
        switch kind {
        case .entitlements:
            add(word: "expected ")
            return addCalculation(of: side, outcome.unitPrice)
        case .agreements: return addSeats("agreed", side)
        case .headerAndLines:
            add("\(counted(side.rows.count, "line")): ")
            let parts = outcome.parts.map { "\($0.name) \($0.amount.money(in: side.currency))" }
            add("\(parts.joined(separator: " + ")) = ")
        case .linesAndCharges: add("\(counted(side.rows.count, "report row")) for ")
        }
        add(side.amount, side.currency)
    }

    private mutating func addSeats(_ verb: String, _ side: OutcomeSide) {
        add("\(verb) \(side.quantity)")
        guard side.currency != .none else { return }
        add(word: " for ")
        add(side.amount, side.currency)
    }

    private mutating func addCalculation(of side: OutcomeSide, _ price: ExactDecimal?) {
        if let price, !side.amount.isZero {
            side.quantity.append(to: &bytes)
            add(word: " × ")
            price.append(to: &bytes)
            add(word: " = ")
        }
        add(side.amount, side.currency)
    }

    private mutating func add(_ amount: ExactDecimal, _ currency: Currency) {
        amount.append(to: &bytes, minimumFractionDigits: currency.minorUnitDigits)
        add(word: " ")
        currency.append(to: &bytes)
    }

    private mutating func add(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds one of the words between the figures.
    private mutating func add(word: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(grouped(count)) \(noun)s"
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
