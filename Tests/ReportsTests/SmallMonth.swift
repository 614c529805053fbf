import Reconciliation
import Records
import Reports

/// A month with an exact match, a price that is too high, something not billed in dollars, and tax.
enum SmallMonth {
    static let evidence = OutcomeEvidence(
        charges: OutcomeEvidence.Side(
            files: ["report.csv"],
            text: texts([2: "S2,\"a \"\"b\"\"\"", 3: "tax"])),
        entitlements: OutcomeEvidence.Side(
            files: ["subs.json"],
            text: texts([2: #"{"id":"S2"}"#, 3: #"{"id":"S3"}"#])))

    private static func texts(_ texts: [UInt32: String]) -> @Sendable (RowOrigin) -> String? {
        { texts[$0.row] }
    }

    /// The month, reconciled.
    static func leg(_ name: String = "tie_out") throws -> RunSummary.Leg {
        guard let period = Month("2026-10") else { throw NoMonth() }
        let plan = MatchPlan(
            levels: [[.subscription]], comparison: Comparison(), chargeTypes: ChargeTypeTable(), period: period)
        var engine = Reconciler(plan: plan)
        try charge("S1", seats: 1200, "12000", row: 1, &engine)
        try charge("S2", seats: 1, "11.5", row: 2, &engine)
        try charge("S2", seats: 1, "2.4", type: "tax", row: 3, &engine)
        try entitlement("S1", seats: 1200, "EUR", row: 1, &engine)
        try entitlement("S2", seats: 1, "EUR", row: 2, &engine)
        try entitlement("S3", seats: 2, "USD", row: 3, &engine)
        return RunSummary.Leg(
            name: name, billedSource: "charges", expectedSource: "entitlements", result: try engine.finish())
    }

    /// The summary of a run on the month.
    static func summary(limit: Int = 0) throws -> RunSummary {
        let leg = try leg()
        return RunSummary(
            toolVersion: "1.2.3", pipeline: "month-end", period: "2026-10", asOf: try CivilDate(parsing: "2026-11-23"),
            parameters: [("period", "2026-10")],
            sources: [.init(stage: "charges", files: ["report.csv"], records: 1_003, rejected: 1_000)],
            legs: [leg], gates: [.init(.breaks(limit: limit, count: leg.result.breakCount, legs: ["tie_out"]))])
    }

    private static func charge(
        _ subscription: String, seats: Int, _ amount: String, type: String = "renew", row: UInt32,
        _ engine: inout Reconciler
    ) throws {
        guard let euro = Currency("EUR") else { throw NoMonth() }
        let days = CivilInterval(
            start: try CivilDate(parsing: "2026-10-05"), end: try CivilDate(parsing: "2026-11-05"))
        var charge = Charge(
            quantity: ExactDecimal(seats), amount: try ExactDecimal(parsing: amount), currency: euro, interval: days,
            origin: RowOrigin(file: 0, row: row))
        charge.keys.subscription = engine.keys.id(of: subscription)
        charge.keys.customer = engine.keys.id(of: "C, \"1\"")
        charge.type = engine.keys.id(of: type)
        try engine.add(charge)
    }

    private static func entitlement(
        _ subscription: String, seats: Int, _ currency: String, row: UInt32, _ engine: inout Reconciler
    ) throws {
        guard let currency = Currency(currency) else { throw NoMonth() }
        var entitlement = Entitlement(
            quantity: ExactDecimal(seats), unitPrice: ExactDecimal(10), currency: currency,
            start: try CivilDate(parsing: "2026-01-05"), end: nil, state: .running, cycle: .monthly, isTrial: false,
            origin: RowOrigin(file: 0, row: row))
        entitlement.keys.subscription = engine.keys.id(of: subscription)
        try engine.add(entitlement)
    }

    private struct NoMonth: Error {}
}
