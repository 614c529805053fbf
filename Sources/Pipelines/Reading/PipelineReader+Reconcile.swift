import Reconciliation
import Records

extension PipelineReader {
    func readReconcile(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        guard let sides = sides(of: body, Language.chargesAndEntitlements) else { return nil }
        let charges = readInput(sides.take("charges"), "charges", &inputs, values)
        let entitlements = readInput(sides.take("entitlements"), "entitlements", &inputs, values)
        let earlier = readInput(sides.take("earlier"), "earlier", &inputs, values)
        let prices = readInput(sides.take("prices"), "prices", &inputs, values)
        sides.finish()
        let aliases = readAliases(body.take("aliases"), &inputs, values)
        let plan = readMatchPlan(body, values)
        guard let charges, let entitlements, var plan else { return nil }
        plan.knowsEarlierPeriods = earlier != nil
        plan.knowsPrices = prices != nil
        plan.aliasedKeys = Set(aliases.map(\.key))
        return .reconcile(
            Reconcile(
                charges: charges, entitlements: entitlements, earlier: earlier, prices: prices, aliases: aliases,
                plan: plan))
    }

    /// What a stage holds against what.
    private func sides(of body: MappingReader, _ definition: MappingDefinition) -> MappingReader? {
        body.take("reconcile").flatMap { MappingReader($0, definition, owner: "reconcile", log: log) }
    }

    private func readMatchPlan(_ body: MappingReader, _ values: ValueReader) -> MatchPlan? {
        let period = values.month(body.take("period"), "period")
        let levels = readLevels(body.take("match"), values)
        let comparison = readCompare(body.take("compare"), values)
        let types = readChargeTypes(body.take("charge_types"), values)
        let cutoff = values.days(body.take("cutoff_days"), "cutoff_days", upTo: 31)
        let settlement = values.days(body.take("settlement_days"), "settlement_days", upTo: 366)
        let priceScope = choice(body.take("price_of"), "price_of", values) as MatchPlan.PriceScope?
        let rates = readRates(body.take("rates"), values)
        let trustsRatesOfRows = values.truth(body.take("rates_of_rows"), "rates_of_rows")
        guard let period else { return nil }
        var plan = MatchPlan(
            levels: levels, comparison: comparison, chargeTypes: ChargeTypeTable(additions: types), period: period)
        plan.cutoffDays = cutoff ?? 0
        plan.settlementDays = settlement ?? 0
        plan.priceScope = priceScope ?? .cycle
        plan.rates = rates
        plan.trustsRatesOfRows = trustsRatesOfRows ?? false
        return plan
    }

    /// Alias files: for a key, the parse stage that has what stands for what.
    private func readAliases(
        _ node: YAMLNode?, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> [AliasInput] {
        guard let members = MappingReader.members(of: node, owner: "aliases", log: log) else { return [] }
        var aliases: [AliasInput] = []
        for member in members {
            let names = MatchKey.aliasable.map(\.rawValue)
            guard let key = MatchKey(rawValue: member.name), MatchKey.aliasable.contains(key) else {
                let hint = Suggestion.text(for: member.name, among: names)
                log.report(
                    "aliases are of \(names.joined(separator: ", ")), not of \"\(member.name)\"\(hint)",
                    at: member.position)
                continue
            }
            guard let stage = readInput(member.value, "the aliases of \(member.name)", &inputs, values) else {
                continue
            }
            aliases.append(AliasInput(key: key, stage: stage))
        }
        return aliases
    }

    /// Exchange rates: `EUR/USD: "1.0837"` says that one EUR is 1.0837 USD.
    private func readRates(_ node: YAMLNode?, _ values: ValueReader) -> ExchangeRates {
        var rates = ExchangeRates()
        guard let members = MappingReader.members(of: node, owner: "rates", log: log) else { return rates }
        for member in members {
            let codes = member.name.split(separator: "/", omittingEmptySubsequences: false).map { Currency(String($0)) }
            guard codes.count == 2, let from = codes[0], let to = codes[1], from != to else {
                log.report(
                    "a rate is of two currencies, such as EUR/USD (one EUR in USD), not \"\(member.name)\"",
                    at: member.position)
                continue
            }
            guard let rate = values.decimal(member.value, "the rate of \(member.name)") else { continue }
            if rate.isZero { log.report("a rate is above 0", at: member.value.position) }
            rates[from: from, to: to] = rate
        }
        return rates
    }

    /// A stage that ties two documents; its sides say which.
    func readTie(
        _ body: MappingReader, isOfHeaders isHeaderTie: Bool,
        _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let definition = isHeaderTie ? Language.invoicesAndLines : Language.linesAndCharges
        guard let sides = sides(of: body, definition) else { return nil }
        let (first, second) = isHeaderTie ? ("invoices", "lines") : ("lines", "charges")
        let stated = readInput(sides.take(first), first, &inputs, values)
        let explaining = readInput(sides.take(second), second, &inputs, values)
        sides.finish()
        let documents = isHeaderTie ? TiePlan.Documents.headerAndLines : .linesAndCharges
        let keys = isHeaderTie ? [.invoice] : readTotalKeys(body.take("by"), body, values)
        let amount = readAmount(body.take("compare"), values)
        guard let stated, let explaining, let keys else { return nil }
        return .tie(
            Tie(
                stated: stated, explaining: explaining,
                plan: TiePlan(documents: documents, keys: keys, amount: amount)))
    }

    /// A stage that counts what is held against what customers agreed to.
    func readAgreements(
        _ body: MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        guard let sides = sides(of: body, Language.entitlementsAndAgreements) else { return nil }
        let entitlements = readInput(sides.take("entitlements"), "entitlements", &inputs, values)
        let agreements = readInput(sides.take("agreements"), "agreements", &inputs, values)
        sides.finish()
        let keys = readTotalKeys(body.take("by"), body, values)
        let aliases = readAliases(body.take("aliases"), &inputs, values)
        let quantity = readQuantity(body.take("compare"), values)
        guard let entitlements, let agreements, let keys else { return nil }
        var plan = AgreementPlan(keys: keys, quantity: quantity)
        plan.aliasedKeys = Set(aliases.map(\.key))
        return .agreements(
            Agreements(entitlements: entitlements, agreements: agreements, aliases: aliases, plan: plan))
    }

    /// Keys by which something is added up; days are none of them.
    private func readTotalKeys(_ node: YAMLNode?, _ body: MappingReader, _ values: ValueReader) -> [MatchKey]? {
        let keys = readLevel(node, "by", values)
        guard keys.contains(.interval) else { return keys }
        log.report(
            "amounts and seats are added up by keys; interval is none of them", at: node?.position ?? body.position)
        return nil
    }

    private func readQuantity(_ node: YAMLNode?, _ values: ValueReader) -> Tolerance {
        guard let node, let body = MappingReader(node, Language.comparedSeats, owner: "compare", log: log) else {
            return Tolerance()
        }
        let quantity = readTolerance(body.take("quantity"), Language.tolerance, "quantity", values)
        body.finish()
        return quantity
    }

    private func readAmount(_ node: YAMLNode?, _ values: ValueReader) -> Tolerance {
        guard let node, let body = MappingReader(node, Language.comparedSums, owner: "compare", log: log) else {
            return Tolerance()
        }
        let amount = readTolerance(body.take("amount"), Language.sumTolerance, "amount", values)
        body.finish()
        return amount
    }

    private func readLevels(_ node: YAMLNode?, _ values: ValueReader) -> [[MatchKey]] {
        guard let node else { return [] }
        guard case .sequence(let levels) = node.content, !levels.isEmpty else {
            log.report(
                "match must be a list of levels, such as [[subscription, sku], [subscription]]", at: node.position)
            return []
        }
        return levels.map { readLevel($0, "a level of match", values) }
    }

    private func readLevel(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> [MatchKey] {
        guard let node else { return [] }
        guard case .sequence(let elements) = node.content, !elements.isEmpty else {
            log.report("\(what) is a list of keys, such as [subscription, sku]", at: node.position)
            return []
        }
        let keys = elements.compactMap { choice($0, "a match key", values) as MatchKey? }
        if !keys.isEmpty, keys.allSatisfy({ $0 == .interval }) {
            log.report("interval alone finds nothing; add another key", at: node.position)
        }
        return keys
    }

    private func readCompare(_ node: YAMLNode?, _ values: ValueReader) -> Comparison {
        var comparison = Comparison()
        guard let node, let body = MappingReader(node, Language.comparison, owner: "compare", log: log) else {
            return comparison
        }
        comparison.quantity = readTolerance(body.take("quantity"), Language.tolerance, "quantity", values)
        comparison.amount = readTolerance(body.take("amount"), Language.amountTolerance, "amount", values)
        comparison.days = values.days(body.take("days"), "days", upTo: 366) ?? 0
        comparison.codes = readTolerances(body.take("codes"), "codes", values, Comparison.tolerableCodes)
        comparison.classes = readTolerances(body.take("classes"), "classes", values, ChargeClass.heldClasses)
        body.finish()
        return comparison
    }

    /// Tolerances by name: of codes, or of classes.
    private func readTolerances<Name: RawRepresentable<String> & Hashable>(
        _ node: YAMLNode?, _ what: String, _ values: ValueReader, _ known: Set<Name>
    ) -> [Name: Tolerance] {
        guard let members = MappingReader.members(of: node, owner: what, log: log) else { return [:] }
        var tolerances: [Name: Tolerance] = [:]
        for member in members {
            guard let name = Name(rawValue: member.name), known.contains(name) else {
                let names = known.map(\.rawValue).sorted()
                log.report(
                    "\(what) may have a tolerance for \(names.joined(separator: ", ")), not for \"\(member.name)\"",
                    at: member.position)
                continue
            }
            tolerances[name] = readTolerance(
                member.value, Language.amountTolerance, member.name, values)
        }
        return tolerances
    }

    /// A tolerance is a number, or a mapping with bounds of which each that is set must hold.
    private func readTolerance(
        _ node: YAMLNode?, _ bounds: MappingDefinition, _ what: String, _ values: ValueReader
    ) -> Tolerance {
        guard let node else { return Tolerance() }
        if case .scalar = node.content { return Tolerance(absolute: values.decimal(node, what)) }
        guard let body = MappingReader(node, bounds, owner: what, log: log) else { return Tolerance() }
        var tolerance = Tolerance(
            absolute: values.decimal(body.take("absolute"), "absolute"),
            percent: values.decimal(body.take("percent"), "percent"))
        if bounds["max_total"] != nil { tolerance.maximumTotal = values.decimal(body.take("max_total"), "max_total") }
        if bounds["statistical"] != nil {
            tolerance.statisticalFloor = values.count(body.take("statistical"), "statistical")
        }
        body.finish()
        return tolerance
    }

    private func readChargeTypes(_ node: YAMLNode?, _ values: ValueReader) -> [String: ChargeClass] {
        guard let members = MappingReader.members(of: node, owner: "charge_types", log: log) else { return [:] }
        var types: [String: ChargeClass] = [:]
        for member in members {
            if types.keys.contains(where: { $0.lowercased() == member.name.lowercased() }) {
                log.report("charge type \"\(member.name)\" stands here twice; case does not count", at: member.position)
            }
            types[member.name] = choice(member.value, "the class of \"\(member.name)\"", values) as ChargeClass?
        }
        return types
    }
}
