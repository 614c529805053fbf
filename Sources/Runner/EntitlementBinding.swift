import Reconciliation
import Records

/// Makes entitlements of a batch's records.
struct EntitlementBinding {
    private let batch: RecordBatch
    private let keys: KeyColumns
    private let status: TextColumn?
    private let cycle: TextColumn?
    private let quantity: [ExactDecimal?]
    private let price: [ExactDecimal?]
    private let currency: [Currency?]
    private let start: [CivilDate?]
    private let end: [CivilDate?]?
    private let trial: [Bool?]?
    private let term: TextColumn?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let quantity = columns.decimals("quantity"), let price = columns.decimals("price"),
            let currency = columns.currencies("currency"), let start = columns.dates("start")
        else { throw RunFailure(.invalidPipeline, "entitlements need the columns quantity, price, currency and start") }
        self.batch = batch
        self.quantity = quantity
        self.price = price
        self.currency = currency
        self.start = start
        keys = KeyColumns(columns)
        status = columns.text("status")
        cycle = columns.text("cycle")
        end = columns.dates("end")
        trial = columns.booleans("trial")
        term = columns.text("term")
    }

    /// The keys of all rows.
    func numbers(in table: inout KeyTable) -> KeyNumbers { keys.numbers(in: &table) }

    /// The entitlement of a row.
    func entitlement(
        _ row: Int, _ numbers: KeyNumbers, in table: inout KeyTable
    ) throws(RunFailure) -> Entitlement {
        var entitlement = Entitlement(
            quantity: try quantity[row].required("quantity", batch, row),
            unitPrice: try price[row].required("price", batch, row),
            currency: try currency[row].required("currency", batch, row),
            start: try start[row].required("start", batch, row),
            end: end?[row],
            state: EntitlementState(status: status?.string(row) ?? ""),
            cycle: try billingCycle(row),
            isTrial: trial?[row] ?? false,
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
        guard !entitlement.quantity.isNegative, !entitlement.unitPrice.isNegative else {
            throw RunFailure(
                .badInput,
                "row \(batch.rows[row]) has \(entitlement.quantity) seats at a price of \(entitlement.unitPrice); neither "
                    + "may be negative")
        }
        entitlement.keys = numbers.keys(row)
        entitlement.term = CycleName(term, row, in: &table)
        return entitlement
    }

    /// The billing cycle; monthly where the records say nothing of it.
    private func billingCycle(_ row: Int) throws(RunFailure) -> BillingCycle {
        guard let name = cycle?.string(row), !name.allSatisfy(\.isWhitespace) else { return .monthly }
        if let cycle = BillingCycle(name) { return cycle }
        throw RunFailure(
            .badInput,
            "row \(batch.rows[row]) has the billing cycle \"\(name)\"; known are monthly, quarterly, biannual, annual, "
                + "triennial, one_time and terms such as P1M")
    }
}
