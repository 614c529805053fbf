internal import Formats
internal import Records
internal import Streaming

/// Gathers the month's charges into invoices, one for each provider and currency, and writes them.
///
/// Charges come subscription by subscription, so only the lines of one are in memory.
final class InvoiceLedger {
    private let plan: MonthPlan
    private let directory: String
    private let drafts: [InvoiceDraft]
    private var open: [InvoiceLine] = []

    /// The number of the first invoice of the month.
    private static let firstID = 900_114

    /// A ledger that writes below a directory.
    init(plan: MonthPlan) throws {
        self.plan = plan
        directory = plan.options.directory
        try Directory.removeTree(directory + "/invoices")
        var drafts: [InvoiceDraft] = []
        for provider in CloudProvider.allCases {
            for currency in MarketCurrency.allCases {
                var invoice = Invoice(
                    id: String(Self.firstID + drafts.count), period: plan.options.period, isClosed: false,
                    provider: provider, currency: currency)
                if (provider, currency) == (.marketplace, .krona) { invoice.taxPercent = 25 }
                if (provider, currency) == (.microsoft, .dollar) { invoice.adjustments = ExactDecimal(-25) }
                let hasDetails = [.krona: CloudProvider.microsoft, .dollar: .marketplace][currency] == provider
                let fault = plan.options.isPlanted ? InvoiceFault(provider, currency) : nil
                drafts.append(
                    try InvoiceDraft(invoice, fault: fault, directory: directory, hasDetails: hasDetails))
            }
        }
        self.drafts = drafts
    }

    /// Takes in a charge of the subscription at hand.
    func add(_ charge: Charge) {
        for index in open.indices where open[index].add(charge) { return }
        open.append(InvoiceLine(charge))
    }

    /// Says that all charges of the subscription at hand are in.
    func endSubscription() throws {
        for line in open {
            for draft in drafts where draft.invoice.provider == line.provider && draft.invoice.currency == line.currency
            {
                try draft.add(line)
            }
        }
        open.removeAll(keepingCapacity: true)
    }

    /// Writes `invoices.json`, what belongs to it, and the list of planted faults.
    func writeAll() throws {
        var file = try BufferedFile(directory + "/invoices.json")
        try file.append("{\"data\":{\"invoice\":[\n")
        let sent = drafts.filter(\.isSent)
        for (place, draft) in sent.enumerated() {
            try file.append(try Self.bytes(of: invoice(before: draft, place: place), draft.samples))
            try file.append(",\n")
        }
        for draft in sent {
            try draft.finish(to: &file)
            try file.append(",\n")
        }
        try file.append(try Self.bytes(of: nextInvoice, Array(drafts[0].samples.prefix(2))))
        try file.append("\n]}}\n")
        try file.flush()
        try drafts.forEach { try $0.clear() }
        try writeSummary()
        try PlantedInvoicesFile(drafts: drafts).write(to: directory + "/planted-invoices.csv")
    }
}

/// The invoices of other months, few lines each, and what lies beside the invoices.
extension InvoiceLedger {
    private func invoice(before draft: InvoiceDraft, place: Int) -> Invoice {
        let (provider, currency) = (draft.invoice.provider, draft.invoice.currency)
        return Invoice(
            id: String(Self.firstID - 26 + place), period: plan.options.period.previous, isClosed: true,
            provider: provider, currency: currency,
            taxPercent: (provider, currency) == (.microsoft, .krona) ? 25 : 0)
    }

    private var nextInvoice: Invoice {
        Invoice(
            id: String(Self.firstID + 26), period: Month(containing: plan.options.period.end), isClosed: false,
            provider: .microsoft, currency: .euro)
    }

    private static func bytes(of invoice: Invoice, _ samples: [InvoiceLine]) throws -> [UInt8] {
        var lines: [UInt8] = []
        var sum = ExactDecimal.zero
        for (place, sample) in samples.enumerated() {
            let line = sample.inAnotherMonth
            if place > 0 { lines.append(UInt8(ascii: ",")) }
            line.json(id: "\(invoice.id)-\(place + 1)").append(to: &lines)
            sum.scaled += line.amount.scaled
        }
        return invoice.opening(sum: sum, total: invoice.total(of: sum)) + lines + Array("]}".utf8)
    }

    /// A second file of the invoice in kronor, for clients that expect only one.
    private func writeSummary() throws {
        for draft in drafts
        where draft.isSent && draft.invoice.provider == .microsoft && draft.invoice.currency == .krona {
            let invoice = draft.invoice
            var file = try BufferedFile("\(directory)/invoices/\(invoice.id)/summary.txt")
            try file.append(
                """
                Invoice \(invoice.number)
                \(invoice.period.start) to \(invoice.period.lastDay)
                Total \(draft.total.moneyText) \(invoice.currency.code)

                """)
            try file.flush()
        }
    }
}
