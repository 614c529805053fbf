internal import Records

/// What the report has of one planted break.
struct PlantTrace {
    /// The numbers of its rows, from 1, without the header.
    private(set) var rows: [Int] = []
    /// The sum of its rows.
    private(set) var billed: ExactDecimal = .zero
    /// One of its rows.
    private(set) var charge: Charge?

    /// Notes a row.
    mutating func add(_ charge: Charge, row: Int) {
        rows.append(row)
        billed.scaled += charge.amount.scaled
        self.charge = charge
    }
}
