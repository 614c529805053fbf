import Formats
import Records

/// A small month for the sandbox: it ties out, and is easy to break.
struct StarterMonth {
    /// The directory, where a sandbox looks for it.
    static let directory = "fixtures/month-end"
    private static let report = "49038"

    /// The month that was billed.
    let month: Month

    /// The files, by their names in the directory.
    var files: [(name: String, text: String)] {
        [
            ("sandbox.json", "{\"account_id\": \"17017\", \"report_ids\": [\"\(Self.report)\"]}\n"),
            ("reports/\(Self.report).json", description.indentedText),
            ("reports/\(Self.report).csv", Self.headings.joined(separator: ",") + "\n" + rows.joined()),
            ("subscriptions.json", subscriptions.indentedText),
        ]
    }

    private static let headings = [
        "Customer ID", "Customer Name", "Subscription ID", "SKU ID", "Charge Type", "Order Number", "Charge StartDate",
        "Charge EndDate", "Seat Count", "Seller Cost (Invoiced Currency)", "Invoice Currency",
    ]

    /// A subscription, billed for the whole month.
    private struct Item {
        let number: Int
        let customer: String
        let seats: Int
        let price: String
        let cost: String
    }

    private static let items = [
        Item(number: 1, customer: "Alder & Vink", seats: 12, price: "9.60", cost: "115.20"),
        Item(number: 2, customer: "Harbor Light Dental", seats: 3, price: "20.85", cost: "62.55"),
        Item(number: 3, customer: "Stonebridge Insurance", seats: 40, price: "4.20", cost: "168.00"),
    ]

    private var rows: [String] {
        Self.items.map { item in
            "\(1000 + item.number),\(item.customer),S-\(item.number),SKU-\(item.number),renew,O-\(item.number),"
                + "\(month.start),\(month.lastDay),\(item.seats),\(item.cost),EUR\n"
        }
    }

    private var subscriptions: JSONValue {
        let items = Self.items.map { item -> JSONValue in
            [
                "id": .string(String(item.number)),
                "customerId": .string(String(1000 + item.number)),
                "customerName": .string(item.customer),
                "subscriptionId": .string("S-\(item.number)"),
                "subscriptionSkuId": .string("SKU-\(item.number)"),
                "subscriptionTotalLicenses": .string(String(item.seats)),
                "subscriptionStatus": "active",
                "subscriptionPurchasedDate": .string("\(month.previous.start)T00:00:00Z"),
                "subscriptionEndDate": .string("\(month.end)T00:00:00Z"),
                "subscriptionBillingCycle": "monthly",
                "isTrial": false,
                "cost": .number(item.price),
                "currency": "EUR",
            ]
        }
        return ["items": .array(items)]
    }

    /// What the service says of the report.
    private var description: JSONValue {
        let columns = Self.headings.enumerated().map { place, heading -> JSONValue in
            ["id": .string(String(801_301 + place)), "displayName": .string(heading), "groupable": true]
        }
        return [
            "reportId": .string(Self.report), "displayName": "MONTH-END", "category": "BILLING_REPORTS",
            "specs": ["allColumns": .array(columns), "selectedColumns": .array(columns)],
        ]
    }
}
