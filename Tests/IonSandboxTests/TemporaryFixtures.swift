import Formats
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

    let path = "/tmp/crossfoot-sandbox-tests-" + RandomToken.make(length: 16)

    init(csv: [UInt8] = Array(TemporaryFixtures.csv.utf8)) throws {
        try Directory.create(path + "/reports")
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

    init(csv: [UInt8] = Array(TemporaryFixtures.csv.utf8)) throws {
        fixtures = try TemporaryFixtures(csv: csv)
        sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures.path))
        client = HTTPClient(port: sandbox.port)
        let answer = try client.refresh(sandbox.credentials.refreshToken.revealed)
        accessToken = try JSONValue(parsing: answer.body)["access_token"]?.string ?? ""
    }

    func get(_ path: String) throws -> Answer {
        try client.send("GET", Self.account + path, headers: ["Authorization: Bearer \(accessToken)"])
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
