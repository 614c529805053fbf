import Reconciliation
import Records

/// Makes seats that are counted of a batch's records.
struct AgreementBinding {
    private let batch: RecordBatch
    private let keys: KeyColumns
    private let quantity: [ExactDecimal?]
    private let price: [ExactDecimal?]?
    private let currency: [Currency?]?
    private let status: TextColumn?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch, _ plan: AgreementPlan) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let quantity = columns.decimals("quantity") else {
            throw RunFailure(.invalidPipeline, "seats that are counted need the column quantity")
        }
        self.batch = batch
        self.quantity = quantity
        keys = KeyColumns(columns, plan.keys)
        price = columns.decimals("price")
        currency = columns.currencies("currency")
        status = columns.text("status")
    }

    /// The seats of a row.
    func item(_ row: Int, in table: inout KeyTable) throws(RunFailure) -> AgreementItem {
        let seats = try quantity[row].required("quantity", batch, row)
        guard !seats.isNegative else {
            throw RunFailure(.badInput, "row \(batch.rows[row]) has \(seats) seats; they may not be negative")
        }
        var item = AgreementItem(
            keys: keys.keys(row, in: &table), quantity: seats, price: itemPrice(row),
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
        item.state = EntitlementState(status: status?.string(row) ?? "")
        return item
    }

    private func itemPrice(_ row: Int) -> AgreementItem.Price? {
        guard let amount = price?[row] ?? nil, let currency = currency?[row] ?? nil else { return nil }
        return AgreementItem.Price(amount: amount, currency: currency)
    }
}
