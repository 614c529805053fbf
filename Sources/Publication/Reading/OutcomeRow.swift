package import Records

/// A column of the tables of outcomes. What a table lacks is empty in all of its rows.
package enum OutcomeColumn: Int, Sendable, CaseIterable {
    case leg, code, outcome
    case subscription, sku, customer, product, partNumber, provider, invoice
    case chargedFrom, chargedUntil, matchLevel, billedQuantity, expectedQuantity, unitPrice
    case currency, billedAmount, expectedAmount, difference, expectedCurrency
    case model, modelAmount, residual, quantityPart, pricePart, periodPart, fxPart, restPart, rate, bucket, flags
    case why, chargeRows, entitlementRows, chargeText, entitlementText

    /// The headings, in the order of the cases.
    private static let headings = [
        "leg", "code", "outcome", "subscription", "sku", "customer", "product", "part_number", "provider", "invoice",
        "charged_from", "charged_until", "match_level", "billed_quantity", "expected_quantity", "unit_price",
        "currency", "billed_amount", "expected_amount", "difference", "expected_currency", "model", "model_amount",
        "residual", "quantity_part", "price_part", "period_part", "fx_part", "rest_part", "rate", "bucket", "flags",
        "why", "charge_rows", "entitlement_rows", "charge_text", "entitlement_text",
    ]

    /// The column's heading.
    package var heading: String { Self.headings[rawValue] }

    /// The columns without which a table is none of outcomes.
    static let required: [OutcomeColumn] = [
        .leg, .code, .outcome, .currency, .billedAmount, .expectedAmount, .difference, .expectedCurrency, .why,
        .chargeRows, .entitlementRows,
    ]

    /// The parts that a difference is the sum of.
    package static let parts: [OutcomeColumn] = [.quantityPart, .pricePart, .periodPart, .fxPart, .restPart]
}

/// A line of `breaks.csv.gz` or `matches.csv.gz`, as it stands there.
package struct OutcomeRow: Sendable {
    /// The file that it stands in.
    package let file: String
    /// Its number in the file, from 1.
    package let row: Int
    private let columns: [TextColumn?]
    private let index: Int

    fileprivate init(file: String, row: Int, columns: [TextColumn?], index: Int) {
        self.file = file
        self.row = row
        self.columns = columns
        self.index = index
    }

    /// Whether the line stands among the breaks.
    package var isBreak: Bool { file == "breaks.csv.gz" }

    /// The text of a column; empty where the table has no such column.
    package func text(_ column: OutcomeColumn) -> String {
        columns[column.rawValue]?.string(index) ?? ""
    }

    /// Whether a column has no text.
    package func isEmpty(_ column: OutcomeColumn) -> Bool {
        columns[column.rawValue]?.range(index).isEmpty ?? true
    }

    /// The bytes of a column.
    package func bytes(_ column: OutcomeColumn) -> ArraySlice<UInt8> {
        columns[column.rawValue].map { $0.bytes[$0.range(index)] } ?? []
    }

    /// The number in a column; `nil` where there is none.
    ///
    /// - Throws: ``SetFault`` when what stands there is none.
    package func decimal(_ column: OutcomeColumn) throws(SetFault) -> ExactDecimal? {
        guard let values = columns[column.rawValue], case let range = values.range(index), !range.isEmpty else {
            return nil
        }
        do {
            return try ExactDecimal(parsing: values.bytes.span.extracting(range))
        } catch {
            throw fault(column, "is no number", found: text(column))
        }
    }

    /// The currency in a column; `nil` where there is none.
    ///
    /// - Throws: ``SetFault`` when what stands there is none.
    package func currency(_ column: OutcomeColumn) throws(SetFault) -> Currency? {
        guard !isEmpty(column) else { return nil }
        guard let currency = Currency(text(column)) else { throw fault(column, "is no currency", found: text(column)) }
        return currency
    }

    /// A fault of this line.
    func fault(
        _ column: OutcomeColumn?, _ reason: String, expected: String? = nil, found: String? = nil
    ) -> SetFault {
        SetFault(file: file, row: row, column: column?.heading, reason, expected: expected, found: found)
    }
}

/// Reads a table of outcomes line by line.
package struct OutcomeReader: ~Copyable {
    private var table: SetTable
    private var columns: [TextColumn?] = []
    private var rows: [UInt32] = []
    private var next = 0

    /// The lines of `breaks.csv.gz` or `matches.csv.gz` in a set's directory.
    package init(_ name: String, in directory: String) throws {
        table = try SetTable(name, in: directory, columns: nil)
    }

    /// The next line; `nil` behind the last.
    ///
    /// - Throws: As ``SetTable/next()``; ``SetFault`` when the table lacks a column.
    package mutating func nextRow() throws -> OutcomeRow? {
        while next == rows.count {
            guard let batch = try table.next() else { return nil }
            try take(batch)
        }
        defer { next += 1 }
        return OutcomeRow(file: table.name, row: Int(rows[next]), columns: columns, index: next)
    }

    private mutating func take(_ batch: RecordBatch) throws {
        columns = OutcomeColumn.allCases.map { column in
            guard let place = batch.schema.index(of: column.heading) else { return nil }
            guard case .text(let values) = batch.columns[place] else { return nil }
            return values
        }
        for column in OutcomeColumn.required where columns[column.rawValue] == nil {
            throw SetFault(file: table.name, column: column.heading, "there is no such column")
        }
        (rows, next) = (batch.rows, 0)
    }
}
