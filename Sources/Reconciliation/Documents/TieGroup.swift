import Records

/// Amounts of two documents that are added up together: equal in the plan's keys and currency.
struct TieGroup: Sendable {
    /// What makes amounts belong together.
    struct Identity: Sendable, Hashable {
        let keys: MatchKeys
        let currency: Currency
    }

    /// What one document has for the group.
    struct Sum: Sendable {
        fileprivate(set) var amount = ExactDecimal.zero
        fileprivate(set) var rows = RowList()

        fileprivate mutating func add(_ item: TieItem) throws(ExactDecimal.Overflow) {
            amount = try amount.adding(item.amount)
            rows.append(item.origin)
        }
    }

    let identity: Identity
    /// Whether the document that should state these amounts does not exist.
    let isDocumentMissing: Bool
    private(set) var stated = Sum()
    private(set) var explaining = Sum()
    private var tax = ExactDecimal.zero
    private var adjustments = ExactDecimal.zero

    init(identity: Identity, isDocumentMissing: Bool = false) {
        self.identity = identity
        self.isDocumentMissing = isDocumentMissing
    }

    mutating func add(stated item: TieItem) throws(ExactDecimal.Overflow) {
        try stated.add(item)
        tax = try tax.adding(item.tax)
        adjustments = try adjustments.adding(item.adjustments)
    }

    mutating func add(explaining item: TieItem) throws(ExactDecimal.Overflow) {
        try explaining.add(item)
    }

    /// Takes over what explains another group.
    mutating func add(explaining other: TieGroup) throws(ExactDecimal.Overflow) {
        explaining.amount = try explaining.amount.adding(other.explaining.amount)
        for row in other.explaining.rows.sorted { explaining.rows.append(row) }
    }

    /// What becomes of the group.
    ///
    /// - Parameter headers: How many headers its invoice has, in whatever currencies.
    func outcome(_ plan: TiePlan, headers: Int) throws(ExactDecimal.Overflow) -> Outcome {
        let expected = try explaining.amount.adding(tax).adding(adjustments)
        let hasExpected = !explaining.rows.isEmpty || !expected.isZero
        var outcome = Outcome(
            code: try code(plan, expected, headers), level: nil, keys: identity.keys,
            billed: stated.rows.isEmpty ? nil : side(stated.amount, stated.rows),
            expected: hasExpected ? side(expected, explaining.rows) : nil, unitPrice: nil, interval: nil)
        if plan.documents == .headerAndLines { outcome.parts = parts }
        if outcome.code == .tolerated {
            outcome.tolerated = ToleratedVariance(bucket: .amount, code: plan.documents.unequal)
        }
        return outcome
    }

    private func code(
        _ plan: TiePlan, _ expected: ExactDecimal, _ headers: Int
    ) throws(ExactDecimal.Overflow) -> OutcomeCode {
        if isDocumentMissing { return .missingDocument }
        // Two headers of one invoice agree with its lines when those came twice too: that is no agreement.
        if plan.documents == .headerAndLines, headers > 1, !stated.rows.isEmpty { return .duplicate }
        let unequal = plan.documents.unequal
        // Rows that do not say what they belong to may come to the same sum, and agree in nothing.
        if plan.keys.allSatisfy({ identity.keys[$0].isEmpty }) { return unequal }
        let difference = try stated.amount.subtracting(expected)
        if difference.isZero { return .exact }
        let isOneSided = stated.rows.isEmpty || explaining.rows.isEmpty
        let isTolerated = try plan.amount.allows(
            difference, of: expected, rows: Int(explaining.rows.count), unit: identity.currency.minorUnit)
        if !isOneSided, isTolerated { return .tolerated }
        return unequal
    }

    private func side(_ amount: ExactDecimal, _ rows: RowList) -> OutcomeSide {
        OutcomeSide(quantity: .zero, amount: amount, currency: identity.currency, rows: rows.sorted)
    }

    /// What a header's amount should be the sum of.
    private var parts: [OutcomePart] {
        [
            OutcomePart(name: "lines", amount: explaining.amount), OutcomePart(name: "tax", amount: tax),
            OutcomePart(name: "adjustments", amount: adjustments),
        ]
    }
}
