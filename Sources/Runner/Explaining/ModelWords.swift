import Reconciliation
import Records

/// The models that explain amounts, in words and in figures.
enum ModelWords {
    private static let bases = [
        "full": "seats × price",
        "cycle-days": "seats × price × days charged ÷ days of the cycle",
        "months": "seats × price × months charged ÷ months of the cycle",
        "cycle-days+1": "seats × price × (days charged + 1) ÷ days of the cycle",
        "cycle-days-1": "seats × price × (days charged − 1) ÷ days of the cycle",
        "thirty-day": "seats × price × days charged ÷ 30 days a month",
        "actual-365": "seats × price × days charged × 12 ÷ 365 days",
    ]
    private static let roundings = [
        "exact": "to the last digit",
        "floor-line": "the row's amount cut toward nought",
        "half-up-line": "the row's amount rounded half up",
        "half-even-line": "the row's amount rounded half to even",
        "floor-unit": "the price of one cut toward nought",
        "half-up-unit": "the price of one rounded half up",
        "floor-line-floor-rate": "cut toward nought before and after the exchange rate",
    ]

    /// What a model such as `cycle-days/floor-line` does.
    static func text(_ model: String) -> String {
        let parts = model.split(separator: "/").map(String.init)
        guard parts.count == 2, let basis = bases[parts[0]], let rounding = roundings[parts[1]] else { return model }
        return "\(model): \(basis), \(rounding)"
    }

    /// A row's amount by a model, in figures; `nil` where they do not come to the amount within the minor unit.
    ///
    /// - Parameter price: What one seat was priced at for a cycle.
    static func arithmetic(
        _ model: String, _ row: EvidenceRow, _ entitlement: EvidenceRow, price: ExactDecimal?, rate: ExactDecimal?,
        digits: Int
    ) -> String? {
        guard let seats = row.signedSeats, let price, let amount = row.decimal("amount"),
            let fraction = fraction(model.prefix { $0 != "/" }, row, entitlement),
            let whole = try? seats.multiplied(by: price).multiplied(by: rate ?? .one)
        else { return nil }
        let product = try? whole.multiplied(by: ExactDecimal(fraction.over))
        let multiple = try? amount.multiplied(by: ExactDecimal(fraction.under))
        guard let product, let multiple, let gap = try? product.subtracting(multiple).magnitude else { return nil }
        // What is rounded for one seat is multiplied by the seats.
        let unit = ExactDecimal(scaled: (0..<digits).reduce(ExactDecimal.one.scaled) { value, _ in value / 10 })
        let times = max(ExactDecimal.one, seats.magnitude)
        guard let room = try? unit.multiplied(by: ExactDecimal(fraction.under)).multiplied(by: times), gap <= room
        else {
            return nil
        }
        let factors = [seats.description, price.description] + (rate.map { [$0.description] } ?? [])
        return "\(factors.joined(separator: " × "))\(fraction.text), rounded as said, is "
            + amount.text(minimumFractionDigits: digits)
    }

    /// What seats times price is multiplied by.
    private static func fraction(
        _ basis: Substring, _ row: EvidenceRow, _ entitlement: EvidenceRow
    ) -> (over: Int, under: Int, text: String)? {
        if basis == "full" { return (1, 1, "") }
        let name = entitlement.string("cycle")
        guard let start = row.date("start"), let end = row.end, let first = entitlement.date("start"),
            let days = CivilInterval(start: start, end: end)?.dayCount,
            let months = (name.isEmpty ? BillingCycle.monthly : BillingCycle(name))?.months,
            let cycle = DueReason.cycle(around: start, from: first, every: months)
        else { return nil }
        switch basis {
        case "cycle-days": return (days, cycle.days, " × \(days) days ÷ \(cycle.days) days")
        case "cycle-days+1": return (days + 1, cycle.days, " × (\(days) + 1) days ÷ \(cycle.days) days")
        case "cycle-days-1": return (days - 1, cycle.days, " × (\(days) − 1) days ÷ \(cycle.days) days")
        case "thirty-day": return (days, 30 * months, " × \(days) days ÷ \(30 * months) days")
        case "actual-365": return (12 * days, 365 * months, " × 12 × \(days) days ÷ (365 × \(months)) days")
        case "months":
            guard let charged = (1..<max(2, months)).first(where: { start.advanced(byMonths: $0) == end }) else {
                return nil
            }
            return (charged, months, " × \(charged) months ÷ \(months) months")
        default: return nil
        }
    }
}
