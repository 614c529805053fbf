internal import Records

/// The list of what is wrong with the month's invoices: by their own sums, and against the report.
struct PlantedInvoicesFile {
    private let drafts: [InvoiceDraft]

    /// A list of what drafts have.
    init(drafts: [InvoiceDraft]) {
        self.drafts = drafts
    }

    /// Writes the list.
    func write(to path: String) throws {
        var file = try BufferedFile(path)
        try file.append("tie,code,provider,invoice,customer,subscription,sku,currency,invoiced,billed,note\n")
        for draft in drafts where draft.isSent { try appendHeaderTie(of: draft, to: &file) }
        for draft in drafts where draft.isSent { try appendLineTie(of: draft, to: &file) }
        for draft in drafts where !draft.isSent && !draft.isEmpty {
            try file.append(
                line(("line_tie", "D3"), draft, nil, draft.invoice.currency, invoiced: .zero, billed: draft.billed))
        }
        try file.flush()
    }

    private func appendHeaderTie(of draft: InvoiceDraft, to file: inout BufferedFile) throws {
        let footed = draft.footed
        for currency in MarketCurrency.allCases {
            let total = currency == draft.invoice.currency ? draft.total : .zero
            let sum = footed[currency] ?? .zero
            guard total != sum else { continue }
            try file.append(line(("header_tie", "D1"), draft, nil, currency, invoiced: total, billed: sum))
        }
    }

    private func appendLineTie(of draft: InvoiceDraft, to file: inout BufferedFile) throws {
        guard let spoiled = draft.spoiledLine else { return }
        let (amount, currency) = (spoiled.amount, spoiled.currency)
        let tie = ("line_tie", "D2")
        switch draft.fault {
        case .lineMissing:
            try file.append(line(tie, draft, spoiled, currency, invoiced: .zero, billed: amount))
        case .lineDoubled:
            try file.append(line(tie, draft, spoiled, currency, invoiced: amount.times(2), billed: amount))
        case .otherCurrency:
            try file.append(line(tie, draft, spoiled, currency, invoiced: .zero, billed: amount))
            try file.append(line(tie, draft, spoiled, .krona, invoiced: amount, billed: .zero))
        default: break
        }
    }

    private func line(
        _ tie: (name: String, code: String), _ draft: InvoiceDraft, _ spoiled: InvoiceLine?,
        _ currency: MarketCurrency, invoiced: ExactDecimal, billed: ExactDecimal
    ) -> [UInt8] {
        var line = CSVLine()
        for field in [tie.name, tie.code, draft.invoice.provider.id] { line.append(field) }
        line.append(draft.isSent ? draft.invoice.number : "")
        line.append(spoiled?.customer.id ?? "")
        line.append(spoiled?.subscriptionID ?? "")
        line.append(spoiled?.product.skuID ?? "")
        line.append(currency.code)
        line.append(invoiced, minimumFractionDigits: 2)
        line.append(billed, minimumFractionDigits: 2)
        line.append(draft.fault?.note ?? "")
        return line.finished()
    }
}
