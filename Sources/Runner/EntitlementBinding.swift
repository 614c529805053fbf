import Reconciliation
import Records

/// Makes entitlements of a batch's records.
struct EntitlementBinding {
    private let batch: RecordBatch
    private let plan: MatchPlan
    private let keys: KeyColumns
    private let states: EntitlementStates?
    private let cycle: TextColumn?
    private let quantity: [ExactDecimal?]
    private let price: [ExactDecimal?]
    private let currency: [Currency?]
    private let start: [CivilDate?]
    private let end: [CivilDate?]?
    private let trial: [Bool?]?
    private let term: TextColumn?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch, _ plan: MatchPlan) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let quantity = columns.decimals("quantity"), let price = columns.decimals("price"),
            let currency = columns.currencies("currency"), let start = columns.dates("start")
        else { throw RunFailure(.invalidPipeline, "entitlements need the columns quantity, price, currency and start") }
        self.batch = batch
        self.plan = plan
        self.quantity = quantity
        self.price = price
        self.currency = currency
        self.start = start
        keys = KeyColumns(columns)
        states = columns.text("status").map(EntitlementStates.init)
        cycle = columns.text("cycle")
        end = columns.dates("end")
        trial = columns.booleans("trial")
        term = columns.text("term")
    }

    /// The texts of all rows, as numbers of a table.
    struct Numbers {
        fileprivate let keys: KeyNumbers
        fileprivate let terms: CycleNames?
        fileprivate let cycles: CycleNames?
    }

    /// Looks up the texts of all rows.
    func numbers(in table: inout KeyTable) -> Numbers {
        Numbers(
            keys: keys.numbers(in: &table), terms: term.map { CycleNames($0, in: &table) },
            cycles: cycle.map { CycleNames($0, in: &table) })
    }

    /// The entitlement of a row.
    func entitlement(_ row: Int, _ numbers: Numbers) throws(RunFailure) -> Entitlement {
        var entitlement = Entitlement(
            quantity: try quantity[row].required("quantity", batch, row),
            unitPrice: try price[row].required("price", batch, row),
            currency: try currency[row].required("currency", batch, row),
            start: try start[row].required("start", batch, row),
            end: end?[row],
            state: states?[row] ?? EntitlementState(status: ""),
            cycle: try billingCycle(row, numbers),
            isTrial: trial?[row] ?? false,
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
        guard !entitlement.quantity.isNegative, !entitlement.unitPrice.isNegative else {
            throw RunFailure(
                .badInput,
                "row \(batch.rows[row]) has \(entitlement.quantity) seats at a price of \(entitlement.unitPrice); neither "
                    + "may be negative")
        }
        entitlement.keys = numbers.keys.keys(row)
        entitlement.term = numbers.terms?[row]
        if plan.priceScope == .term, !entitlement.hasKnownTerm {
            throw RunFailure(
                .badInput,
                "row \(batch.rows[row]) has no term whose months are known, such as P1Y; price_of: term needs one to work "
                    + "out what a cycle costs")
        }
        return entitlement
    }

    /// The billing cycle; monthly where the records say nothing of it.
    private func billingCycle(_ row: Int, _ numbers: Numbers) throws(RunFailure) -> BillingCycle {
        guard let name = numbers.cycles?[row] else { return .monthly }
        if case .known(let cycle) = name { return cycle }
        throw RunFailure(
            .badInput,
            "row \(batch.rows[row]) has the billing cycle \"\(cycle?.string(row) ?? "")\"; known are monthly, quarterly, biannual, annual, "
                + "triennial, one_time and terms such as P1M")
    }
}
