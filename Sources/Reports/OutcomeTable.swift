package import Formats
import Reconciliation
import Records

/// Writes outcomes as rows: the breaks with the whole text of their rows, everything else with the rows' places.
package struct OutcomeTable: Sendable {
    /// Which outcomes a table shows.
    package enum Content: Sendable {
        case breaks
        case matches
    }

    private let content: Content

    /// A table of these outcomes.
    package init(_ content: Content) {
        self.content = content
    }

    private static let headings = [
        "leg", "code", "outcome", "subscription", "sku", "customer", "product", "part_number", "provider",
        "invoice", "charged_from", "charged_until", "match_level", "billed_quantity", "expected_quantity", "unit_price",
        "currency",
        "billed_amount", "expected_amount", "difference", "expected_currency", "why", "charge_rows",
        "entitlement_rows",
    ]

    /// Appends the header line.
    package func writeHeader(to writer: inout CSVWriter) {
        writer.row(Self.headings + (content == .breaks ? ["charge_text", "entitlement_text"] : []))
    }

    /// Appends a leg's outcomes, as far as they belong in this table; returns how many did.
    ///
    /// - Parameter drain: Is called every now and then to empty the writer.
    package func write(
        _ leg: RunSummary.Leg, _ evidence: OutcomeEvidence, to writer: inout CSVWriter,
        drain: (inout CSVWriter) throws -> Void
    ) throws -> Int {
        var count = 0
        var explanation = Explanation(in: leg.result.kind)
        for outcome in leg.result.outcomes where outcome.code.isBreak == (content == .breaks) {
            explanation.explain(outcome)
            try write(outcome, explanation, leg, evidence, to: &writer)
            count += 1
            if writer.bytes.count > 1 << 18 { try drain(&writer) }
        }
        try drain(&writer)
        return count
    }

    private func write(
        _ outcome: Outcome, _ explanation: borrowing Explanation, _ leg: RunSummary.Leg, _ evidence: OutcomeEvidence,
        to writer: inout CSVWriter
    ) throws {
        for text in [leg.name, outcome.code.rawValue, outcome.code.name] { writer.field(text) }
        for key in outcome.keys.published { writer.field(key, of: leg.result.keys) }
        writer.field(outcome.interval?.start)
        writer.field(outcome.interval?.end.advanced(byDays: -1))
        writer.field(outcome.level.map { ExactDecimal($0) })
        let hasQuantities = leg.result.kind == .entitlements
        writer.field(hasQuantities ? outcome.billed?.quantity : nil)
        writer.field(hasQuantities ? outcome.expected?.quantity : nil)
        writer.field(outcome.unitPrice)
        let digits = outcome.currency?.minorUnitDigits ?? 0
        writer.field(outcome.currency)
        writer.field(outcome.billed?.amount, minimumFractionDigits: digits)
        writer.field(outcome.expected?.amount, minimumFractionDigits: digits)
        writer.field(try outcome.difference, minimumFractionDigits: digits)
        writer.field(outcome.hasTwoCurrencies ? outcome.expected?.currency : nil)
        writer.field(explanation.bytes.span)
        let (charged, expected) = (outcome.billed?.rows ?? [], outcome.expected?.rows ?? [])
        writer.field(evidence.charges.places(of: charged).span)
        writer.field(evidence.entitlements.places(of: expected).span)
        if content == .breaks {
            writer.field(evidence.charges.text(of: charged))
            writer.field(evidence.entitlements.text(of: expected))
        }
        writer.endRow()
    }
}

extension CSVWriter {
    /// Adds a field with the text behind a key.
    fileprivate mutating func field(_ key: KeyID, of table: KeyTable) {
        var isPlain = true
        table.withText(key) { text in
            for index in text.indices where text[index] >= 0x80 { isPlain = false }
            if isPlain { field(text) }
        }
        // Anything but ASCII may be no UTF-8, which is to be made some.
        if !isPlain { field(table.text(key)) }
    }
}

/// Writes the breaks as open items: what the next period begins with, one JSON object a line.
package enum OpenItems {
    /// The lines of a leg.
    package static func lines(_ leg: RunSummary.Leg, period: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for outcome in leg.result.breaks {
            try item(outcome, leg, period).append(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func item(_ outcome: Outcome, _ leg: RunSummary.Leg, _ period: String) throws -> JSONValue {
        let text = leg.result.keys.text
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
