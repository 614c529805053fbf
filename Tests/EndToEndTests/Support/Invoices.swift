import Formats
import Foundation
import Records
import Testing

/// The invoices of a fixture, to be changed and served.
struct Invoices {
    private var all: [JSONValue]

    /// The fixtures' own, with what was planted in them.
    static func ofFixtures() throws -> Invoices {
        let path = Workplace.packageRoot + "/fixtures/month-end/invoices.json"
        let document = try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: path))))
        return Invoices(all: try #require(document["data"]?["invoice"]?.array))
    }

    /// Invoices in which everything ties: the fixtures' without what was planted in them.
    static func clean() throws -> Invoices {
        var invoices = try ofFixtures()
        try invoices.change("900114") { $0["total"] = "81126.5780305551" }
        try invoices.changeLines(of: "900115") { lines in lines.removeAll { $0["id"] == "900115-14" } }
        try invoices.changeLines(of: "900116") { lines in
            lines.append([
                "id": "900116-86", "cloudProviderId": "30", "customerId": "306307",
                "subscriptionId": "1f92e241-cab9-4b41-9015-d2e102a592a2", "amount": "31961.60", "currency": "SEK",
            ])
        }
        try invoices.changeLines(of: "900117") { $0[1]["currency"] = "EUR" }
        for (id, currency) in [("900120", "EUR"), ("900121", "USD"), ("900122", "SEK")] {
            invoices.all.append(try missing(id, currency))
        }
        return invoices
    }

    /// The invoice that the provider 32 should have sent in a currency, as the report says it.
    private static func missing(_ id: String, _ currency: String) throws -> JSONValue {
        let rows = CSVText.rows(try Workplace.report()).filter {
            $0["Cloud Provider ID"] == "32" && $0["Invoice Currency"] == currency
        }
        let amounts = rows.map { $0["Seller Cost (Invoiced Currency)"] ?? "" }
        let total = try amounts.reduce(ExactDecimal.zero) { try $0.adding(try ExactDecimal(parsing: $1)) }
        let lines = rows.enumerated().map { index, row -> JSONValue in
            [
                "id": .string("\(id)-\(index + 1)"), "cloudProviderId": "32",
                "customerId": .string(row["Customer ID"] ?? ""),
                "subscriptionId": .string(row["Subscription ID"] ?? ""), "amount": .string(amounts[index]),
                "currency": .string(currency),
            ]
        }
        return [
            "id": .string(id), "number": .string("IN-2026-10-\(currency)-32"), "status": "open",
            "billingStartDate": "2026-10-01", "billingEndDate": "2026-10-31", "cloudProviderId": "32",
            "customerId": "17017", "currency": .string(currency), "tax": "0.00", "adjustments": "0.00",
            "total": .string(total.description), "lines": .array(lines),
        ]
    }

    /// Their ids, in the order of the file.
    var ids: [String] { all.compactMap { $0["id"]?.string } }

    /// The text of the file that a sandbox serves.
    var text: String {
        let document: JSONValue = ["data": ["invoice": .array(all)]]
        return document.compactText
    }

    /// The id of the invoice with a number.
    func id(ofNumber number: String) throws -> String {
        try #require(all.first { $0["number"]?.string == number }?["id"]?.string)
    }

    /// A line of an invoice, counted from 0.
    func line(_ index: Int, of id: String) throws -> JSONValue {
        let invoice = try #require(all.first { $0["id"]?.string == id })
        return try #require(invoice["lines"]?.array?[index])
    }

    /// An invoice's total.
    func total(of id: String) throws -> ExactDecimal {
        let invoice = try #require(all.first { $0["id"]?.string == id })
        return try ExactDecimal(parsing: try #require(invoice["total"]?.string))
    }

    /// Changes an invoice.
    mutating func change(_ id: String, _ body: (inout JSONValue) throws -> Void) throws {
        let index = try #require(all.firstIndex { $0["id"]?.string == id })
        try body(&all[index])
    }

    /// Changes the lines of an invoice.
    mutating func changeLines(of id: String, _ body: (inout [JSONValue]) throws -> Void) throws {
        try change(id) { invoice in
            var lines = try #require(invoice["lines"]?.array)
            try body(&lines)
            invoice["lines"] = .array(lines)
        }
    }

    /// Takes invoices away.
    mutating func remove(_ ids: String...) {
        all.removeAll { ids.contains($0["id"]?.string ?? "") }
    }
}

extension Workplace {
    /// Writes fixtures like the package's, but for their invoices.
    func writeFixtures(_ name: String, _ invoices: Invoices) throws {
        try write(name + "/invoices.json", invoices.text)
        for other in ["invoices", "reports", "sandbox.json", "subscriptions.json"] {
            try FileManager.default.createSymbolicLink(
                atPath: path("\(name)/\(other)"),
                withDestinationPath: Self.packageRoot + "/fixtures/month-end/" + other)
        }
    }
}
