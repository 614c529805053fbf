import Reconciliation
import Records

extension PipelineReader {
    func readReconcile(
        _ body: inout MappingReader, _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        guard let node = body.take("reconcile"),
            var sides = MappingReader(node, owner: "reconcile", log: log)
        else { return nil }
        if sides.all.contains(where: { $0.name == "invoices" || $0.name == "lines" }) {
            return readTie(&sides, &body, &inputs, values)
        }
        let charges = readInput(sides.require("charges"), "charges", &inputs, values)
        let entitlements = readInput(sides.require("entitlements"), "entitlements", &inputs, values)
        sides.finish()
        let period = values.month(body.require("period"), "period")
        let levels = readLevels(body.require("match"), values)
        let (quantity, amount) = readCompare(body.take("compare"), values)
        let types = readChargeTypes(body.take("charge_types"), values)
        guard let charges, let entitlements, let period else { return nil }
        let plan = MatchPlan(
            levels: levels, quantity: quantity, amount: amount, chargeTypes: ChargeTypeTable(additions: types),
            period: period)
        return .reconcile(Reconcile(charges: charges, entitlements: entitlements, plan: plan))
    }

    /// A stage that ties two documents; its sides say which.
    private func readTie(
        _ sides: inout MappingReader, _ body: inout MappingReader,
        _ inputs: inout [(name: String, position: TextPosition)], _ values: ValueReader
    ) -> Stage.Task? {
        let isHeaderTie = sides.all.contains { $0.name == "invoices" }
        let (first, second) = isHeaderTie ? ("invoices", "lines") : ("lines", "charges")
        let stated = readInput(sides.require(first), first, &inputs, values)
        let explaining = readInput(sides.require(second), second, &inputs, values)
        sides.finish()
        let documents = isHeaderTie ? TiePlan.Documents.headerAndLines : .linesAndCharges
        let keys = isHeaderTie ? [.invoice] : readLevel(body.require("by"), "by", values)
        let hasInterval = keys.contains(.interval)
        if hasInterval { log.report("a tie adds up amounts; interval is no key of it", at: body.position) }
        let amount = readAmount(body.take("compare"), values)
        guard let stated, let explaining, !hasInterval else { return nil }
        return .tie(
            Tie(
                stated: stated, explaining: explaining,
                plan: TiePlan(documents: documents, keys: keys, amount: amount)))
    }

    private func readAmount(_ node: YAMLNode?, _ values: ValueReader) -> Tolerance {
        guard let node, var body = MappingReader(node, owner: "compare", log: log) else { return Tolerance() }
        let amount = readTolerance(body.take("amount"), "amount", values)
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

    private func readCompare(_ node: YAMLNode?, _ values: ValueReader) -> (quantity: Tolerance, amount: Tolerance) {
        guard let node, var body = MappingReader(node, owner: "compare", log: log) else {
            return (Tolerance(), Tolerance())
        }
        let quantity = readTolerance(body.take("quantity"), "quantity", values)
        let amount = readTolerance(body.take("amount"), "amount", values)
        body.finish()
        return (quantity, amount)
    }

    /// A tolerance is a number, or a mapping with bounds of which each that is set must hold.
    private func readTolerance(_ node: YAMLNode?, _ what: String, _ values: ValueReader) -> Tolerance {
        guard let node else { return Tolerance() }
        if case .scalar = node.content { return Tolerance(absolute: values.decimal(node, what)) }
        guard var body = MappingReader(node, owner: what, log: log) else { return Tolerance() }
        let absolute = values.decimal(body.take("absolute"), "absolute")
        let percent = values.decimal(body.take("percent"), "percent")
        body.finish()
        return Tolerance(absolute: absolute, percent: percent)
    }

    private func readChargeTypes(_ node: YAMLNode?, _ values: ValueReader) -> [String: ChargeClass] {
        guard let node, let section = MappingReader(node, owner: "charge_types", log: log) else { return [:] }
        var types: [String: ChargeClass] = [:]
        for member in section.all {
            if types.keys.contains(where: { $0.lowercased() == member.name.lowercased() }) {
                log.report("charge type \"\(member.name)\" stands here twice; case does not count", at: member.position)
            }
            types[member.name] = choice(member.value, "the class of \"\(member.name)\"", values) as ChargeClass?
        }
        return types
    }
}
