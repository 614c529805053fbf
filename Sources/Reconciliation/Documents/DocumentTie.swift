package import Records

/// Holds one document's amounts against another's: an invoice's header against its lines, or the lines of invoices
/// against the report that explains them.
///
/// Items are added as they arrive, in any order. Amounts with the plan's keys and currency are added up on either side,
/// and each pair of sums ends in one outcome: the two agree, differ within the tolerance, or are a break.
package struct DocumentTie: Sendable {
    /// The texts behind the keys of what is added.
    package var keys = KeyTable()

    private let plan: TiePlan
    private var groups: [TieGroup] = []
    private var groupIndex: [TieGroup.Identity: Int] = [:]
    private var stated = ControlTotals()
    private var explained = ControlTotals()
    /// Tax and adjustments: amounts of headers that no line has.
    private var besides = ControlTotals()

    /// An engine that has seen nothing yet.
    package init(plan: TiePlan) {
        self.plan = plan
    }

    /// Adds what the document that is checked states: a header, or the line of an invoice.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(stated item: TieItem) throws(ExactDecimal.Overflow) {
        try stated.add(item.amount, item.currency)
        try besides.add(try item.tax.adding(item.adjustments), item.currency, rows: 0)
        try groups[group(of: item)].add(stated: item)
    }

    /// Adds what should explain it: the line of an invoice, or the row of a report.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a total does not fit.
    package mutating func add(explaining item: TieItem) throws(ExactDecimal.Overflow) {
        try explained.add(item.amount, item.currency)
        try groups[group(of: item)].add(explaining: item)
    }

    private mutating func group(of item: TieItem) -> Int {
        let identity = TieGroup.Identity(keys: item.keys, currency: item.currency)
        if let group = groupIndex[identity] { return group }
        groupIndex[identity] = groups.count
        groups.append(TieGroup(identity: identity))
        return groups.count - 1
    }

    /// Judges everything that was added.
    ///
    /// - Throws: `ExactDecimal.Overflow` when a sum does not fit.
    package consuming func finish() throws(ExactDecimal.Overflow) -> Reconciliation {
        if plan.documents == .linesAndCharges, plan.keys.contains(.provider) { try joinUndocumented() }
        var headers: [MatchKeys: Int] = [:]
        for group in groups { headers[group.identity.keys, default: 0] += Int(group.stated.rows.count) }
        var outcomes = OutcomeList()
        var pool = TolerancePool { [plan] _ in plan.amount.maximumTotal }
        for group in groups {
            let outcome = try group.outcome(plan, headers: headers[group.identity.keys] ?? 0)
            try pool.pass(outcome, to: &outcomes)
        }
        pool.close(into: &outcomes)
        outcomes.sort(by: keys)
        var expected = explained
        try expected.add(besides)
        return try Reconciliation(
            kind: plan.documents == .headerAndLines ? .headerAndLines : .linesAndCharges, outcomes: outcomes,
            keys: keys, charged: stated, entitled: expected, further: try headerIdentities(outcomes))
    }

    /// T5: the headers are their lines, tax and adjustments, and what the outcomes say that lies between.
    private func headerIdentities(_ outcomes: OutcomeList) throws(ExactDecimal.Overflow) -> [IdentityCheck] {
        guard plan.documents == .headerAndLines else { return [] }
        var sums = explained
        try sums.add(besides)
        for outcome in outcomes {
            try outcome.forEachDifference { (amount, currency) throws(ExactDecimal.Overflow) in
                try sums.add(amount, currency, rows: 0)
            }
        }
        return Set(stated.currencies + sums.currencies).sorted().map {
            IdentityCheck(name: "T5", unit: $0.description, source: stated[$0], outcomes: sums[$0])
        }
    }

    /// Where a provider was billed and no invoice has a line of it, the document is missing: its groups become one a
    /// currency.
    private mutating func joinUndocumented() throws(ExactDecimal.Overflow) {
        let documented = Set(groups.filter { !$0.stated.rows.isEmpty }.map(\.identity.keys.provider))
        var joined: [TieGroup] = []
        var places: [TieGroup.Identity: Int] = [:]
        for group in groups {
            let provider = group.identity.keys.provider
            guard !documented.contains(provider), !group.explaining.amount.isZero else {
                joined.append(group)
                continue
            }
            var keys = MatchKeys()
            keys.provider = provider
            let identity = TieGroup.Identity(keys: keys, currency: group.identity.currency)
            let place = places[identity] ?? joined.count
            if place == joined.count { joined.append(TieGroup(identity: identity, isDocumentMissing: true)) }
            places[identity] = place
            try joined[place].add(explaining: group)
        }
        groups = joined
    }
}
