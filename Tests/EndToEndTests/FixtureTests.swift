import Formats
import Foundation
import Records
import Testing

/// The fixture itself: its invoices against their own sums and against the report, without the program's help.
@Suite("The invoices of the fixtures")
struct FixtureTests {
    /// What a tie compares, and on which level.
    private struct Group: Hashable {
        let tie: String
        var code = ""
        let provider: String
        var invoice = ""
        var customer = ""
        var subscription = ""
        let currency: String
    }

    /// The two sides of a group.
    private struct Sides: Equatable {
        var invoiced = ExactDecimal.zero
        var billed = ExactDecimal.zero
    }

    private static func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: Workplace.packageRoot + "/fixtures/month-end/" + name)))
    }

    /// The invoices of a month.
    private static func invoices(from start: String) throws -> [JSONValue] {
        let all = try JSONValue(parsing: try read("invoices.json"))["data"]?["invoice"]?.array ?? []
        return all.filter { $0["billingStartDate"]?.string == start }
    }

    private static func number(_ text: String?) throws -> ExactDecimal {
        try ExactDecimal(parsing: try #require(text))
    }

    private static func headerTie(_ invoice: JSONValue) throws -> [Group: Sides] {
        let (provider, number) = (invoice.text("cloudProviderId"), invoice.text("number"))
        func group(_ currency: String) -> Group {
            Group(tie: "header_tie", code: "D1", provider: provider, invoice: number, currency: currency)
        }
        var groups: [Group: Sides] = [:]
        let header = group(invoice.text("currency"))
        groups[header, default: Sides()].invoiced = try Self.number(invoice["total"]?.string)
        for line in invoice["lines"]?.array ?? [] {
            groups[group(line.text("currency")), default: Sides()].billed.scaled += try line.money("amount").scaled
        }
        for member in ["tax", "adjustments"] {
            groups[header, default: Sides()].billed.scaled += try invoice.money(member).scaled
        }
        return groups
    }

    /// Lines against rows; what a provider bills without any invoice is taken together by currency.
    private static func lineTie(_ invoices: [JSONValue]) throws -> [Group: Sides] {
        var groups: [Group: Sides] = [:]
        let lines = invoices.flatMap { $0["lines"]?.array ?? [] }
        let invoicing = Set(lines.map { $0.text("cloudProviderId") })
        for line in lines {
            let group = Group(
                tie: "line_tie", code: "D2", provider: line.text("cloudProviderId"), customer: line.text("customerId"),
                subscription: line.text("subscriptionId"), currency: line.text("currency"))
            groups[group, default: Sides()].invoiced.scaled += try line.money("amount").scaled
        }
        for row in CSVText.rows(String(decoding: try read("reports/49038.csv"), as: UTF8.self)) {
            let (provider, currency) = (row["Cloud Provider ID"] ?? "", row["Invoice Currency"] ?? "")
            let group =
                invoicing.contains(provider)
                ? Group(
                    tie: "line_tie", code: "D2", provider: provider, customer: row["Customer ID"] ?? "",
                    subscription: row["Subscription ID"] ?? "", currency: currency)
                : Group(tie: "line_tie", code: "D3", provider: provider, currency: currency)
            groups[group, default: Sides()].billed.scaled += try number(row["Seller Cost (Invoiced Currency)"]).scaled
        }
        return groups
    }

    @Test("what is planted in the invoices is what does not tie: nothing more, nothing less")
    func plantedInvoices() throws {
        let invoices = try Self.invoices(from: "2026-10-01")
        var found = try Self.lineTie(invoices)
        for invoice in invoices { found.merge(try Self.headerTie(invoice)) { first, _ in first } }
        found = found.filter { $0.value.invoiced != $0.value.billed }
        var planted: [Group: Sides] = [:]
        for row in CSVText.rows(String(decoding: try Self.read("planted-invoices.csv"), as: UTF8.self)) {
            let tie = row["tie"] ?? ""
            let group = Group(
                tie: tie, code: row["code"] ?? "", provider: row["provider"] ?? "",
                invoice: tie == "header_tie" ? row["invoice"] ?? "" : "", customer: row["customer"] ?? "",
                subscription: row["subscription"] ?? "", currency: row["currency"] ?? "")
            planted[group] = Sides(
                invoiced: try Self.number(row["invoiced"]), billed: try Self.number(row["billed"]))
        }
        #expect(planted.count == 12)
        #expect(found == planted)
    }

    @Test("Microsoft's invoices have the numbers that the report's rows have")
    func numbers() throws {
        let rows = CSVText.rows(String(decoding: try Self.read("reports/49038.csv"), as: UTF8.self))
        let named = Set(rows.filter { $0["Cloud Provider ID"] == "30" }.compactMap { $0["Invoice Number"] })
        let invoices = try Self.invoices(from: "2026-10-01").filter { $0["cloudProviderId"] == "30" }
        #expect(Set(invoices.map { $0.text("number") }) == named)
    }

    @Test("a detailed file has the lines of its invoice", arguments: ["900116", "900118"])
    func detailedFile(_ id: String) throws {
        let invoice = try #require(try Self.invoices(from: "2026-10-01").first { $0["id"]?.string == id })
        let path = "invoices/\(id)/\(invoice.text("number")).csv"
        let rows = CSVText.rows(String(decoding: try Self.read(path), as: UTF8.self))
        #expect(rows.map { $0["Line ID"] } == invoice["lines"]?.array?.map { $0["id"]?.string })
        #expect(rows.map { $0["Amount"] } == invoice["lines"]?.array?.map { $0["amount"]?.string })
    }
}

extension JSONValue {
    fileprivate func text(_ member: String) -> String { self[member]?.string ?? "" }

    fileprivate func money(_ member: String) throws -> ExactDecimal {
        try ExactDecimal(parsing: try #require(self[member]?.string))
    }
}
