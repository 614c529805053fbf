import Formats
import Reconciliation
import Records

/// Writes what is open, breaks above all: what the next period begins with, one JSON object a line.
package enum OpenItems {
    /// Writes the lines of a leg.
    ///
    /// - Parameter write: Is called with some whole lines at a time.
    package static func write(
        _ leg: RunSummary.Leg, period: String, _ write: ([UInt8]) throws -> Void
    ) throws {
        var bytes: [UInt8] = []
        try leg.result.source.forEach(ofCodes: \.isOpen) { outcome, keys in
            try item(outcome, keys, leg, period).append(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
            guard bytes.count > 1 << 18 else { return }
            try write(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try write(bytes)
    }

    private static func item(
        _ outcome: Outcome, _ keys: KeyTable, _ leg: RunSummary.Leg, _ period: String
    ) throws -> JSONValue {
        let text = keys.text
        let expected = outcome.expected
        let amount = try outcome.difference ?? outcome.billed?.amount ?? .zero
        return [
            "leg": .string(leg.name),
            "period": .string(period),
            "code": .string(outcome.code.rawValue),
            "subscription": .string(text(outcome.keys.subscription)),
            "sku": .string(text(outcome.keys.sku)),
            "customer": .string(text(outcome.keys.customer)),
            "provider": .string(text(outcome.keys.provider)),
            "invoice": .string(text(outcome.keys.invoice)),
            "charged_from": outcome.interval.map { .string($0.start.description) } ?? .null,
            "currency": .string(outcome.currency?.description ?? ""),
            "amount": .string(amount.description),
            "expected_currency": outcome.hasTwoCurrencies
                ? expected.map { .string($0.currency.description) } ?? .null : .null,
            "expected_amount": outcome.hasTwoCurrencies
                ? expected.map { .string($0.amount.description) } ?? .null : .null,
            "status": "NEW",
        ]
    }
}

extension Outcome {
    /// The currency of what was billed or, where nothing was, of what was expected.
    var currency: Currency? { billed?.currency ?? expected?.currency }

    /// Whether the two sides are in different currencies.
    var hasTwoCurrencies: Bool { billed != nil && expected != nil && billed?.currency != expected?.currency }
}
