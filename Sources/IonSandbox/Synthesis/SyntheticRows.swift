internal import Formats
internal import Records

/// The report of a synthetic month while it is read: a row for each subscription that is due, under the headings of the
/// fixture's report.
struct SyntheticRows: Sendable {
    private let month: SyntheticMonth
    private let headings: [String]
    private var index = -1
    private var writer = CSVWriter()

    init(_ month: SyntheticMonth, headings: [String]) {
        self.month = month
        self.headings = headings
    }

    /// The next rows, at least so many bytes unless the report ends; the header first.
    mutating func next(atLeast size: Int) -> [UInt8] {
        writer.removeAll()
        if index < 0 {
            writer.row(headings)
            index = 0
        }
        while index < month.count, writer.bytes.count < size {
            let item = month.item(index)
            if !item.isEnded { writer.row(headings.map { value($0, item) }) }
            index += 1
        }
        return writer.bytes
    }

    private func value(_ heading: String, _ item: SyntheticMonth.Item) -> String {
        switch heading {
        case "Customer ID": item.customerID
        case "Customer Name", "Customer Company": item.customerName
        case "Domain Name": "customer-\(item.customer + 1).example"
        case "Subscription ID": item.guid
        case "Product ID": "SeatNCE"
        case "Product Name": "Seats"
        case "SKU ID": item.sku
        case "SKU Name": "Seat Plan \(item.seats % 7)"
        case "Term And Billing Cycle": "P1M:Monthly"
        case "Billing Frequency": "Monthly"
        case "Charge Type": "renew"
        case "Type": "License"
        case "Order Number": String(60_000_000 + item.index)
        case "Order Date", "Charge StartDate": month.day(item, monthsAhead: 0).description
        case "Charge EndDate": month.day(item, monthsAhead: 1).advanced(byDays: -1).description
        case "Seat Count", "Usage Quantity": String(item.seats)
        case "Unit": "Licenses"
        case "Effective Unit Price": SyntheticMonth.money(item.cents)
        case "Provider Currency", "Invoice Currency": item.currency
        case "Seller Cost (Provider Currency)", "Seller Cost (Invoiced Currency)": SyntheticMonth.money(item.amount)
        case "Customer Cost (Invoiced Currency)": SyntheticMonth.money(item.amount + item.amount / 5)
        case "Invoice Number": "IN-\(month.month)-\(item.currency)"
        case "Cloud Provider ID": "30"
        default: ""
        }
    }
}
