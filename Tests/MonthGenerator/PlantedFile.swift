internal import Records

/// The list of planted breaks: what a reconciliation of the month has to find, and nothing else.
struct PlantedFile {
    private let plan: MonthPlan
    private let traces: [PlantTrace]

    /// A list of a plan's breaks with what the report has of them.
    init(plan: MonthPlan, traces: [PlantTrace]) {
        self.plan = plan
        self.traces = traces
    }

    /// Writes the list.
    func write(to path: String) throws {
        var file = try BufferedFile(path)
        try file.append("code,subscription,customer,sku,currency,rows,billed,expected,note\n")
        for (plant, trace) in zip(plan.plants, traces) { try file.append(line(plant, trace)) }
        try file.flush()
    }

    private func line(_ plant: Plant, _ trace: PlantTrace) -> [UInt8] {
        let subscription = plan.subscription(at: plant.position)
        let customer = trace.charge?.customer ?? subscription.customer
        var line = CSVLine()
        line.append(plant.code.rawValue)
        line.append(trace.charge?.subscriptionID ?? subscription.id)
        line.append(customer.id)
        line.append((trace.charge?.product ?? subscription.product).skuID)
        line.append((trace.charge?.currency ?? subscription.customer.currency).code)
        line.append(trace.rows.map(String.init).joined(separator: ";"))
        line.append(trace.billed, minimumFractionDigits: 2)
        line.append(expected(plant, subscription), minimumFractionDigits: 2)
        line.append(note(plant, subscription))
        return line.finished()
    }

    private func expected(_ plant: Plant, _ subscription: Subscription) -> ExactDecimal {
        switch plant.code {
        case .unknownSubscription, .chargedAfterCancellation, .chargedBeforeStart, .duplicate, .unlinkedCredit,
            .unknownType:
            .zero
        case .ambiguous:
            ExactDecimal(scaled: subscription.expectedCost.scaled + second(plant).expectedCost.scaled)
        default: subscription.expectedCost
        }
    }

    private func note(_ plant: Plant, _ subscription: Subscription) -> String {
        switch plant.code {
        case .ambiguous: "\(plant.code.note): \(subscription.id) and \(second(plant).id)"
        case .otherCurrency: "\(plant.code.note): expected in \(subscription.customer.currency.code)"
        case .otherCustomer: "\(plant.code.note) than \(subscription.customer.id)"
        default: plant.code.note
        }
    }

    private func second(_ plant: Plant) -> Subscription {
        plan.subscription(at: plant.position + 1)
    }
}
