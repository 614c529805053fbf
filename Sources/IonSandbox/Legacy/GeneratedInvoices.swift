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
    /// How many lists an invoice is still missing from, by its id.
    private let missing = Mutex<[String: Int]>([:])

    /// The invoices, in the order in which they were made.
    var entries: [InvoiceIndex.Entry] { made.withLock { $0 } }

    /// The invoices of a list without those that are late; each list brings those nearer.
    func listed(_ entries: [InvoiceIndex.Entry]) -> [InvoiceIndex.Entry] {
        missing.withLock { missing in
            entries.filter { entry in
                guard let id = entry.value("id"), let count = missing[id] else { return true }
                missing[id] = count > 1 ? count - 1 : nil
                return false
            }
        }
    }

    /// Makes an invoice for each of some totals.
    ///
    /// - Parameter lateness: From how many lists they are missing.
    func make(_ order: GenerationOrder, totals: [BillingReports.Total], lateness: Int) -> [JSONValue] {
        made.withLock { made in
            totals.map { total in
                let number = made.count + 1
                if lateness > 0 { missing.withLock { $0[String(Self.baseID + number)] = lateness } }
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
