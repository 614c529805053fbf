package import Records

/// A column of the tables of outcomes, by its heading. What a table lacks is empty in all of its rows.
package enum OutcomeColumn: String, Sendable, CaseIterable {
    case leg, code, outcome
    case subscription, sku, customer, product
    case partNumber = "part_number"
    case provider, invoice
    case chargedFrom = "charged_from"
    case chargedUntil = "charged_until"
    case matchLevel = "match_level"
    case billedQuantity = "billed_quantity"
    case expectedQuantity = "expected_quantity"
    case unitPrice = "unit_price"
    case currency
    case billedAmount = "billed_amount"
    case expectedAmount = "expected_amount"
    case difference
    case expectedCurrency = "expected_currency"
    case model
    case modelAmount = "model_amount"
    case residual
    case quantityPart = "quantity_part"
    case pricePart = "price_part"
    case periodPart = "period_part"
    case fxPart = "fx_part"
    case restPart = "rest_part"
    case rate, bucket, flags, why
    case chargeRows = "charge_rows"
    case entitlementRows = "entitlement_rows"
    case chargeText = "charge_text"
    case entitlementText = "entitlement_text"

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

    /// The text of a column; empty where the table has no such column.
    package func text(_ column: OutcomeColumn) -> String {
        columns[column.place]?.string(index) ?? ""
    }

    /// Whether a column has no text.
    package func isEmpty(_ column: OutcomeColumn) -> Bool {
        columns[column.place]?.range(index).isEmpty ?? true
    }

    /// The bytes of a column.
    package func bytes(_ column: OutcomeColumn) -> ArraySlice<UInt8> {
        columns[column.place].map { $0.bytes[$0.range(index)] } ?? []
    }

    /// The number in a column; `nil` where there is none.
    ///
    /// - Throws: ``SetFault`` when what stands there is none.
    package func decimal(_ column: OutcomeColumn) throws(SetFault) -> ExactDecimal? {
        guard let values = columns[column.place], case let range = values.range(index), !range.isEmpty else {
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
        SetFault(file: file, row: row, column: column?.rawValue, reason, expected: expected, found: found)
    }
}

extension OutcomeColumn {
    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// The column's place among all.
    fileprivate var place: Int { Self.places[self] ?? 0 }
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
            guard let place = batch.schema.index(of: column.rawValue) else { return nil }
            guard case .text(let values) = batch.columns[place] else { return nil }
            return values
        }
        for column in OutcomeColumn.required where columns[column.place] == nil {
            throw SetFault(file: table.name, column: column.rawValue, "there is no such column")
        }
        (rows, next) = (batch.rows, 0)
    }
}
