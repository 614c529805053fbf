internal import Records

/// Writes the report's rows and notes which of them belong to a planted break.
struct ReportWriter: ~Copyable {
    /// What was written of each planted break, by its number.
    private(set) var traces: [PlantTrace]
    /// How many rows were written.
    private(set) var rowCount = 0
    private let plan: MonthPlan
    private let invoices: InvoiceLedger
    private var file: BufferedFile
    private var shuffler: RowShuffler

    /// A writer of a new report file, whose charges the ledger learns of as well.
    init(_ path: String, plan: MonthPlan, invoices: InvoiceLedger) throws {
        self.plan = plan
        self.invoices = invoices
        file = try BufferedFile(path)
        shuffler = RowShuffler(seed: plan.options.seed)
        traces = Array(repeating: PlantTrace(), count: plan.plants.count)
    }

    /// Writes the header and every row.
    mutating func writeAll(_ budget: RowBudget) throws {
        var header = CSVLine()
        for column in ReportColumn.all { header.append(column.heading) }
        try file.append(header.finished())
        try writeShuffled(budget)
        for number in plan.plants.indices where plan.plants[number].code == .duplicate {
            try write(plan.duplicateCharge(of: number))
        }
        try file.flush()
    }

    private mutating func writeShuffled(_ budget: RowBudget) throws {
        var share = budget.shares()
        for index in 0..<plan.options.subscriptions {
            let subscription = plan.subscription(at: index)
            for charge in plan.seatCharges(of: subscription) { try pass(charge) }
            if subscription.kind == .azurePlan {
                try plan.forEachConsumption(of: subscription, count: share.next() ?? 0) { try pass($0) }
            }
            if let number = plan.plantNumber(at: index), plan.plants[number].code == .duplicate {
                invoices.add(plan.duplicateCharge(of: number))
            }
            try invoices.endSubscription()
        }
        while let charge = shuffler.next() { try write(charge) }
    }

    private mutating func pass(_ charge: Charge) throws {
        invoices.add(charge)
        if let leaving = shuffler.exchange(charge) { try write(leaving) }
    }

    private mutating func write(_ charge: Charge) throws {
        rowCount += 1
        try file.append(charge.line(period: plan.options.period))
        if let number = charge.plant { traces[number].add(charge, row: rowCount) }
    }
}
