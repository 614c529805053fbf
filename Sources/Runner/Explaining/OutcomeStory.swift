import Pipelines
import Publication
import Reconciliation
import Records

/// Tells one outcome: what was billed and expected, row by row, what brought the two together, and what lies between.
struct OutcomeStory {
    private let outcome: OutcomeRow
    private let leg: PublishedSummary.Leg
    private let sides: [EvidenceCollection.Side]
    private let evidence: EvidenceCollection
    private let pipeline: Pipeline?
    private let period: Month?
    /// The currency of what was billed, and that of what was expected.
    private let currencies: (billed: Currency?, expected: Currency?)

    init(
        _ outcome: OutcomeRow, _ leg: PublishedSummary.Leg, period: String, _ evidence: EvidenceCollection,
        _ pipeline: Pipeline?
    ) throws(SetFault) {
        self.outcome = outcome
        self.leg = leg
        self.evidence = evidence
        self.pipeline = pipeline
        sides = evidence.sides(of: outcome)
        self.period = Month(period)
        let billed = try outcome.currency(.currency)
        currencies = (billed, try outcome.currency(.expectedCurrency) ?? billed)
    }

    /// The story's lines.
    func lines() throws(SetFault) -> [String] {
        let remedy = Remedy.text(for: outcome.text(.code))
        let kind = outcome.isBreak ? "a break" : "no break"
        var lines = [
            "\(leg.name): \(outcome.text(.code)) \(outcome.text(.outcome)), \(kind) (\(outcome.file), row \(outcome.row))",
            "  \(outcome.text(.why)).",
        ]
        lines += try billed() + expected() + match().map { "  " + $0 } + model() + difference() + posting()
        if let remedy { lines.append("  To clear it: \(remedy).") }
        return lines
    }

    // MARK: - The two sides

    private func billed() throws(SetFault) -> [String] {
        guard let amount = try outcome.decimal(.billedAmount), let side = sides.first else {
            return ["  Billed: nothing."]
        }
        return ["  Billed, \(places(side)): \(money(amount, currencies.billed))"] + shown(side)
            + sum(of: side, is: amount, currencies.billed)
    }

    private func expected() throws(SetFault) -> [String] {
        guard let amount = try outcome.decimal(.expectedAmount), let side = sides.last else {
            return ["  Expected: nothing."]
        }
        let heading = "  Expected, \(places(side)): \(money(amount, currencies.expected))"
        guard leg.kind == "entitlements" else {
            return [heading] + shown(side) + documentSum(side, amount)
        }
        return [heading] + shown(side) + evidence.shownRows(of: side).compactMap { due($0, amount) }
    }

    private func places(_ side: EvidenceCollection.Side) -> String {
        side.count == 1 ? "1 row of \"\(side.stage)\"" : "\(side.count) rows of \"\(side.stage)\""
    }

    /// The rows, with their mapped columns and their text; of very many only the first.
    private func shown(_ side: EvidenceCollection.Side) -> [String] {
        var lines: [String] = []
        let rows = evidence.shownRows(of: side)
        for row in rows {
            let values = row.values.map { "\($0.name) \(Self.shortened($0.text))" }.joined(separator: ", ")
            lines += [
                "    \(row.file):\(row.number): \(values)", "      as its file has it: \(Self.shortened(row.text))",
            ]
        }
        if rows.isEmpty {
            let places = side.shown.map { "\($0.file):\($0.number)" }
            lines.append("    \(places.joined(separator: ", "))")
        }
        let rest = side.count - side.shown.count
        return lines + (rest > 0 ? ["    … and \(rest) more"] : [])
    }

    /// The beginning of a row's text on one line: an invoice may have thousands of lines in it.
    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "⏎")
        return line.count > 1_000 ? "\(line.prefix(1_000))…" : line
    }

    // MARK: - The arithmetic

    /// What begins a line that says that the set and its sources differ.
    static let contradiction = "BUT the set does not say what its sources say: the rows come to"

    /// The rows' amounts, added up again.
    private func sum(
        of side: EvidenceCollection.Side, is amount: ExactDecimal, _ currency: Currency?
    ) -> [String] {
        // Agreements are counted, and have no amounts of their own.
        guard leg.kind != "agreements", let rows = evidence.addedRows(of: side), let sum = Self.sum(rows, "amount")
        else { return [] }
        guard sum == amount else { return ["    \(Self.contradiction) \(money(sum, currency))."] }
        guard rows.count > 1 else { return [] }
        let terms = rows.count > 8 ? [] : rows.compactMap { $0.decimal("amount")?.description }
        let shown = terms.isEmpty ? "\(rows.count) amounts" : terms.joined(separator: " + ")
        return ["    \(shown.replacing("+ -", with: "− ")) = \(money(sum, currency))"]
    }

    private static func sum(_ rows: [EvidenceRow], _ column: String) -> ExactDecimal? {
        var sum = ExactDecimal.zero
        for row in rows {
            guard let more = try? sum.adding(row.decimal(column) ?? .zero) else { return nil }
            sum = more
        }
        return sum
    }

    /// What explains a document: the rows, and for an invoice's header its tax and adjustments.
    private func documentSum(_ side: EvidenceCollection.Side, _ amount: ExactDecimal) -> [String] {
        guard leg.kind == "header-lines" else { return sum(of: side, is: amount, currencies.expected) }
        guard let rows = evidence.addedRows(of: side),
            let headers = sides.first.flatMap({ evidence.addedRows(of: $0) }),
            let lines = Self.sum(rows, "amount"), let tax = Self.sum(headers, "tax"),
            let adjustments = Self.sum(headers, "adjustments"),
            let sum = try? lines.adding(tax).adding(adjustments)
        else { return [] }
        let parts = [("lines", lines), ("tax", tax), ("adjustments", adjustments)].map { "\($0.0) \($0.1)" }
        let text = "    \(parts.joined(separator: " + ")) = \(money(sum, currencies.expected))"
        return sum == amount ? [text] : [text, "    \(Self.contradiction) \(money(sum, currencies.expected))."]
    }

    /// What an entitlement's row comes to, and why it is due or not.
    private func due(_ row: EvidenceRow, _ expected: ExactDecimal) -> String? {
        let price = self.price(of: row)
        let reason = period.flatMap { DueReason.text(row, at: price, in: $0) }
        if case .reconcile(let task)? = pipeline?.stage(leg.name)?.task, task.plan.priceScope == .term {
            return "    the price is that of one for its term" + (reason.map { ": \($0)" } ?? "")
        }
        guard !expected.isZero else { return reason.map { "    nothing is due: \($0)" } }
        guard let quantity = row.decimal("quantity"), let price, let product = try? quantity.multiplied(by: price)
        else {
            return nil
        }
        let known = reason.map { ": \($0)" } ?? ""
        let own = row.decimal("price").map { $0 == price ? "" : " (from the list of prices; the row says \($0))" } ?? ""
        return "    \(quantity) seats × \(price)\(own) = \(money(product, currencies.expected))\(known)"
    }

    /// What one seat was priced at: where there are several entitlements, what the row says.
    private func price(of row: EvidenceRow) -> ExactDecimal? {
        (try? outcome.decimal(.unitPrice)) ?? row.decimal("price")
    }

    private func match() -> [String] {
        guard let task = pipeline?.stage(leg.name)?.task else {
            return outcome.isEmpty(.matchLevel) ? [] : ["Brought together by match level \(outcome.text(.matchLevel))."]
        }
        switch task {
        case .tie(let tie): return ["Added up together by \(tie.plan.keys.map(\.rawValue).joined(separator: ", "))."]
        case .agreements(let task):
            return ["Counted together by \(task.plan.keys.map(\.rawValue).joined(separator: ", "))."]
        case .reconcile(let task):
            guard let level = Int(outcome.text(.matchLevel)), task.plan.levels.indices.contains(level - 1) else {
                let isOpen = outcome.isEmpty(.matchLevel) && outcome.text(.code) != "B8" && outcome.text(.code) != "B9"
                return isOpen ? ["No level of `match` brought it together with the other side."] : []
            }
            let keys = task.plan.levels[level - 1].map(\.rawValue).joined(separator: ", ")
            return ["Brought together by match level \(level) of \(task.plan.levels.count): \(keys)."]
        default: return []
        }
    }

    private func model() throws(SetFault) -> [String] {
        guard !outcome.isEmpty(.model) else { return [] }
        let models = outcome.text(.model).split(separator: " + ").map(String.init)
        var lines = models.map { "  Model \(ModelWords.text($0))" }
        let rate = try outcome.decimal(.rate)
        let digits = currencies.billed?.minorUnitDigits ?? 2
        if models.count == 1, let charged = sides.first, let entitled = sides.last.map({ evidence.shownRows(of: $0) }),
            entitled.count == 1
        {
            lines += evidence.shownRows(of: charged).compactMap { row in
                ModelWords.arithmetic(
                    models[0], row, entitled[0], price: price(of: entitled[0]), rate: rate, digits: digits
                ).map {
                    "    \(row.file):\(row.number): \($0)"
                }
            }
        }
        guard let amount = try outcome.decimal(.modelAmount), let residual = try outcome.decimal(.residual) else {
            return lines
        }
        return lines + [
            "    the models come to \(money(amount, currencies.billed)), and leave \(money(residual, currencies.billed))"
        ]
    }

    /// Billed less expected, and the parts that it is made of.
    private func difference() throws(SetFault) -> [String] {
        let (billed, expected) = (
            try outcome.decimal(.billedAmount) ?? .zero, try outcome.decimal(.expectedAmount) ?? .zero
        )
        let rate = try outcome.decimal(.rate)
        guard currencies.billed == currencies.expected || rate != nil else {
            return ["  The two sides are in different currencies, and no rate is stated: they cannot be subtracted."]
        }
        let product =
            rate.map { "\(plain(expected, currencies.expected)) × \($0)" } ?? plain(expected, currencies.billed)
        let converted = rate.flatMap { try? expected.multiplied(by: $0) } ?? expected
        guard let net = try? billed.subtracting(converted) else { return [] }
        var lines = [
            "  Difference: \(plain(billed, currencies.billed)) − \(product) = \(money(net, currencies.billed))"
        ]
        var terms: [String] = []
        for column in OutcomeColumn.parts {
            guard let part = try outcome.decimal(column) else { continue }
            terms.append("\(column.heading.prefix { $0 != "_" }) \(plain(part, currencies.billed))")
        }
        if !terms.isEmpty {
            lines.append("    of which \(terms.joined(separator: " + ")) = \(money(net, currencies.billed))")
        }
        return lines
    }

    /// Where what was let pass goes, and what was not tested.
    private func posting() -> [String] {
        var lines: [String] = []
        if !outcome.isEmpty(.bucket) {
            lines.append("  What was let pass is posted to \"\(outcome.text(.bucket))\".")
        }
        if !outcome.isEmpty(.flags) { lines.append("  To be known: \(outcome.text(.flags)).") }
        return lines
    }

    private func money(_ amount: ExactDecimal, _ currency: Currency?) -> String {
        "\(plain(amount, currency)) \(currency?.description ?? "")"
    }

    private func plain(_ amount: ExactDecimal, _ currency: Currency?) -> String {
        amount.text(minimumFractionDigits: currency?.minorUnitDigits ?? 0)
    }
}
