import Formats
import Foundation
import IonSandbox
import Records
import Testing

@Suite("Orders to make invoices")
struct GenerationTests {
    private static let fixtures =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/fixtures/month-end"

    @Test(
        "every order is counted, whatever befalls it; those that are late miss so many lists",
        arguments: [
            ([], 200, [1]), (["generate-late x1"], 200, [0, 0, 0, 1]), (["generate-refused x1"], 400, [0]),
            (["generate-unanswered x1"], nil, [1]),
        ] as [([String], Int?, [Int])])
    func orders(_ faults: [String], _ status: Int?, _ listed: [Int]) throws {
        let rules = try faults.map { try FaultRule(parsing: $0) }
        let sandbox = try Sandbox.start(SandboxConfiguration(fixtures: Self.fixtures, faults: rules))
        defer { sandbox.stop() }
        let client = HTTPClient(port: sandbox.port)
        let pair = "\(sandbox.credentials.apiKey.revealed):\(sandbox.credentials.apiSecret.revealed)"
        let headers = ["Authorization: Basic \(Data(pair.utf8).base64EncodedString())"]
        let order = Array("source=aws&period=m-10-2026&customers=306011".utf8)
        let answer = try? client.send("POST", "/api/v1/invoices/generate", headers: headers, body: order)
        #expect(answer?.status == status)
        for count in listed {
            let list = try client.send(
                "GET", "/api/v1/invoices?customerId=306011&filter[cloudUsed]=aws", headers: headers)
            let invoices = try JSONValue(parsing: list.body)["data"]?["invoice"]?.array
            #expect(invoices?.count == count)
        }
        let counts = try JSONValue(parsing: try client.send("GET", "/sandbox/orders").body)
        #expect(counts == ["/api/v1/invoices/generate": 1])
    }
}
