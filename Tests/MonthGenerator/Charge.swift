internal import Records

/// One row of the billing report.
struct Charge {
    /// Who is charged.
    var customer: Customer
    /// The subscription's id; empty when the row names none.
    var subscriptionID: String
    /// What is charged.
    var product: Product
    /// The term of the commitment and how it is billed; empty for consumption.
    var term: String
    /// Whether the row covers a year.
    var isYearly = false
    /// The column Charge Type.
    var chargeType: String
    /// The order that the row belongs to.
    var orderNumber: String
    /// The day of the order.
    var orderDate: CivilDate
    /// The first day that is charged.
    var start: CivilDate
    /// The last day that is charged.
    var lastDay: CivilDate
    /// How many seats; 1 for consumption, negative where seats are taken back.
    var seats: Int
    /// The price of a seat or unit.
    var unitPrice: ExactDecimal
    /// The reseller's cost of the row, in `currency`.
    var amount: ExactDecimal
    /// The currency that the row is invoiced in.
    var currency: MarketCurrency
    /// What was consumed; `nil` for seats.
    var consumption: Consumption?
    /// The number of the planted break that the row belongs to.
    var plant: Int?

    /// What a row of consumption measures.
    struct Consumption {
        /// The meter.
        let meter: Meter
        /// The quantity, in the meter's unit.
        let quantity: ExactDecimal
        /// Where it ran.
        let region: String
    }
}

extension Charge {
    /// Who provides what is charged.
    var provider: CloudProvider {
        switch consumption?.meter.type {
        case "Marketplace": .marketplace
        case "Software": .software
        default: .microsoft
        }
    }

    /// Seats, or what was consumed.
    var quantity: ExactDecimal { consumption?.quantity ?? ExactDecimal(seats) }

    /// The amount with the digits that the report shows.
    var billedAmount: ExactDecimal { amount.rounded(toFractionDigits: shownDigits) }

    private var shownDigits: Int { consumption == nil ? 2 : 10 }

    /// The row of the CSV, in the order of ``ReportColumn``.
    func line(period: Month) -> [UInt8] {
        var line = CSVLine()
        line.append(fields: customer.columns)
        for field in [subscriptionID, product.id, product.name, product.skuID, product.skuName, term] {
            line.append(field)
        }
        for field in [isYearly ? "Annual" : "Monthly", chargeType, consumption?.meter.type ?? "License", orderNumber] {
            line.append(field)
        }
        for day in [orderDate, start, lastDay] { line.append(day.description) }
        append(measuresTo: &line)
        append(amountsTo: &line, period: period)
        return line.finished()
    }

    private func append(measuresTo line: inout CSVLine) {
        line.append(String(seats))
        line.append(consumption?.meter.unit ?? "Licenses")
        line.append(unitPrice, minimumFractionDigits: 2)
        line.append(quantity)
        line.append(consumption?.meter.category ?? "")
        line.append(consumption?.meter.name ?? "")
        line.append(consumption?.region ?? "")
    }

    private func append(amountsTo line: inout CSVLine, period: Month) {
        line.append(currency.providerCurrency.code)
        line.append(currency.code)
        for money in [currency.providerAmount(of: amount), amount, amount.times(118, over: 100)] {
            line.append(money.rounded(toFractionDigits: shownDigits), minimumFractionDigits: 2)
        }
        line.append("IN-\(period)-\(currency.code)")
        line.append(provider.id)
    }
}
