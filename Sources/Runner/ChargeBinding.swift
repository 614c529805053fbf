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
    private let term: TextColumn?
    private let cycle: TextColumn?
    private let rate: [ExactDecimal?]?
    private let contractAmount: [ExactDecimal?]?

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
        term = columns.text("term")
        cycle = columns.text("cycle")
        rate = columns.decimals("rate")
        contractAmount = columns.decimals("contract_amount")
    }

    /// The texts of all rows, as numbers of a table.
    struct Numbers {
        fileprivate let keys: KeyNumbers
        fileprivate let types: [KeyID]?
        fileprivate let references: [KeyID]?
        fileprivate let terms: CycleNames?
        fileprivate let cycles: CycleNames?
    }

    /// Looks up the texts of all rows.
    func numbers(in table: inout KeyTable) -> Numbers {
        numbers(
            in: &table, types: type.map { table.ids(of: $0) }, references: reference.map { table.ids(of: $0) })
    }

    /// Looks up the texts of all rows, but for references of charges that are held against no entitlement: nobody asks for
    /// them, and usage has many.
    func numbers(in engine: inout Reconciler) -> Numbers {
        guard let type, let reference else { return numbers(in: &engine.keys) }
        let types = engine.keys.ids(of: type)
        let isHeld = engine.holdsCharges(ofTypes: types)
        let references = engine.keys.ids(of: reference) { isHeld[$0] }
        return numbers(in: &engine.keys, types: types, references: references)
    }

    private func numbers(in table: inout KeyTable, types: [KeyID]?, references: [KeyID]?) -> Numbers {
        Numbers(
            keys: keys.numbers(in: &table), types: types, references: references,
            terms: term.map { CycleNames($0, in: &table) }, cycles: cycle.map { CycleNames($0, in: &table) })
    }

    /// The charge of a row.
    func charge(_ row: Int, _ numbers: Numbers) throws(RunFailure) -> Charge {
        var charge = Charge(
            quantity: try quantity[row].required("quantity", batch, row),
            amount: try amount[row].required("amount", batch, row),
            currency: try currency[row].required("currency", batch, row),
            interval: try interval(row),
            origin: RowOrigin(file: batch.fileIndex, row: batch.rows[row]))
        charge.keys = numbers.keys.keys(row)
        if let types = numbers.types { charge.type = types[row] }
        if let references = numbers.references { charge.reference = references[row] }
        charge.details.term = numbers.terms?[row]
        charge.details.cycle = numbers.cycles?[row]
        charge.details.rate = rate?[row] ?? nil
        charge.details.contractAmount = contractAmount?[row] ?? nil
        return charge
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
