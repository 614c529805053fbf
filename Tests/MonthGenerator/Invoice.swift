internal import Formats
internal import Records

/// An invoice without its lines.
struct Invoice {
    /// Its number in the API.
    let id: String
    /// The month that is billed.
    let period: Month
    /// Whether it is settled.
    let isClosed: Bool
    /// Who provides what is invoiced.
    let provider: CloudProvider
    /// What it is invoiced in.
    let currency: MarketCurrency
    /// The share that is added as tax, in percent.
    var taxPercent = 0
    /// What is added besides.
    var adjustments: ExactDecimal = .zero

    /// The number that people know; Microsoft's is also in the report.
    var number: String {
        "IN-\(period)-\(currency.code)" + (provider == .microsoft ? "" : "-\(provider.id)")
    }

    /// The tax on lines of this sum, to the cent.
    func tax(on sum: ExactDecimal) -> ExactDecimal {
        sum.times(taxPercent, over: 100).rounded(toFractionDigits: 2)
    }

    /// What is due for lines of this sum.
    func total(of sum: ExactDecimal) -> ExactDecimal {
        ExactDecimal(scaled: sum.scaled + tax(on: sum).scaled + adjustments.scaled)
    }

    /// The invoice up to its lines, open at the end: `{"id":…,"lines":[`.
    func opening(sum: ExactDecimal, total: ExactDecimal) -> [UInt8] {
        let value: JSONValue = [
            "id": .string(id),
            "number": .string(number),
            "status": isClosed ? "closed" : "open",
            "billingStartDate": .string(period.start.description),
            "billingEndDate": .string(period.lastDay.description),
            "cloudUsed": .string(provider.cloudUsed),
            "cloudProviderId": .string(provider.id),
            "customerId": "17017",
            "currency": .string(currency.code),
            "tax": .string(tax(on: sum).moneyText),
            "adjustments": .string(adjustments.moneyText),
            "total": .string(total.moneyText),
            "currencyRates": rates,
        ]
        var bytes: [UInt8] = []
        value.append(to: &bytes)
        bytes.removeLast()
        bytes.append(contentsOf: #","lines":["#.utf8)
        return bytes
    }

    /// The rates as the API has them: in prose, and only where something was converted.
    private var rates: JSONValue {
        guard currency == .krona else { return [] }
        let condition = provider == .microsoft ? " (Rate at end of invoice month (\(period.lastDay)))" : ""
        return [.string("EUR 1 -> SEK 11.350737797957\(condition)")]
    }
}
