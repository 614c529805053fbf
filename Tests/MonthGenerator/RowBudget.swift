/// How the rows that are not billed by the seat are shared among the subscriptions that carry consumption.
struct RowBudget {
    private let rows: Int
    private let carriers: Int

    /// Counts the rows that the plan prescribes; what is left of the rows asked for is consumption.
    ///
    /// - Throws: ``GeneratorFault`` when the rows asked for are too few, or too many to differ.
    init(_ plan: MonthPlan) throws(GeneratorFault) {
        var (fixed, carriers) = (plan.plants.count { $0.code == .duplicate }, 0)
        for index in 0..<plan.options.subscriptions {
            let subscription = plan.subscription(at: index)
            fixed += plan.seatCharges(of: subscription).count
            if subscription.kind == .azurePlan { carriers += 1 }
        }
        guard plan.options.rows >= fixed else {
            throw GeneratorFault("--rows: these subscriptions alone take \(fixed) rows")
        }
        rows = plan.options.rows - fixed
        guard rows / max(carriers, 1) < MonthPlan.distinctQuantities - 1, carriers > 0 || rows == 0 else {
            throw GeneratorFault("--rows: too many for so few subscriptions; ask for more --subscriptions")
        }
        self.carriers = carriers
    }

    /// The number of rows for each carrier in turn.
    func shares() -> some IteratorProtocol<Int> {
        (0..<carriers).lazy.map { rows * ($0 + 1) / carriers - rows * $0 / carriers }.makeIterator()
    }
}
