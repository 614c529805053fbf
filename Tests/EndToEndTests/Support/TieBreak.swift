internal import Foundation
import Records

/// A break of documents that were tied, in short: what was planted and what was found can be compared.
struct TieBreak: Hashable, Comparable, CustomStringConvertible {
    /// Which tie it belongs to: `header_tie` or `line_tie`.
    let tie: String
    /// The outcome's code.
    let code: String
    /// Who provides what was billed; empty for the tie of a header, whose invoice says it.
    var provider = ""
    /// The invoice's id; empty for the tie of lines.
    var invoice = ""
    /// The customer.
    var customer = ""
    /// The subscription.
    var subscription = ""
    /// What the amounts are in.
    let currency: String
    /// What the invoice says: its total, or its lines.
    let invoiced: ExactDecimal
    /// What it should be: the lines, or the report.
    let billed: ExactDecimal

    var description: String {
        "\(tie) \(code) \(provider) \(invoice) \(customer) \(subscription): invoiced \(invoiced) \(currency), "
            + "billed \(billed) \(currency)"
    }

    static func < (left: TieBreak, right: TieBreak) -> Bool { left.description < right.description }
}

extension TieBreak {
    /// The faults that the fixtures' invoices were made with.
    static func planted() throws -> [TieBreak] {
        let path = Workplace.packageRoot + "/fixtures/month-end/planted-invoices.csv"
        let invoices = try Invoices.ofFixtures()
        return try CSVText.rows(try String(contentsOfFile: path, encoding: .utf8)).map { row in
            let isHeader = row["tie"] == "header_tie"
            return TieBreak(
                tie: row["tie"] ?? "",
                code: row["code"] ?? "",
                provider: isHeader ? "" : row["provider"] ?? "",
                invoice: isHeader ? try invoices.id(ofNumber: row["invoice"] ?? "") : "",
                customer: row["customer"] ?? "",
                subscription: row["subscription"] ?? "",
                currency: row["currency"] ?? "",
                invoiced: try amount(row["invoiced"]),
                billed: try amount(row["billed"]))
        }.sorted()
    }

    /// A line of `breaks.csv.gz`.
    init(found row: [String: String]) throws {
        self.init(
            tie: row["leg"] ?? "",
            code: row["code"] ?? "",
            provider: row["provider"] ?? "",
            invoice: row["invoice"] ?? "",
            customer: row["customer"] ?? "",
            subscription: row["subscription"] ?? "",
            currency: row["currency"] ?? "",
            invoiced: try Self.amount(row["billed_amount"]),
            billed: try Self.amount(row["expected_amount"]))
    }

    /// A side without rows has no amount.
    private static func amount(_ text: String?) throws -> ExactDecimal {
        guard let text, !text.isEmpty else { return .zero }
        return try ExactDecimal(parsing: text)
    }
}

extension Workplace {
    /// The breaks that a published set has in documents that were tied.
    func tieBreaks(in set: String = Workplace.sandboxSet) throws -> [TieBreak] {
        try rows(of: set + "/breaks.csv.gz").filter { $0["leg"] != "tie_out" }.map(TieBreak.init(found:)).sorted()
    }
}
