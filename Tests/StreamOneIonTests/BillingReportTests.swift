import Formats
import Records
import Testing

@testable import StreamOneIon

@Suite("Billing reports")
struct BillingReportTests {
    private static func tree(_ nodes: String, _ option: String = "") -> String {
        #"{"success": true, "message": "ok"\#(option), "data": [\#(nodes)]}"#
    }

    private func rows(_ text: String) throws -> [BillingRow] {
        try BillingReport(try JSONValue(parsing: text), while: "reading it").rows
    }

    private static let leaf =
        #"{"entity": {"id": "m", "type": "meter"}, "data": {"price": "1.5000000000", "cost": "1", "usage": "2"}}"#

    @Test("A leaf has all that stands above it")
    func whole() throws {
        let credit = #"""
            {"entity": {"id": "c", "type": "meter", "is_credit": true, "credit_name": "Discount"},
            "data": {"price": "-636.1182790610", "cost": "-1", "usage": "3", "unit": "hour"}}
            """#
        let text = Self.tree(
            #"""
            {"entity": {"id": "7", "type": "customer", "company": "A", "name": "B", "conversion_rates": ["x"]}, "lines": [
            {"entity": {"id": "s", "type": "subscription", "cost_currency": "SEK"}, "lines": [
            {"entity": {"id": "p", "type": "product", "source": "aws_billing"}, "lines": [\#(Self.leaf), \#(credit)]},
            {"entity": {"id": "q", "type": "novelty"}, "lines": [\#(Self.leaf)]}]}]}
            """#, #", "currencyOption": {"costCurrency": "EUR", "priceCurrency": "USD"}"#)
        let rows = try rows(text)
        #expect(rows.count == 3)
        #expect(rows[0].customerID == "7" && rows[0].company == "A" && rows[0].contact == "B")
        #expect(rows[0].levels.map(\.type) == ["subscription", "product", "meter"])
        #expect(rows[0].costCurrency == Currency("SEK") && rows[0].priceCurrency == Currency("USD"))
        #expect(rows[0].source == "aws_billing" && rows[0].conversionRates == ["x"] && rows[0].unit == nil)
        #expect(rows[1].isCredit && rows[1].creditName == "Discount" && rows[1].price.isNegative)
        #expect(rows[1].unit == "hour")
        #expect(rows[2].source == nil && rows[2].values[11] == "novelty=q")
        #expect(rows.allSatisfy { $0.values.count == BillingRow.columns.count })
    }

    @Test(
        "A tree in which a charge would be lost or misread is refused",
        arguments: [
            (#"{"success": false, "message": "no such month"}"#, "says that it failed: no such month"),
            (#"{"success": true}"#, "no list \"data\""),
            (tree(leaf), "no customer stands above"),
            (tree(#"{"entity": {"id": "7", "type": "customer"}}"#), "data[0] has neither \"lines\" nor \"data\""),
            (tree(#"{"lines": []}"#), "has no \"entity\" with a type and an id"),
            (
                tree(
                    #"{"entity": {"id": "7", "type": "customer"}, "lines": [{"entity": {"id": "m", "type": "meter"}, "data": {"cost": "1", "usage": "1"}}]}"#
                ),
                "data[0].lines[0] has no \"price\" that is a number"
            ),
            (
                tree(#"{"entity": {"id": "7", "type": "customer", "price_currency": "kronor"}, "lines": [\#(leaf)]}"#),
                "has the currency \"kronor\""
            ),
        ])
    func faults(_ text: String, _ words: String) {
        let error = #expect(throws: IonError.self) { try rows(text) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
