internal import Formats
internal import Records
internal import Streaming

/// An invoice of the month while its lines come in. They wait in a file, because the total stands before them.
final class InvoiceDraft {
    /// The invoice.
    let invoice: Invoice
    /// What is wrong with it on purpose.
    let fault: InvoiceFault?
    /// The line that the fault spoiled.
    private(set) var spoiledLine: InvoiceLine?
    /// The sum of the lines as they should be.
    private(set) var billed: ExactDecimal = .zero
    /// The sums of the lines as they are, by currency.
    private(set) var invoiced: [MarketCurrency: ExactDecimal] = [:]
    /// A few of its lines, for the invoices of other months.
    private(set) var samples: [InvoiceLine] = []

    private let path: String
    private var lines: BufferedFile
    private var details: BufferedFile?
    private var count = 0

    /// A draft that writes below a directory.
    init(_ invoice: Invoice, fault: InvoiceFault?, directory: String, hasDetails: Bool) throws {
        self.invoice = invoice
        self.fault = fault
        path = "\(directory)/.lines-\(invoice.id)"
        lines = try BufferedFile(path)
        guard hasDetails else { return }
        try Directory.create("\(directory)/invoices/\(invoice.id)")
        var details = try BufferedFile("\(directory)/invoices/\(invoice.id)/\(invoice.number).csv")
        var header = CSVLine()
        for heading in InvoiceLine.headings { header.append(heading) }
        try details.append(header.finished())
        self.details = consume details
    }

    /// Whether there is nothing to invoice.
    var isEmpty: Bool { count == 0 }

    /// Whether the invoice goes out.
    var isSent: Bool { !isEmpty && fault != .notSent }

    /// What the invoice says is due.
    var total: ExactDecimal {
        let right = invoice.total(of: billed)
        return fault == .totalOff ? ExactDecimal(scaled: right.scaled + Self.cent.scaled) : right
    }

    /// What its lines, tax and adjustments come to, by currency.
    var footed: [MarketCurrency: ExactDecimal] {
        var sums = invoiced
        let extra = invoice.total(of: billed).scaled - billed.scaled
        sums[invoice.currency, default: .zero].scaled += extra
        return sums
    }

    /// Takes a line in, and spoils it when it is the one to be spoiled.
    func add(_ line: InvoiceLine) throws {
        billed.scaled += line.amount.scaled
        if samples.count < 3, !line.hasPlant { samples.append(line) }
        guard let earliest = fault?.earliestLine, count >= earliest, spoiledLine == nil, !line.hasPlant else {
            return try write(line)
        }
        spoiledLine = line
        switch fault {
        case .lineDoubled:
            try write(line)
            try write(line)
        case .otherCurrency:
            var mistaken = line
            mistaken.currency = .krona
            try write(mistaken)
        default: break
        }
    }

    /// Ends the files of the lines and appends the whole invoice to another.
    func finish(to file: inout BufferedFile) throws {
        try lines.flush()
        try details?.flush()
        try file.append(invoice.opening(sum: billed, total: total))
        let waiting = try File.open(path)
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        var offset = 0
        while case let count = try waiting.read(into: &chunk, at: offset), count > 0 {
            try file.append(Array(chunk[..<count]))
            offset += count
        }
        try file.append("]}")
    }

    /// Removes what waited.
    func clear() throws {
        try Directory.removeTree(path)
    }

    private func write(_ line: InvoiceLine) throws {
        var bytes: [UInt8] = count == 0 ? [] : [UInt8(ascii: ",")]
        count += 1
        let id = "\(invoice.id)-\(count)"
        line.json(id: id).append(to: &bytes)
        try lines.append(bytes)
        try details?.append(line.csv(id: id, invoice: invoice.number))
        invoiced[line.currency, default: .zero].scaled += line.amount.scaled
    }

    private static let cent = ExactDecimal(1).times(1, over: 100)
}
