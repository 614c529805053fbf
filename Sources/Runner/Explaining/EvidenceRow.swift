import Records

/// A row of a source, read again: its mapped columns, and its text.
struct EvidenceRow {
    /// The file that it stands in.
    let file: String
    /// Its number in the file, from 1.
    let number: Int
    /// Its mapped columns that have a value, in the order of the pipeline.
    let values: [(name: String, text: String)]
    /// The row as its file has it, once that is known.
    var text = ""
    private let decimals: [String: ExactDecimal]
    private let dates: [String: CivilDate]

    /// A row of a batch.
    init(_ batch: RecordBatch, _ index: Int, file: String) {
        self.file = file
        number = Int(batch.rows[index])
        var values: [(String, String)] = []
        var (decimals, dates): ([String: ExactDecimal], [String: CivilDate]) = ([:], [:])
        for (column, content) in zip(batch.schema.columns, batch.columns) {
            switch content {
            case .text(let texts): values.append((column.name, texts.string(index)))
            case .decimal(let numbers): decimals[column.name] = numbers[index]
            case .date(let days): dates[column.name] = days[index]
            case .currency(let currencies): values.append((column.name, currencies[index]?.description ?? ""))
            case .boolean(let truths): values.append((column.name, truths[index].map(String.init) ?? ""))
            }
            if let number = decimals[column.name] { values.append((column.name, number.description)) }
            if let day = dates[column.name] { values.append((column.name, day.description)) }
        }
        self.values = values.filter { !$0.1.isEmpty }
        (self.decimals, self.dates) = (decimals, dates)
    }

    /// A value as text; empty where the row has none.
    func string(_ name: String) -> String { values.first { $0.name == name }?.text ?? "" }

    /// A number.
    func decimal(_ name: String) -> ExactDecimal? { decimals[name] }

    /// A day.
    func date(_ name: String) -> CivilDate? { dates[name] }

    /// The day after the last that a charge is for.
    var end: CivilDate? { date("end") ?? date("last_day")?.advanced(byDays: 1) }

    /// The seats, below nought in a row that takes back.
    var signedSeats: ExactDecimal? {
        guard let quantity = decimal("quantity") else { return nil }
        guard decimal("amount")?.isNegative == true else { return quantity }
        return try? ExactDecimal.zero.subtracting(quantity.magnitude)
    }
}
