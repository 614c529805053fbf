import Reconciliation

extension Language {
    static let reconcileCharges = stage(
        "reconcile charges with entitlements",
        [
            .required(
                "reconcile", .mapping(chargesAndEntitlements), "what was billed, and what should have been"),
            .required("period", .month, "the month that is closed"),
            .required(
                "match", .list(of: keys(MatchKey.allCases), isEmptyAllowed: false),
                "levels of keys, the most precise first"),
            .optional("compare", .mapping(comparison), "what may differ, and by how much"),
            .optional(
                "charge_types", .table(of: .choice(ChargeClass.allCases.map(\.rawValue))),
                "classes for charge types that the table does not have"),
            .optional("aliases", aliases, aliasesMeaning),
            .optional(
                "rates", .table(of: .decimal),
                "stated exchange rates: `{ EUR/USD: \"1.0837\" }` says that one EUR is 1.0837 USD"),
            .optional(
                "rates_of_rows", .truth, usual: "false",
                "`true` where the `rate` that rows say counts as stated when `rates` has none: it is the biller's own word, "
                    + "and flagged"),
            .optional(
                "cutoff_days", .count(0...31), usual: "0",
                "how many of the period's last days are too late for what begins on them to be billed in it"),
            .optional(
                "settlement_days", .count(0...366), usual: "0",
                "how many business days after the period its bill takes to be final; until then, and while the period "
                    + "lasts, a run is provisional (D4) and ends with exit code 5"),
            .optional(
                "price_of", .choice(MatchPlan.PriceScope.allCases.map(\.rawValue)), usual: "cycle",
                "what an entitlement's price is the price of: `cycle` or the whole `term`"),
        ])

    static let chargesAndEntitlements = MappingDefinition(
        "charges and entitlements",
        [
            .required("charges", .stage, "the parse stage with what was billed"),
            .required("entitlements", .stage, "the parse stage with what should have been billed"),
            .optional("earlier", .stage, "the parse stage with charges of earlier periods"),
            .optional("prices", .stage, "the parse stage that says what prices held from which day on"),
        ])

    static let reconcileAgreements = stage(
        "reconcile entitlements with agreements",
        [
            .required(
                "reconcile",
                .mapping(entitlementsAndAgreements),
                "the seats that you hold, and those that your customers agreed to"),
            .required("by", keys(MatchKey.allCases.filter { $0 != .interval }), "what seats are counted by"),
            .optional("aliases", aliases, aliasesMeaning + "; they hold for both sides"),
            .optional(
                "compare", .mapping(comparedSeats), "how many seats the two may differ by"),
        ])

    static let tieInvoices = stage(
        "reconcile invoices with lines",
        [
            .required(
                "reconcile",
                .mapping(invoicesAndLines),
                "each invoice's total, and its lines"),
            .optional("compare", .mapping(comparedSums), "a tolerance for the sums"),
        ])

    static let tieLines = stage(
        "reconcile lines with charges",
        [
            .required(
                "reconcile",
                .mapping(linesAndCharges),
                "the lines of invoices, and the rows of a report"),
            .required("by", keys(MatchKey.allCases.filter { $0 != .interval }), "what amounts are added up by"),
            .optional("compare", .mapping(comparedSums), "a tolerance for the sums"),
        ])

    static let entitlementsAndAgreements = MappingDefinition(
        "entitlements and agreements",
        [
            .required("entitlements", .stage, "the parse stage with what you hold"),
            .required("agreements", .stage, "the parse stage with what customers agreed to"),
        ])

    static let invoicesAndLines = MappingDefinition(
        "invoices and lines",
        [
            .required("invoices", .stage, "the parse stage with the invoices"),
            .required("lines", .stage, "the parse stage with their lines"),
        ])

    static let linesAndCharges = MappingDefinition(
        "lines and charges",
        [
            .required("lines", .stage, "the parse stage with the lines of invoices"),
            .required("charges", .stage, "the parse stage with the rows of a report"),
        ])

    static let comparison = MappingDefinition(
        "compare",
        [
            quantity,
            .optional(
                "amount", .either([.decimal, .mapping(amountTolerance)]), usual: "0",
                "a number, or bounds of which each that is set must hold"),
            .optional(
                "days", .count(0...366), usual: "0",
                "how many days a charge may begin before its subscription, or after its end"),
            .optional(
                "codes", .table(of: .either([.decimal, .mapping(amountTolerance)])),
                "a tolerance for what would have a code: "
                    + Comparison.tolerableCodes.map(\.rawValue).sorted().joined(separator: ", ")),
            .optional(
                "classes", .table(of: .either([.decimal, .mapping(amountTolerance)])),
                "a tolerance for rows of a class: "
                    + ChargeClass.heldClasses.map(\.rawValue).sorted().joined(separator: ", ")),
        ])

    static let comparedSeats = MappingDefinition("compared seats", [quantity])

    static let comparedSums = MappingDefinition(
        "compared sums",
        [
            .optional(
                "amount", .either([.decimal, .mapping(sumTolerance)]), usual: "0",
                "a number, or bounds of which each that is set must hold")
        ])

    private static let quantity = KeyDefinition.optional(
        "quantity", .either([.decimal, .mapping(tolerance)]), usual: "0",
        "a number, or bounds of which each that is set must hold")

    static let tolerance = MappingDefinition("tolerance", bounds)
    static let amountTolerance = MappingDefinition("tolerance of amounts", bounds + [mostInAll])
    static let sumTolerance = MappingDefinition(
        "tolerance of sums",
        bounds + [
            mostInAll,
            .optional(
                "statistical", .count(0...Int.max),
                "at least so many minor units, and √rows × half a minor unit, as FOCUS has it"),
        ])

    private static let bounds: [KeyDefinition] = [
        .optional("absolute", .decimal, "at most so much"),
        .optional("percent", .decimal, "at most so many hundredths of what is expected"),
    ]
    private static let mostInAll = KeyDefinition.optional(
        "max_total", .decimal, "the most that may be let pass in one currency")

    private static let aliases = Shape.table(of: .stage)
    private static let aliasesMeaning =
        "for a key, the parse stage that says what stands for what: `{ customer: aliases }`; it has the columns `alias` and "
        + "`stands_for`"

    private static func keys(_ keys: [MatchKey]) -> Shape {
        .list(of: .choice(keys.map(\.rawValue)), isEmptyAllowed: false)
    }
}
