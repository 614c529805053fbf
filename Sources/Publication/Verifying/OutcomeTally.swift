internal import Records

/// What the lines of the tables come to for one leg, added up anew from the published files.
struct OutcomeTally {
    /// What the lines of one code come to.
    struct Code {
        var count = 0
        var billed = PublishedSummary.Totals()
        var expected = PublishedSummary.Totals()
    }

    /// What is posted to a bucket in one currency.
    struct Posting {
        var count = 0
        var amount = ExactDecimal.zero
    }

    /// The leg, as the summary has it.
    let leg: PublishedSummary.Leg
    private(set) var codes: [String: Code] = [:]
    private(set) var billed = PublishedSummary.Totals()
    private(set) var expected = PublishedSummary.Totals()
    /// Billed less expected; where the two are in different currencies, each in its own.
    private(set) var differences: [Currency: ExactDecimal] = [:]
    /// What was let pass, by the buckets that it is posted to, and by currency.
    private(set) var postings: [String: [Currency: Posting]] = [:]
    /// The number of lines whose code is a break.
    private(set) var breaks = 0
    var billedClaims: RowClaims
    var expectedClaims: RowClaims

    /// A tally of a leg without any line yet.
    ///
    /// - Throws: ``SetFault`` when the summary does not know the leg's sources.
    init(_ leg: PublishedSummary.Leg, in summary: PublishedSummary) throws(SetFault) {
        self.leg = leg
        let sources = [leg.billedSource, leg.expectedSource].map(summary.source)
        guard let billed = sources[0], let expected = sources[1] else {
            throw SetFault(
                file: "summary.json", column: "legs, \(leg.name)", "has a source that is not among the sources")
        }
        billedClaims = RowClaims(billed)
        expectedClaims = RowClaims(expected)
    }

    /// Adds a line.
    ///
    /// - Throws: ``SetFault`` when a sum does not fit.
    mutating func add(_ line: OutcomeFigures, isBreak: Bool, billedRows: Int, expectedRows: Int) throws(SetFault) {
        do throws(ExactDecimal.Overflow) {
            var code = codes[line.code] ?? Code()
            code.count += 1
            breaks += isBreak ? 1 : 0
            try code.billed.add(line.billed, line.currency, rows: billedRows)
            try code.expected.add(line.expected, line.expectedCurrency, rows: expectedRows)
            codes[line.code] = code
            try billed.add(line.billed, line.currency, rows: billedRows)
            try expected.add(line.expected, line.expectedCurrency, rows: expectedRows)
            if let bucket = line.bucket {
                var posting = postings[bucket]?[line.currency] ?? Posting()
                posting.count += 1
                posting.amount = try posting.amount.adding(line.posted)
                postings[bucket, default: [:]][line.currency] = posting
            }
            if let amount = line.billed { try differences.add(amount, line.currency) }
            if let amount = line.expected {
                try differences.add(try ExactDecimal.zero.subtracting(amount), line.expectedCurrency)
            }
        } catch {
            throw line.source.fault(nil, "\(error)")
        }
    }
}

/// The figures of a line of the tables.
struct OutcomeFigures {
    /// The line.
    let source: OutcomeRow
    let code: String
    /// The currency of what was billed.
    let currency: Currency
    /// The currency of what was expected.
    let expectedCurrency: Currency
    let billed: ExactDecimal?
    let expected: ExactDecimal?
    let difference: ExactDecimal?
    /// What was let pass is posted to this bucket.
    let bucket: String?
    /// How much is posted there: what a model leaves over, or else the difference, which parts may stand for.
    let posted: ExactDecimal

    /// Whether the two sides are in different currencies.
    var hasTwoCurrencies: Bool { currency != expectedCurrency }

    /// Reads a line's figures.
    ///
    /// - Throws: ``SetFault`` when one is missing, or is no number or currency.
    init(_ row: OutcomeRow) throws(SetFault) {
        source = row
        code = row.text(.code)
        guard let currency = try row.currency(.currency) else { throw row.fault(.currency, "is missing") }
        self.currency = currency
        expectedCurrency = try row.currency(.expectedCurrency) ?? currency
        billed = try row.decimal(.billedAmount)
        expected = try row.decimal(.expectedAmount)
        difference = try row.decimal(.difference)
        bucket = row.isEmpty(.bucket) ? nil : row.text(.bucket)
        posted = bucket == nil ? .zero : try Self.posted(row, difference)
        guard billed != nil || expected != nil else {
            throw row.fault(nil, "has neither a billed nor an expected amount")
        }
    }
}

extension OutcomeFigures {
    private static func posted(_ row: OutcomeRow, _ difference: ExactDecimal?) throws(SetFault) -> ExactDecimal {
        if row.text(.bucket) == "rounding" { return try row.decimal(.residual) ?? .zero }
        if let difference { return difference }
        var sum = ExactDecimal.zero
        for column in OutcomeColumn.parts {
            guard let part = try row.decimal(column), let more = try? sum.adding(part) else { continue }
            sum = more
        }
        return sum
    }
}

extension PublishedSummary.Totals {
    /// Adds an amount, where there is one, and the rows behind it.
    fileprivate mutating func add(
        _ amount: ExactDecimal?, _ currency: Currency, rows: Int
    ) throws(ExactDecimal.Overflow) {
        self.rows += rows
        guard let amount else { return }
        try amounts.add(amount, currency)
    }
}

extension [Currency: ExactDecimal] {
    /// Adds an amount to the sum of its currency.
    mutating func add(_ amount: ExactDecimal, _ currency: Currency) throws(ExactDecimal.Overflow) {
        self[currency] = try (self[currency] ?? .zero).adding(amount)
    }
}
