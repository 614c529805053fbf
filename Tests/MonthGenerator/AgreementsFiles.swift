internal import Records

/// What the customers agreed to, as the reseller's own books have it, and by which names these know the customers.
struct AgreementsFiles {
    /// Seats of one SKU that one customer holds.
    private struct Holding {
        let customer: Customer
        let skuID: String
        let price: ExactDecimal
        var seats = 0
        var isClear = true
    }

    private let plan: MonthPlan

    /// The files of a plan's agreements.
    init(plan: MonthPlan) {
        self.plan = plan
    }

    /// Writes `agreements.csv`, `customer-aliases.csv` and `planted-agreements.csv` into a directory.
    func write(to directory: String) throws {
        try writeAliases(to: directory + "/customer-aliases.csv")
        var agreements = try BufferedFile(directory + "/agreements.csv")
        var planted = try BufferedFile(directory + "/planted-agreements.csv")
        try agreements.append("Agreement,Company,Item,Quantity,Unit Price,Currency\n")
        try planted.append("code,customer,sku,held,agreed\n")
        for (number, holding) in holdings().enumerated() {
            try append(holding, number: number, to: &agreements, &planted)
        }
        for (index, customer) in plan.customers.enumerated() where index % 19 == 4 {
            try agreements.append(line(customer.name, Product.soldToNobody.skuID, 3, ExactDecimal(19), customer))
            try planted.append(line(.notHeld, customer.id, Product.soldToNobody.skuID, held: 0, agreed: 3))
        }
        let stranger = "Phantom Freight Ltd."
        try agreements.append(line(stranger, Product.catalogue[0].skuID, 4, ExactDecimal(9), plan.customers[0]))
        try planted.append(line(.unknownCustomer, stranger, Product.catalogue[0].skuID, held: 0, agreed: 4))
        try agreements.flush()
        try planted.flush()
    }

    private func writeAliases(to path: String) throws {
        var file = try BufferedFile(path)
        try file.append("alias,stands_for\n")
        for customer in plan.customers {
            var line = CSVLine()
            line.append(customer.name)
            line.append(customer.id)
            try file.append(line.finished())
        }
        try file.flush()
    }

    /// What is held, by customer and SKU; what has ended is held no more.
    private func holdings() -> [Holding] {
        var holdings: [String: Holding] = [:]
        for index in 0..<plan.options.subscriptions {
            let subscription = plan.subscription(at: index)
            guard subscription.status != "cancelled", subscription.status != "deleted" else { continue }
            let key = "\(subscription.customer.id) \(subscription.product.skuID)"
            let new = Holding(
                customer: subscription.customer, skuID: subscription.product.skuID, price: subscription.price)
            holdings[key, default: new].seats += subscription.licences
            if !subscription.isRunning { holdings[key]?.isClear = false }
        }
        return holdings.sorted { $0.key < $1.key }.map(\.value)
    }

    private func append(
        _ holding: Holding, number: Int, to agreements: inout BufferedFile, _ planted: inout BufferedFile
    ) throws {
        let fault = holding.isClear ? AgreementFault.planted(at: number, seats: holding.seats) : .unclearState
        var agreed = holding.seats
        switch fault {
        case .moreHeld: agreed -= 2
        case .fewerHeld: agreed += 3
        case .inNoAgreement: agreed = 0
        default: break
        }
        if fault != .inNoAgreement {
            try agreements.append(line(holding.customer.name, holding.skuID, agreed, holding.price, holding.customer))
        }
        guard let fault, fault != .inNoAgreement || holding.seats > 0 else { return }
        try planted.append(line(fault, holding.customer.id, holding.skuID, held: holding.seats, agreed: agreed))
    }

    private func line(
        _ company: String, _ skuID: String, _ seats: Int, _ price: ExactDecimal, _ customer: Customer
    ) -> [UInt8] {
        var line = CSVLine()
        line.append("AG-\(customer.id)")
        line.append(company)
        line.append(skuID)
        line.append(ExactDecimal(seats))
        line.append(price, minimumFractionDigits: 2)
        line.append(customer.currency.code)
        return line.finished()
    }

    private func line(_ fault: AgreementFault, _ customer: String, _ skuID: String, held: Int, agreed: Int) -> [UInt8] {
        var line = CSVLine()
        for field in [fault.rawValue, customer, skuID, String(held), String(agreed)] { line.append(field) }
        return line.finished()
    }
}
