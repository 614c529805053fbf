import Pipelines
import Reconciliation
import Records

/// Makes prices of a batch's records.
struct PriceBinding {
    private let batch: RecordBatch
    private let keys: [(key: MatchKey, column: TextColumn)]
    private let cycle: TextColumn?
    private let term: TextColumn?
    private let price: [ExactDecimal?]
    private let currency: [Currency?]
    private let start: [CivilDate?]

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let price = columns.decimals("price"), let currency = columns.currencies("currency"),
            let start = columns.dates("start")
        else { throw RunFailure(.invalidPipeline, "prices need the columns price, currency and start") }
        self.batch = batch
        self.price = price
        self.currency = currency
        self.start = start
        keys = KeyColumns.ofCharges.compactMap { key in columns.text(key.rawValue).map { (key, $0) } }
        cycle = columns.text("cycle")
        term = columns.text("term")
    }

    /// Adds all prices of the batch to an engine.
    func add(to engine: inout Reconciler) throws(RunFailure) {
        for row in 0..<batch.count {
            let price = try price(row, in: &engine.keys)
            do throws(PriceHistory.Conflict) {
                try engine.add(price)
            } catch {
                throw RunFailure(.badInput, "row \(batch.rows[row]) of the prices: \(error)")
            }
        }
    }

    private func price(_ row: Int, in table: inout KeyTable) throws(RunFailure) -> ListedPrice {
        var ids = MatchKeys()
        for (key, column) in keys {
            ids[key] = table.id(column, row)
            if ids[key].isEmpty { throw lacks(key.rawValue, row) }
        }
        let unitPrice = try price[row].required("price", batch, row)
        if unitPrice.isNegative {
            throw RunFailure(.badInput, "row \(batch.rows[row]) of the prices: \(unitPrice) is below nought")
        }
        return ListedPrice(
            keys: ids, cycle: try name(cycle, "cycle", row, in: &table), term: try name(term, "term", row, in: &table),
            unitPrice: unitPrice, currency: try currency[row].required("currency", batch, row),
            start: try start[row].required("start", batch, row))
    }

    private func name(
        _ column: TextColumn?, _ heading: String, _ row: Int, in table: inout KeyTable
    ) throws(RunFailure) -> CycleName? {
        guard let column else { return nil }
        guard let name = CycleName(column.string(row), in: &table) else { throw lacks(heading, row) }
        return name
    }

    private func lacks(_ column: String, _ row: Int) -> RunFailure {
        RunFailure(
            .badInput,
            "row \(batch.rows[row]) of the prices has no \(column); where the list has that column, every price needs one"
        )
    }
}

extension Reconcile {
    /// The stream of prices of a stage of this name; `nil` where there is none.
    func priceInput(of stage: String) -> RecordInput? {
        prices.map { RecordInput(stage: $0, taker: stage, key: "\(stage).prices") }
    }
}
