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

    /// What the rows of one code begin with. In their order, outcomes with one code follow each other.
    private struct RowBeginning {
        var code: OutcomeCode?
        var fields: [UInt8] = []
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
        "billed_amount", "expected_amount", "difference", "expected_currency", "model", "model_amount", "residual",
        "quantity_part", "price_part", "period_part", "fx_part", "rest_part", "rate", "bucket", "flags", "why",
        "charge_rows", "entitlement_rows",
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
        var (sentence, places, beginning) = (Sentence(in: leg.result.kind), [UInt8](), RowBeginning())
        try leg.result.source.forEach(ofCodes: { $0.isBreak == (content == .breaks) }) { outcome, keys in
            sentence.tell(outcome)
            if outcome.code != beginning.code {
                let fields = writer.written([leg.name, outcome.code.rawValue, outcome.code.name])
                beginning = RowBeginning(code: outcome.code, fields: fields)
            }
            writer.writtenFields(beginning.fields.span)
            try write(outcome, keys, why: sentence.bytes.span, leg, evidence, &places, to: &writer)
            count += 1
            if writer.bytes.count > 1 << 18 { try drain(&writer) }
        }
        try drain(&writer)
        return count
    }

    /// Writes what follows the leg and the code.
    private func write(
        _ outcome: Outcome, _ keys: KeyTable, why: Span<UInt8>, _ leg: RunSummary.Leg, _ evidence: OutcomeEvidence,
        _ places: inout [UInt8], to writer: inout CSVWriter
    ) throws {
        write(outcome.keys, of: keys, to: &writer)
        writer.field(outcome.interval?.start)
        writer.field(outcome.interval?.end.advanced(byDays: -1))
        writer.field(outcome.level.map { ExactDecimal($0) })
        let hasQuantities = leg.result.kind.hasQuantities
        writer.field(hasQuantities ? outcome.billed?.quantity : nil)
        writer.field(hasQuantities ? outcome.expected?.quantity : nil)
        writer.field(outcome.unitPrice)
        let digits = outcome.currency?.minorUnitDigits ?? 0
        writer.field(outcome.currency)
        writer.field(outcome.billed?.amount, minimumFractionDigits: digits)
        writer.field(outcome.expected?.amount, minimumFractionDigits: digits)
        writer.field(try outcome.difference, minimumFractionDigits: digits)
        writer.field(outcome.hasTwoCurrencies ? outcome.expected?.currency : nil)
        try writeProof(outcome, digits: digits, to: &writer)
        writer.field(why)
        let (charged, expected) = (outcome.billed?.rows ?? [], outcome.expected?.rows ?? [])
        places.removeAll(keepingCapacity: true)
        evidence.charges.appendPlaces(of: charged, to: &places)
        writer.field(places.span)
        places.removeAll(keepingCapacity: true)
        evidence.entitlements.appendPlaces(of: expected, to: &places)
        writer.field(places.span)
        if content == .breaks {
            writer.field(try evidence.charges.text(of: charged))
            writer.field(try evidence.entitlements.text(of: expected))
        }
        writer.endRow()
    }
}

extension OutcomeTable {
    private func write(_ keys: MatchKeys, of table: KeyTable, to writer: inout CSVWriter) {
        let published = keys.published
        let last = published.indices.last { published[$0] != .empty } ?? -1
        for place in 0..<last + 1 { writer.field(published[place], of: table) }
        writer.emptyFields(published.count - last - 1)
    }

    /// How many fields ``writeProof(_:digits:to:)`` writes: from `model` to `flags`.
    private static let proofFieldCount = 11

    /// How the amount comes about, and what the difference is made of.
    private func writeProof(_ outcome: Outcome, digits: Int, to writer: inout CSVWriter) throws {
        guard outcome.hasProof else { return writer.emptyFields(Self.proofFieldCount) }
        writer.field(outcome.explanation.map { $0.models.map(\.id).joined(separator: " + ") } ?? "")
        writer.field(outcome.explanation?.amount, minimumFractionDigits: digits)
        writer.field(outcome.explanation?.residual, minimumFractionDigits: digits)
        for place in 0..<5 {
            let part = outcome.variance.isEmpty ? nil : outcome.variance[place].amount
            writer.field(part, minimumFractionDigits: digits)
        }
        writer.field(outcome.rate)
        writer.field(try outcome.posting?.bucket.name ?? "")
        writer.field(outcome.flags.isEmpty ? "" : outcome.flags.names.joined(separator: " "))
    }
}

extension Outcome {
    /// Whether there is more to say than what was billed and what was expected.
    fileprivate var hasProof: Bool {
        explanation != nil || !variance.isEmpty || rate != nil || isTolerated || !flags.isEmpty
    }
}

extension CSVWriter {
    /// Adds a field with the text behind a key.
    fileprivate mutating func field(_ key: KeyID, of table: KeyTable) {
        var isPlain = true
        table.withText(key) { text in
            isPlain = text.isASCII
            if isPlain { field(text) }
        }
        // Anything but ASCII may be no UTF-8, which is to be made some.
        if !isPlain { field(table.text(key)) }
    }
}

extension Reconciliation.Kind {
    /// Whether outcomes have seats, and not amounts alone.
    var hasQuantities: Bool {
        switch self {
        case .entitlements, .agreements: true
        case .headerAndLines, .linesAndCharges: false
        }
    }
}
