import Formats
import Foundation
import IonSandbox
import Records
import Streaming

/// A fixtures directory that goes away with its owner.
final class TemporaryFixtures {
    static let csv = #"""
        Customer Name,Charge StartDate,Seller Cost (SEK),Product Name
        "Åkeri, Öst AB",2024-08-01T00:00:00Z,10.50,"Disk 3.5"" ""fast"""
        Plain,2024-08-02T00:00:00Z,-0.000001,"two
        lines"
        日本🚚,2024-08-03,3,Backslash \ and	tab
        "",2024-09-01T00:00:00Z,4,

        """#
    static let description = #"""
        {"reportId": "49038", "displayName": "Month", "reportModule": "REPORTS_REPORTS_MODULE",
        "specs": {"allColumns": [
        {"id": "1", "displayName": "Customer Name"}, {"id": "2", "displayName": "Charge StartDate"},
        {"id": "3", "displayName": "Seller Cost"}, {"id": "4", "displayName": "Product Name"}]}}
        """#
    /// Items with what could mislead a reader that looks for braces: braces and quotes in texts, nested objects.
    static let items = (0..<257).map { number in
        let status = number % 3 == 0 ? "Deleted" : "active"
        return #"{"id":"\#(number)", "customerId":"\#(number % 5)","subscriptionStatus":"\#(status)","#
            + #""name":"a}{ \" ] \#(number) Å","nested":{"customerId":"99","list":[{"id":1}]}}"#
    }

    /// Invoices whose texts could mislead a reader that looks for braces, and with what XML cannot hold.
    static let invoices = [
        invoice(1, "IN-A", start: "2026-09-01", currency: "EUR", total: "9.5", lines: [line(1, "a]{\" & <b>")]),
        invoice(
            2, "IN-B", start: "2026-10-01", currency: "SEK", total: "100.25", lines: [line(1, "Å\u{1}"), line(2, "")]),
        invoice(3, "IN-C", start: "2026-10-01", currency: "EUR", total: "-3", lines: []),
        invoice(10, "XN-D", start: "2026-11-01", currency: "USD", total: "20", lines: [line(1, "x")]),
    ]

    static func invoice(
        _ id: Int, _ number: String, start: String, currency: String, total: String, lines: [String]
    ) -> String {
        let rates = currency == "SEK" ? #"["EUR 1 -> SEK 11.35"]"# : "[]"
        return #"{"id":"\#(id)","number":"\#(number)","billingStartDate":"\#(start)","customerId":"17017","#
            + #""currency":"\#(currency)","total":"\#(total)","currencyRates":\#(rates),"#
            + #""lines":[\#(lines.joined(separator: ","))]}"#
    }

    static func line(_ id: Int, _ description: String) -> String {
        let value: JSONValue = ["id": .string("\(id)"), "description": .string(description), "amount": "1.10"]
        return value.compactText
    }

    let path = "/tmp/crossfoot-sandbox-tests-" + RandomToken.make(length: 16)

    init(
        csv: [UInt8] = Array(TemporaryFixtures.csv.utf8), invoices: [String] = TemporaryFixtures.invoices
    ) throws {
        try Directory.create(path + "/reports")
        try Directory.create(path + "/invoices/2")
        let list = invoices.joined(separator: ",\n")
        try write("invoices.json", Array("{\"data\":{\"invoice\":[\n\(list)\n]}}\n".utf8))
        try write("invoices/2/IN B.csv", Array("Line ID,Amount\n1,1.10\n".utf8))
        try write("invoices/2/summary.txt", Array("two lines\n".utf8))
        try write("sandbox.json", Array(#"{"account_id":"17017","report_ids":["49038"]}"#.utf8))
        try write("reports/49038.json", Array(Self.description.utf8))
        try write("reports/49038.csv", csv)
        let items = Self.items.joined(separator: ",\n")
        try write("subscriptions.json", Array(#"{"items":[\#(items)], "paginationResponse":{"totalSize":257}}"#.utf8))
    }

    deinit {
        try? Directory.removeTree(path)
    }

    private func write(_ name: String, _ contents: [UInt8]) throws {
        try File.create(path + "/" + name).write(contents.span)
    }
}

/// A sandbox over fixtures, and a client that has refreshed its token.
struct Session {
    static let account = "/api/v3/accounts/17017"

    let fixtures: TemporaryFixtures
    let sandbox: Sandbox
    let client: HTTPClient
    let accessToken: String

    init(
        csv: [UInt8] = Array(TemporaryFixtures.csv.utf8), invoices: [String] = TemporaryFixtures.invoices,
        settings: String? = nil, faults: String...
    ) throws {
        fixtures = try TemporaryFixtures(csv: csv, invoices: invoices)
        if let settings { try File.replace(fixtures.path + "/sandbox.json", with: Array(settings.utf8)) }
        let rules = try faults.map { try FaultRule(parsing: $0) }
        sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path, faults: rules))
        client = HTTPClient(port: sandbox.port)
        let answer = try client.refresh(sandbox.credentials.refreshToken.revealed)
        accessToken = try JSONValue(parsing: answer.body)["access_token"]?.string ?? ""
    }

    func get(_ path: String) throws -> Answer {
        try client.send("GET", Self.account + path, headers: ["Authorization: Bearer \(accessToken)"])
    }

    /// The header with the key of version 1.
    var basic: String {
        let text = "\(sandbox.credentials.apiKey.revealed):\(sandbox.credentials.apiSecret.revealed)"
        return "Authorization: Basic \(Data(text.utf8).base64EncodedString())"
    }

    /// A request of version 1.
    func first(_ path: String, accept: String? = nil) throws -> Answer {
        try client.send("GET", "/api/v1" + path, headers: [basic] + (accept.map { ["Accept: \($0)"] } ?? []))
    }

    func post(_ path: String, _ body: String) throws -> Answer {
        try client.send(
            "POST", Self.account + path, headers: ["Authorization: Bearer \(accessToken)"], body: Array(body.utf8))
    }

    /// The CSV in a report's data, and the count beside it.
    func reportData(_ body: String) throws -> (csv: String, count: Int?) {
        let value = try JSONValue(parsing: try post("/reports/49038/reportDataCsv", body).body)
        return (value["results"]?.string ?? "", value["resultCount"]?.integer)
    }
}

extension HTTPClient {
    /// Presents a refresh token.
    func refresh(_ token: String) throws -> Answer {
        try send("POST", "/oauth/token", body: Array("grant_type=refresh_token&refresh_token=\(token)".utf8))
    }
}
