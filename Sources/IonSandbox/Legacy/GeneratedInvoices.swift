internal import Formats
internal import Records
internal import Synchronization

/// The invoices that clients have ordered since the sandbox was started. They stand in lists from then on.
///
/// Whoever orders the same invoices twice gets them twice, as nothing says that the service would not do that.
final class GeneratedInvoices: Sendable {
    /// The members that generated invoices can be filtered and sorted by.
    static let fields: Set<String> = [
        "id", "number", "billingStartDate", "billingEndDate", "customerId", "cloudUsed", "status", "currency", "total",
    ]
    /// The number before the first generated invoice's.
    private static let baseID = 990_000

    private let made = Mutex<[InvoiceIndex.Entry]>([])

    /// The invoices, in the order in which they were made.
    var entries: [InvoiceIndex.Entry] { made.withLock { $0 } }

    /// Makes an invoice for each of some totals.
    func make(_ order: GenerationOrder, totals: [BillingReports.Total]) -> [JSONValue] {
        made.withLock { made in
            totals.map { total in
                let number = made.count + 1
                let invoice: JSONValue = [
                    "id": .string(String(Self.baseID + number)),
                    "number": .string("IN-\(order.month)-\(order.source)-\(number)"),
                    "billingStartDate": .string(order.month.start.description),
                    "billingEndDate": .string(order.month.lastDay.description),
                    "customerId": .string(total.customerID), "cloudUsed": .string(order.source),
                    "status": .string(order.status), "currency": .string(total.currency),
                    "total": .string(total.price.description), "lines": [],
                ]
                made.append(InvoiceIndex.Entry(range: nil, lines: nil, head: invoice))
                return invoice
            }
        }
    }
}
