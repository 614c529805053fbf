import Records

/// What a match is found to be.
struct Judgement {
    var code: OutcomeCode
    var explanation: Explanation?
    var variance: [OutcomePart] = []
    var tolerated: ToleratedVariance?
    var flags = OutcomeFlags()
}

/// Decides what the match of an entitlement and its charges is.
struct MatchJudge {
    /// What knows the plan and the charges.
    let judge: Judge
    let match: Match
    let figures: MatchFigures

    /// The judgement.
    ///
    /// - Throws: `ExactDecimal.Overflow`.
    func judgement() throws(ExactDecimal.Overflow) -> Judgement {
        let hasParts = try hasParts()
        if let code = contradiction { return try varied(code, hasParts: hasParts) }
        return try hasParts ? partsOfCycles() : wholeCycles()
    }

    // MARK: - Contradictions

    /// What is wrong before any amount is looked at.
    private var contradiction: OutcomeCode? {
        let entitlement = match.entitlement
        if match.groups.contains(where: { Self.differ($0.identity.keys.customer, entitlement.keys.customer) }) {
            return .customer
        }
        if entitlement.hasUnclearState, !figures.amount.isZero { return .state }
        if hasOtherTerm { return .term }
        if let code = periodCode { return code }
        return match.groups.contains { $0.members.contains(where: \.contradictsItself) } ? .mixed : nil
    }

    /// Whether both sides have an id and the two differ.
    private static func differ(_ billed: KeyID, _ expected: KeyID) -> Bool {
        !billed.isEmpty && !expected.isEmpty && billed != expected
    }

    private var hasOtherTerm: Bool {
        match.groups.contains { group in
            group.members.contains { member in
                guard member.details >= 0 else { return false }
                let details = judge.charges.details(of: member)
                return details.cycle.map { $0 != .known(match.entitlement.cycle) } ?? false
                    || Self.differ(details.term, match.entitlement.term)
            }
        }
    }

    private static func differ(_ billed: CycleName?, _ expected: CycleName?) -> Bool {
        guard let billed, let expected else { return false }
        return billed != expected
    }

    /// What is wrong with the days, if anything is: they must be days of the subscription, and begin in the period.
    /// A charge for another month's cycle is not this month's, however well its amount agrees. Only what charges must
    /// begin before the end: money back for the days after it is as it should be.
    private var periodCode: OutcomeCode? {
        let intervals = match.groups.compactMap(\.identity.interval)
        guard !intervals.isEmpty else { return nil }
        let (start, end, days) = (match.entitlement.start, match.entitlement.lastEnd, judge.plan.comparison.days)
        if intervals.allSatisfy({ $0.end <= start }) { return .beforeStart }
        let charged = match.groups.filter { !$0.members.allSatisfy(\.takesBack) }.compactMap(\.identity.interval)
        if let end, !charged.isEmpty, charged.allSatisfy({ $0.start >= end }) { return .afterCancellation }
        let isCovered =
            intervals.allSatisfy {
                start.advanced(byDays: -days) <= $0.start && judge.plan.period.start <= $0.start
                    && $0.start < judge.plan.period.end
            } && charged.allSatisfy { interval in end.map { interval.start < $0.advanced(byDays: days) } ?? true }
        return isCovered ? nil : .period
    }

    // MARK: - Parts of cycles

    /// Whether rows for other days than a whole billing cycle come to anything. Changes that were taken back, by rows
    /// with the reference of those that made them, do not.
    private func hasParts() throws(ExactDecimal.Overflow) -> Bool {
        var amounts: [KeyID: ExactDecimal] = [:]
        for group in match.groups where match.entitlement.share(of: group.identity.interval) != .wholeCycle {
            for member in group.members {
                amounts[member.reference] = try (amounts[member.reference] ?? .zero).adding(member.amount)
            }
        }
        return amounts.values.contains { !$0.isZero }
    }

    private func partsOfCycles() throws(ExactDecimal.Overflow) -> Judgement {
        let explanation = try explanation()
        let seats = try SeatCheck(match, plan: judge.plan, isDue: figures.isDue)
        guard let explanation else {
            return try varied(seats.difference == .none ? .prorationUnexplained : .mixed, hasParts: true)
        }
        switch seats.verdict {
        case .addUp:
            var judgement = Judgement(code: .prorated, explanation: explanation, flags: explanation.flags)
            if seats.beginsBefore { judgement.flags.insert(.seatsBeforeNotTested) }
            return judgement
        case .over: return try tolerated(.quantityOver, hasParts: true)
        case .under: return try tolerated(.quantityUnder, hasParts: true)
        case .amiss: return try varied(.period, hasParts: true)
        }
    }

    /// What explains all rows; `nil` when one of them is not explained.
    private func explanation() throws(ExactDecimal.Overflow) -> Explanation? {
        guard !match.entitlement.isTrial else { return nil }
        let explainer = try RowExplainer(
            price: match.entitlement.unitPrice, in: match.entitlement.currency, exchange: match.exchange)
        var rows: [RowExplanation] = []
        for row in match.rows {
            let days = match.entitlement.share(of: row.interval)
            guard let found = try explainer.explain(row.member.amount, seats: row.member.seats, days: days) else {
                return nil
            }
            rows.append(found)
        }
        return try Explanation(of: figures.amount, by: rows)
    }

    // MARK: - Whole cycles

    private func wholeCycles() throws(ExactDecimal.Overflow) -> Judgement {
        if isAgreed {
            let takesBack = match.groups.contains { $0.members.contains(where: \.takesBack) }
            return Judgement(code: takesBack ? .netted : .exact)
        }
        if figures.quantity == figures.entitledQuantity, !figures.expected.isZero, let rounded = try rounding() {
            return Judgement(code: .rounding, explanation: rounded, flags: rounded.flags)
        }
        return try tolerated(
            try variance(hasParts: false).code(figures, isQuantityRight: isQuantityRight()), hasParts: false)
    }

    private var isAgreed: Bool {
        if figures.amount.isZero, figures.quantity.isZero, figures.expected.isZero { return true }
        return figures.quantity == figures.entitledQuantity && figures.amount == figures.expected
    }

    /// What explains the amount when nothing but rounding can differ.
    private func rounding() throws(ExactDecimal.Overflow) -> Explanation? {
        if let explanation = try explanation() { return explanation }
        let rounded = try figures.expected.rounded(.halfUp, toDigits: match.currency.minorUnitDigits)
        guard figures.amount == rounded else { return nil }
        let whole = ExplanationModel(basis: .full, rounding: .halfUpLine)
        return try Explanation(of: figures.amount, by: [RowExplanation(model: whole, amount: rounded, isExact: true)])
    }

    private func isQuantityRight() throws(ExactDecimal.Overflow) -> Bool {
        let difference = try figures.quantity.subtracting(figures.entitledQuantity)
        return try judge.plan.comparison.quantity.allows(difference, of: figures.entitledQuantity)
    }

    // MARK: - Differences

    /// The judgement that a difference has a code, with the difference taken apart.
    private func varied(_ code: OutcomeCode, hasParts: Bool) throws(ExactDecimal.Overflow) -> Judgement {
        guard code.hasVariance else { return Judgement(code: code) }
        return Judgement(code: code, variance: try variance(hasParts: hasParts).parts)
    }

    private func variance(hasParts: Bool) throws(ExactDecimal.Overflow) -> Variance {
        try Variance(match, figures, charges: judge.charges, hasParts: hasParts)
    }

    /// The same, unless a tolerance lets it pass; then it is posted to that tolerance's bucket.
    private func tolerated(_ code: OutcomeCode, hasParts: Bool) throws(ExactDecimal.Overflow) -> Judgement {
        var judgement = try varied(code, hasParts: hasParts)
        if let bucket = try bucket(for: code, hasParts: hasParts) {
            judgement.code = .tolerated
            judgement.tolerated = ToleratedVariance(bucket: bucket, code: code)
        }
        return judgement
    }

    private func bucket(for code: OutcomeCode, hasParts: Bool) throws(ExactDecimal.Overflow) -> ToleranceBucket? {
        let comparison = judge.plan.comparison
        let difference = try figures.amount.subtracting(figures.expected)
        if let special = comparison.codes[code] {
            return try special.allows(difference, of: figures.expected) ? .code(code) : nil
        }
        // A charge for nothing that is due is no small difference, however small it is.
        guard !hasParts, match.exchange == nil, code != .period, try isQuantityRight() else { return nil }
        let bucket =
            commonClass.flatMap { comparison.classes[$0] == nil ? nil : .chargeClass($0) } ?? ToleranceBucket.amount
        if try comparison[bucket].allows(difference, of: figures.expected) { return bucket }
        let rounded = try figures.expected.rounded(.halfUp, toDigits: match.currency.minorUnitDigits)
        return figures.amount == rounded ? bucket : nil
    }

    /// The class of the rows, where all are of one.
    private var commonClass: ChargeClass? {
        let classes = Set(match.groups.flatMap(\.members).map { judge.charges.chargeClass(of: $0.type) })
        return classes.count == 1 ? classes.first ?? nil : nil
    }
}
