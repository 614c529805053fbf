import Reconciliation
import Records

/// Makes charges of a batch's records.
struct ChargeBinding {
    private let batch: RecordBatch
    private let keys: KeyColumns
    private let type: TextColumn?
    private let reference: TextColumn?
    private let quantity: [ExactDecimal?]
    private let amount: [ExactDecimal?]
    private let currency: [Currency?]
    private let start: [CivilDate?]?
    private let end: [CivilDate?]?
    private let lastDay: [CivilDate?]?

    /// Finds the columns; the pipeline was checked for them.
    init(_ batch: RecordBatch) throws(RunFailure) {
        let columns = RoleColumns(batch)
        guard let quantity = columns.decimals("quantity"), let amount = columns.decimals("amount"),
            let currency = columns.currencies("currency")
        else { throw RunFailure(.invalidPipeline, "charges need the columns quantity, amount and currency") }
        self.batch = batch
        self.quantity = quantity
        self.amount = amount
        self.currency = currency
        keys = KeyColumns(columns)
        type = columns.text("charge_type")
        reference = columns.text("reference")
        start = columns.dates("start")
        end = columns.dates("end")
        lastDay = columns.dates("last_day")
    }

    /// Adds the rows' charges to the engine.
    func add(to engine: inout Reconciler) throws {
        let keys = keys.numbers(in: &engine.keys)
        let types = type.map { engine.keys.ids(of: $0) }
        let references = reference.map { engine.keys.ids(of: $0) }
        for row in 0..<batch.count {
            var charge = try charge(row)
            charge.keys = keys.keys(row)
            if let types { charge.type = types[row] }
            if let references { charge.reference = references[row] }
            try engine.add(charge)
        }
    }

    /// A row's charge without its texts.
    private func charge(_ row: Int) throws(RunFailure) -> Charge {
        Charge(
            quantity: try quantity[row].required("quantity", batch, row),
            amount: try amount[row].required("amount", batch, row),
            currency: try currency[row].required("currency", batch, row),
            interval: try interval(row),
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
    }

    /// The days charged for: from the start to the day before the end, or to the last day.
    private func interval(_ row: Int) throws(RunFailure) -> CivilInterval? {
        let after = end?[row] ?? lastDay?[row]?.advanced(byDays: 1)
        guard let first = start?[row], let after else {
            guard start?[row] == nil, after == nil else {
                throw RunFailure(
                    .badInput, "row \(batch.rows[row]) has one end of its charged days and lacks the other")
            }
            return nil
        }
        if let interval = CivilInterval(start: first, end: after) { return interval }
        throw RunFailure(.badInput, "row \(batch.rows[row]) is charged from \(first) until \(after), which is earlier")
    }
}
