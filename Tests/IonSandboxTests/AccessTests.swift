import Formats
import IonSandbox
import Records
import Testing

@Suite struct AccessTests {
    /// A request and what it must be answered with.
    struct Case: CustomTestStringConvertible, Sendable {
        let method: String
        let path: String
        var hasToken = true
        let status: Int
        let error: String

        var testDescription: String { "\(method) \(path) → \(status)" }
    }

    static let cases = [
        Case(
            method: "GET", path: "/api/v3/accounts/17017/reports", hasToken: false, status: 401,
            error: "UNAUTHENTICATED"),
        Case(method: "GET", path: "/api/v3/accounts/1/none", hasToken: false, status: 401, error: "UNAUTHENTICATED"),
        Case(method: "GET", path: "/api/v3/accounts/17018/reports", status: 403, error: "PERMISSION_DENIED"),
        Case(method: "GET", path: "/api/v3/accounts/17017%2Freports/reports", status: 403, error: "PERMISSION_DENIED"),
        Case(method: "GET", path: "/api/v3/accounts/17017/invoices", status: 404, error: "NOT_FOUND"),
        Case(method: "GET", path: "/api/v3/accounts", status: 404, error: "NOT_FOUND"),
        Case(method: "GET", path: "/", status: 404, error: "NOT_FOUND"),
        Case(method: "GET", path: "/api/v3/accounts/17017/reports/1", status: 404, error: "NOT_FOUND"),
        Case(method: "POST", path: "/api/v3/accounts/17017/reports/1/reportDataCsv", status: 404, error: "NOT_FOUND"),
        Case(method: "DELETE", path: "/api/v3/accounts/17017/reports", status: 405, error: "METHOD_NOT_ALLOWED"),
        Case(method: "GET", path: "/oauth/token", status: 405, error: "METHOD_NOT_ALLOWED"),
        Case(method: "GET", path: "/api/v3/accounts/17017/%zz", status: 400, error: "INVALID_ARGUMENT"),
        Case(method: "GET", path: "/api/v3/accounts/17017/%ff", status: 400, error: "INVALID_ARGUMENT"),
    ]

    @Test("who may not come in, and what is not there, is told so", arguments: cases)
    func refusal(_ example: Case) throws {
        let session = try Session()
        let headers = example.hasToken ? ["Authorization: Bearer \(session.accessToken)"] : []
        let answer = try session.client.send(example.method, example.path, headers: headers)
        let body = try JSONValue(parsing: answer.body)
        #expect(answer.status == example.status)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(body["error"]?.string == example.error)
        #expect(body["code"]?.integer == example.status)
        #expect(body["details"]?.array?.first?["@type"] == "type.googleapis.com/google.rpc.RequestInfo")
        #expect(body["details"]?.array?.first?["requestId"]?.string?.isEmpty == false)
    }

    @Test("headers go with the refusals that demand them")
    func headersOfRefusals() throws {
        let session = try Session()
        let unauthenticated = try session.client.send("GET", Session.account + "/reports")
        #expect(unauthenticated.headers["www-authenticate"] == "Bearer")
        #expect(try session.post("/subscriptions", "{}").headers["allow"] == "GET")
        let wrong = try session.client.send("GET", Session.account + "/reports", headers: ["Authorization: Bearer x"])
        #expect(wrong.status == 401)
    }

    @Test("escapes in a path are decoded")
    func escapedPath() throws {
        #expect(try Session().get("/reports/%349038").status == 200)
    }

    @Test("a body above the limit is refused, one at the limit is read")
    func bodyLimit() throws {
        let session = try Session()
        let padding = String(repeating: " ", count: (4 << 20) - 2)
        #expect(try session.post("/reports/49038/reportDataCsv", "{}" + padding).status == 200)
        #expect(try session.post("/reports/49038/reportDataCsv", "{} " + padding).status == 413)
    }
}
