import Records

/// Turns what the cascade brought together, and what it did not, into outcomes.
///
/// A class, so that what is judged with it holds one reference and not one to each of its tables: threads that count
/// references to the same tables wait for each other. Each thread has a judge of its own.
final class Judge: Sendable {
    let plan: MatchPlan
    let cascade: Cascade
    let charges: ChargeGroups
    private let aliases: AliasTable
    private let order: ChargeGroupOrder

    init(plan: MatchPlan, cascade: Cascade, charges: ChargeGroups, aliases: AliasTable, order: ChargeGroupOrder) {
        self.plan = plan
        self.cascade = cascade
        self.charges = charges
        self.aliases = aliases
        self.order = order
    }

    /// The same judge for another thread.
    func copy() -> Judge {
        Judge(plan: plan, cascade: cascade, charges: charges, aliases: aliases, order: order)
    }

    /// Some of what is judged. It can be judged without the rest: all shares together are the whole.
    struct Share: Sendable {
        let number: Int
        let count: Int

        /// All of it.
        static let whole = Share(number: 0, count: 1)

        /// The places of the share in a list of so many.
        fileprivate func places(of total: Int) -> Range<Int> {
            total * number / count..<total * (number + 1) / count
        }
    }

    /// What some levels leave to later ones: places in the lists of groups and entitlements.
    struct Leftovers {
        var groups: [Int] = []
        var entitlements: [Int] = []
    }

    /// Appends the outcomes of a share of the groups and entitlements, in no order.
    ///
    /// - Parameters:
    ///   - result: What some levels came to.
    ///   - isOpen: Whether a later level may find something with these keys.
    /// - Returns: What is open.
    /// - Throws: `ExactDecimal.Overflow`.
    func appendOutcomes(
        of share: Share, _ result: CascadeResult, to outcomes: inout OutcomeList, pool: inout TolerancePool,
        isOpen: (MatchKeys) -> Bool = { _ in false }
    ) throws(ExactDecimal.Overflow) -> Leftovers {
        var leftovers = Leftovers()
        for place in share.places(of: cascade.entitlements.count) {
            if result.isFree(place), !result.contested.contains(place), isOpen(cascade.entitlements[place].keys) {
                leftovers.entitlements.append(place)
                continue
            }
            for outcome in try self.outcomes(of: place, result) { try pool.pass(outcome, to: &outcomes) }
        }
        let clusters = result.contested.all
        for cluster in clusters[share.places(of: clusters.count)] {
            let entitlements = cluster.entitlements.map { cascade.entitlements[$0] }
            for outcome in try ambiguous(groups(cluster.groups, result), entitlements, level: cluster.level) {
                outcomes.append(outcome)
            }
        }
        for place in share.places(of: cascade.groups.heads.count) {
            let head = cascade.groups.heads[place]
            guard !head.isEmpty, result.level(of: place) == nil else { continue }
            if isOpen(head.identity.keys) {
                leftovers.groups.append(place)
            } else {
                for outcome in try unmatched(cascade.groups.group(at: place)) { outcomes.append(outcome) }
            }
        }
        return leftovers
    }

    /// The outcomes of an entitlement and of the groups that found it; none when it is contested.
    private func outcomes(of place: Int, _ result: CascadeResult) throws(ExactDecimal.Overflow) -> [Outcome] {
        let entitlement = cascade.entitlements[place]
        let claimants = result.groups(of: place)
        if claimants.isEmpty { return result.contested.contains(place) ? [] : [try unmatched(entitlement)] }
        var outcomes: [Outcome] = []
        try appendMatch(entitlement, groups(claimants, result), to: &outcomes)
        return outcomes
    }

    private func groups(_ places: [Int], _ result: CascadeResult) -> [ChargeGroup] {
        order.sorted(
            places.map { place in
                var group = cascade.groups.group(at: place)
                group.level = result.level(of: place) ?? 1
                return group
            })
    }

    // MARK: - One entitlement and its groups

    private func appendMatch(
        _ entitlement: Entitlement, _ groups: [ChargeGroup], to outcomes: inout [Outcome]
    ) throws(ExactDecimal.Overflow) {
        let (held, credits) = Credits.separate(groups) { charges.chargeClass(of: $0) == .change }
        for credit in credits { outcomes.append(try billedOnly(credit, .creditUnlinked)) }
        if held.isEmpty { return outcomes.append(try unmatched(entitlement)) }
        let (own, foreign) = parted(held, entitlement)
        if !own.isEmpty {
            outcomes.append(try matched(Match(entitlement: entitlement, groups: own, exchange: nil)))
        } else if let exchange = exchange(of: foreign, entitlement) {
            return outcomes.append(
                try matched(Match(entitlement: entitlement, groups: foreign, exchange: exchange)))
        }
        for (place, group) in foreign.enumerated() {
            outcomes.append(
                try foreignCurrency(entitlement, group, carries: own.isEmpty && place == 0))
        }
    }

    private func parted(_ groups: [ChargeGroup], _ entitlement: Entitlement) -> (
        own: [ChargeGroup], foreign: [ChargeGroup]
    ) {
        (
            groups.filter { $0.identity.currency == entitlement.currency },
            groups.filter { $0.identity.currency != entitlement.currency }
        )
    }

    /// The exchange by which rows in another currency may be judged: a stated rate, or one that all of them say.
    private func exchange(of groups: [ChargeGroup], _ entitlement: Entitlement) -> Exchange? {
        let currency = groups[0].identity.currency
        guard groups.allSatisfy({ $0.identity.currency == currency }) else { return nil }
        if let rate = plan.rates[from: entitlement.currency, to: currency] {
            return Exchange(rate: rate, currency: currency)
        }
        guard plan.trustsRatesOfRows else { return nil }
        let rates = Set(groups.flatMap(\.members).map { charges.details(of: $0).rate })
        guard rates.count == 1, let rate = rates.first ?? nil, rate > .zero else { return nil }
        return Exchange(rate: rate, currency: currency, isOfRows: true)
    }

    private func matched(_ match: Match) throws(ExactDecimal.Overflow) -> Outcome {
        let figures = try MatchFigures(match, in: plan.period)
        let judgement = try MatchJudge(judge: self, match: match, figures: figures).judgement()
        var outcome = Outcome(
            code: judgement.code, level: match.level,
            keys: match.entitlement.keys.filled(from: match.groups[0].identity.keys),
            billed: OutcomeSide(match.groups, quantity: figures.quantity, amount: figures.amount),
            expected: try OutcomeSide(expected: [match.entitlement], in: plan.period),
            unitPrice: match.entitlement.unitPrice, interval: match.groups.commonInterval)
        outcome.explanation = judgement.explanation
        outcome.variance = judgement.variance
        outcome.tolerated = judgement.tolerated
        outcome.flags = judgement.flags
        outcome.rate = match.exchange?.rate
        if match.exchange?.isOfRows == true { outcome.flags.insert(.rateOfRows) }
        if match.groups.contains(where: \.isAliased) { outcome.flags.insert(.aliased) }
        if !match.entitlement.hasListedPrice { outcome.flags.insert(.priceNotListed) }
        if judgement.code == .period, match.groups.begin(before: plan.period) { outcome.flags.insert(.earlierDays) }
        return outcome
    }

    private func foreignCurrency(
        _ entitlement: Entitlement, _ group: ChargeGroup, carries: Bool
    ) throws(ExactDecimal.Overflow) -> Outcome {
        var outcome = Outcome(
            code: .currency, level: group.level, keys: entitlement.keys.filled(from: group.identity.keys),
            billed: try OutcomeSide([group]),
            expected: carries ? try OutcomeSide(expected: [entitlement], in: plan.period) : nil,
            unitPrice: entitlement.unitPrice, interval: group.identity.interval)
        if group.isAliased { outcome.flags.insert(.aliased) }
        if !entitlement.hasListedPrice { outcome.flags.insert(.priceNotListed) }
        return outcome
    }

    /// The outcomes of charges that several entitlements fit equally well: one for each currency that occurs.
    private func ambiguous(
        _ groups: [ChargeGroup], _ entitlements: [Entitlement], level: Int
    ) throws(ExactDecimal.Overflow) -> [Outcome] {
        let currencies = Set(groups.map(\.identity.currency) + entitlements.map(\.currency)).sorted()
        return try currencies.map { currency throws(ExactDecimal.Overflow) in
            let charged = groups.filter { $0.identity.currency == currency }
            let candidates = entitlements.filter { $0.currency == currency }
            var outcome = Outcome(
                code: .ambiguous, level: level, keys: groups[0].identity.keys,
                billed: charged.isEmpty ? nil : try OutcomeSide(charged),
                expected: candidates.isEmpty ? nil : try OutcomeSide(expected: candidates, in: plan.period),
                unitPrice: nil, interval: charged.commonInterval)
            if charged.contains(where: \.isAliased) { outcome.flags.insert(.aliased) }
            if !candidates.allSatisfy(\.hasListedPrice) { outcome.flags.insert(.priceNotListed) }
            return outcome
        }
    }

    // MARK: - One side alone

    private func unmatched(_ entitlement: Entitlement) throws(ExactDecimal.Overflow) -> Outcome {
        var outcome = Outcome(
            code: entitlement.codeAlone(in: plan), level: nil, keys: entitlement.keys, billed: nil,
            expected: try OutcomeSide(expected: [entitlement], in: plan.period), unitPrice: entitlement.unitPrice,
            interval: nil)
        if !entitlement.hasListedPrice { outcome.flags.insert(.priceNotListed) }
        return outcome
    }

    private func unmatched(_ group: ChargeGroup) throws(ExactDecimal.Overflow) -> [Outcome] {
        let (held, credits) = Credits.separate([group]) { _ in false }
        let code: OutcomeCode =
            if group.identity.occurrence > 0 {
                .duplicate
            } else {
                aliases.lacks(group.identity.keys, among: plan.aliasedKeys) ? .unmapped : .noSubscription
            }
        return try held.map { group throws(ExactDecimal.Overflow) in try billedOnly(group, code) }
            + credits.map { credit throws(ExactDecimal.Overflow) in try billedOnly(credit, .creditUnlinked) }
    }

    private func billedOnly(_ group: ChargeGroup, _ code: OutcomeCode) throws(ExactDecimal.Overflow) -> Outcome {
        var outcome = Outcome(
            code: code, level: nil, keys: group.identity.keys, billed: try OutcomeSide([group]), expected: nil,
            unitPrice: nil, interval: group.identity.interval)
        if group.isAliased { outcome.flags.insert(.aliased) }
        return outcome
    }
}

extension Entitlement {
    /// What an entitlement is that nothing was billed for.
    fileprivate func codeAlone(in plan: MatchPlan) -> OutcomeCode {
        if hasUnclearState { return .state }
        guard isDue(in: plan.period) else { return .notDue }
        let cutoff = plan.period.end.advanced(byDays: -plan.cutoffDays)
        return start >= cutoff && start < plan.period.end ? .timing : .notBilled
    }
}

extension MatchKeys {
    /// The keys with those of other keys where these are empty.
    fileprivate func filled(from other: MatchKeys) -> MatchKeys {
        var result = self
        for key in [MatchKey.subscription, .sku, .customer, .product, .partNumber] where result[key].isEmpty {
            result[key] = other[key]
        }
        return result
    }
}
