import Formats
import IonSandbox
import Records
import Streaming
import Testing

@Suite struct FaultTests {
    private static let reports = "/api/v3/accounts/17017/reports"

    @Test("a status comes so many times, with its header, and then the answer")
    func status() throws {
        let session = try Session(faults: "GET */reports: 503 x2, retry-after 1")
        for _ in 0..<2 {
            let answer = try session.get("/reports")
            #expect(answer.status == 503 && answer.headers["retry-after"] == "1")
            #expect(try JSONValue(parsing: answer.body)["error"] == "UNAVAILABLE")
        }
        #expect(try session.get("/reports").status == 200)
        #expect(try session.get("/reports/49038").status == 200)
    }

    @Test("a rule waits for its turn, and looks at method and path but not at the query")
    func turn() throws {
        let session = try Session(
            faults: "* /api/*/reports: 429, after 1, retry-after \"Mon, 02 Nov 2026 08:00:00 GMT\"",
            "POST */subscriptions: 500")
        #expect(try session.get("/reports?module=").status == 200)
        let answer = try session.get("/reports?module=")
        #expect(answer.status == 429 && answer.headers["retry-after"] == "Mon, 02 Nov 2026 08:00:00 GMT")
        #expect(try session.get("/subscriptions").status == 200)
        #expect(try session.post("/subscriptions", "").status == 500)
    }

    @Test("a slow body arrives whole, and holds nobody else up")
    func slow() throws {
        let session = try Session(faults: "GET */reports/49038: slow 200")
        let authorization = "Authorization: Bearer \(session.accessToken)"
        var others: [Int] = []
        let bytes = try session.client.bytes("GET", Self.reports + "/49038", headers: [authorization]) { _ in
            others.append((try? session.get("/reports"))?.status ?? 0)
            return false
        }
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(TemporaryFixtures.description))
        #expect(others.count > 1 && others.allSatisfy { $0 == 200 })
    }

    @Test("a truncated body is shorter than promised", arguments: ["/reports/49038", "/subscriptions"])
    func truncate(_ path: String) throws {
        let session = try Session(faults: "GET \(Session.account)*: truncate 10")
        let whole = try Session().get(path).body
        let answer = try session.get(path)
        #expect(answer.status == 200 && answer.body == Array(whole.prefix(10)))
        #expect(answer.headers["content-length"] == String(whole.count))
    }

    @Test("a stream promises its length too when it is truncated")
    func truncatedStream() throws {
        let session = try Session(faults: "GET /api/v1/*: truncate 25")
        let whole = try Session().first("/invoices").body
        let answer = try session.first("/invoices")
        #expect(answer.body == Array(whole.prefix(25)) && answer.headers["content-length"] == String(whole.count))
    }

    @Test("a connection is closed without an answer, or in its middle")
    func reset() throws {
        let session = try Session(faults: "GET */reports: reset x1", "GET /api/v1/*: reset 7")
        #expect(throws: ClientFailure.self) { try session.get("/reports") }
        #expect(try session.get("/reports").status == 200)
        let bytes = try session.client.bytes("GET", "/api/v1/invoices", headers: [session.basic])
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 200") && text.hasSuffix("{\"data\"\r\n"))
        #expect(throws: ClientFailure.self) { try session.first("/invoices") }
    }

    @Test("type and body are what the rule says")
    func replaced() throws {
        let session = try Session(
            faults: "GET */reports: content-type \"text/html\"", "GET */subscriptions: body \"{\\\"items\\\":[,\"")
        let page = try session.get("/reports")
        #expect(page.headers["content-type"] == "text/html" && page.text.hasPrefix(#"{"reports""#))
        #expect(try session.get("/subscriptions").text == #"{"items":[,"#)
    }

    @Test("all access tokens expire in mid-run, and a refresh helps")
    func expireToken() throws {
        let session = try Session(faults: "GET */reports: expire-token x1, after 1")
        #expect(try session.get("/reports").status == 200)
        #expect(try session.get("/reports").status == 401)
        #expect(try session.get("/subscriptions").status == 401)
    }

    @Test("pages without an end are always full and always promise more")
    func endless() throws {
        let session = try Session(faults: "GET *: endless")
        let page = try JSONValue(
            parsing: try session.get("/subscriptions?pagination.limit=10&pagination.offset=255").body)
        let ids = page["items"]?.array?.compactMap { $0["id"]?.string }
        #expect(ids == ["255", "256", "0", "1", "2", "3", "4", "5", "6", "7"])
        #expect(page["paginationResponse"]?["totalSize"]?.integer == 266)
        let invoices = try JSONValue(parsing: try session.first("/invoices?limit=5&offset=1000").body)
        #expect(invoices["data"]?["invoice"]?.array?.count == 5)
    }

    @Test("the first page comes again and again")
    func repeated() throws {
        let session = try Session(faults: "GET *: repeat")
        let first = try session.get("/subscriptions?pagination.limit=10").text
        #expect(try session.get("/subscriptions?pagination.limit=10&pagination.offset=100").text == first)
        #expect(try session.first("/invoices?limit=1&offset=3").text == session.first("/invoices?limit=1").text)
    }

    @Test("a gzipped body expands to the same")
    func gzip() throws {
        let session = try Session(faults: "GET *: gzip")
        let answer = try session.get("/reports/49038")
        #expect(answer.headers["content-encoding"] == "gzip")
        var reader = GzipReader()
        var text: [UInt8] = []
        try reader.read(answer.body.span) { piece in
            for index in piece.indices { text.append(piece[index]) }
        }
        try reader.finish()
        #expect(text == Array(TemporaryFixtures.description.utf8))
    }

    @Test("a bomb is small as it goes over the line")
    func bomb() throws {
        let session = try Session(faults: "GET */reports: bomb")
        let bytes = try session.client.bytes(
            "GET", Self.reports, headers: ["Authorization: Bearer \(session.accessToken)"], until: { $0.count > 20_000 }
        )
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) })
        let packed = try HTTPClient.unchunked(bytes[(start + 4)...], isCutOff: true)
        var count = 0
        var reader = GzipReader()
        try reader.read(packed.span) { count += $0.count }
        #expect(count > 4_000_000)
    }

    @Test("a stalled body sends its head and nothing else, and the sandbox still stops")
    func stall() throws {
        let session = try Session(faults: "GET */reports: stall")
        let authorization = "Authorization: Bearer \(session.accessToken)"
        let first = try session.client.bytes("GET", Self.reports, headers: [authorization]) { bytes in
            bytes.suffix(4).elementsEqual("\r\n\r\n".utf8)
        }
        #expect(String(decoding: first, as: UTF8.self).hasPrefix("HTTP/1.1 200"))
        // The second one is still open when the sandbox stops, which ends it.
        let second = try session.client.bytes("GET", Self.reports, headers: [authorization]) { bytes in
            let isHeadComplete = bytes.suffix(4).elementsEqual("\r\n\r\n".utf8)
            if isHeadComplete { session.sandbox.stop() }
            return false
        }
        #expect(second.suffix(4).elementsEqual("\r\n\r\n".utf8))
    }

    @Test("a dropped response leaves its work done: the refresh token is used up")
    func dropResponse() throws {
        let fixtures = try TemporaryFixtures()
        let sandbox = try Sandbox.start(
            SandboxConfiguration(
                fixtures: fixtures.path, faults: [try FaultRule(parsing: "POST /oauth/token: drop-response x1")]))
        defer { sandbox.stop() }
        let client = HTTPClient(port: sandbox.port)
        let token = sandbox.credentials.refreshToken.revealed
        #expect(throws: ClientFailure.self) { try client.refresh(token) }
        #expect(try client.refresh(token).status == 400)
    }

    @Test(
        "a rule that cannot be read is said to be so, with the actions",
        arguments: [
            ("", "no colon"), ("GET: reset", "before the colon"), ("GET x: reset", "before the colon"),
            ("GET /: ", "action is missing"), ("GET /: explode", "no action \"explode\""), ("GET /: 600", "600"),
            ("GET /: slow", "slow needs"), ("GET /: slow 0", "one byte"), ("GET /: body x", "quotes"),
            ("GET /: body \"x", "not closed"), ("GET /: 503 x0", "x0"), ("GET /: 503 2", "no value"),
            ("GET /: retry-after 1", "a status beside"), ("GET /: after 1", "no action"), ("GET /: reset,", "missing"),
        ])
    func unreadable(_ text: String, _ words: String) {
        let error = #expect(throws: SandboxError.self) { try FaultRule(parsing: text) }
        #expect(error?.code == .rule)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("drop-response") == true)
    }
}
