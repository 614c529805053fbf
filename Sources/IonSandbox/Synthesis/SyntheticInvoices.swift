internal import Formats
internal import Records

/// The invoices of a synthetic month: one a currency, a line for each subscription that is due.
struct SyntheticInvoices: Sendable {
    /// The lines of an invoice while they are made.
    struct Lines: Sendable {
        fileprivate let month: SyntheticMonth
        fileprivate let currency: String
        fileprivate let invoiceID: String
        private var index = 0
        private var number = 0

        fileprivate init(_ month: SyntheticMonth, currency: String, invoiceID: String) {
            self.month = month
            self.currency = currency
            self.invoiceID = invoiceID
        }

        /// The next line; `nil` at the end.
        mutating func next() -> JSONValue? {
            while index < month.count {
                let item = month.item(index)
                index += 1
                guard item.currency == currency, !item.isEnded else { continue }
                number += 1
                return [
                    "id": .string("\(invoiceID)-\(number)"), "cloudProviderId": "30",
                    "customerId": .string(item.customerID), "customerName": .string(item.customerName),
                    "subscriptionId": .string(item.guid), "productId": "SeatNCE", "skuId": .string(item.sku),
                    "description": "Seats", "quantity": .string(String(item.seats)),
                    "amount": .string(SyntheticMonth.money(item.amount)), "currency": .string(currency),
                ]
            }
            return nil
        }
    }

    private static let firstID = 880_001

    /// The invoices. Their totals are added up once, which looks at every subscription.
    static func entries(of month: SyntheticMonth) -> [InvoiceIndex.Entry] {
        var totals = [String: Int]()
        for index in 0..<month.count {
            let item = month.item(index)
            if !item.isEnded { totals[item.currency, default: 0] += item.amount }
        }
        return SyntheticMonth.currencies.enumerated().compactMap { place, currency in
            guard let total = totals[currency] else { return nil }
            let id = String(firstID + place)
            let head: JSONValue = [
                "id": .string(id), "number": .string("IN-\(month.month)-\(currency)"), "status": "open",
                "billingStartDate": .string(month.month.start.description),
                "billingEndDate": .string(month.month.lastDay.description), "cloudUsed": "microsoft",
                "cloudProviderId": "30", "customerId": "17017", "currency": .string(currency), "tax": "0.00",
                "adjustments": "0.00", "total": .string(SyntheticMonth.money(total)), "currencyRates": [], "lines": [],
            ]
            return InvoiceIndex.Entry(
                range: nil, lines: nil, head: head, generatedLines: Lines(month, currency: currency, invoiceID: id))
        }
    }
}
