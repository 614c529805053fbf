import Reconciliation
import Records

/// Makes a document's amounts of a batch's records.
struct TieBinding {
    private let batch: RecordBatch
    private let keys: KeyColumns
    private let amount: [ExactDecimal?]
    private let currency: [Currency?]
    private let tax: [ExactDecimal?]?
    private let adjustments: [ExactDecimal?]?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch, _ plan: TiePlan) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let amount = columns.decimals("amount"), let currency = columns.currencies("currency") else {
            throw RunFailure(.invalidPipeline, "a document that is tied needs the columns amount and currency")
        }
        self.batch = batch
        self.amount = amount
        self.currency = currency
        keys = KeyColumns(columns, plan.keys)
        // They belong to headers, and count only there.
        let hasHeaders = plan.documents == .headerAndLines
        tax = hasHeaders ? columns.decimals("tax") : nil
        adjustments = hasHeaders ? columns.decimals("adjustments") : nil
    }

    /// What a row states.
    func item(_ row: Int, in table: inout KeyTable) throws(RunFailure) -> TieItem {
        var item = TieItem(
            keys: keys.keys(row, in: &table),
            amount: try amount[row].required("amount", batch, row),
            currency: try currency[row].required("currency", batch, row),
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
        item.tax = (tax?[row] ?? nil) ?? .zero
        item.adjustments = (adjustments?[row] ?? nil) ?? .zero
        return item
    }
}
