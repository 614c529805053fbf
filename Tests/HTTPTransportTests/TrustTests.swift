import HTTPTransport
import Records
import TestSupport
import Testing

@Suite("Who is trusted, and who learns what", .timeLimit(.minutes(15)))
struct TrustTests {
    @Test(
        "A certificate of an unknown authority ends it at once; with its file, it is trusted",
        .enabled(if: TLSServer.isPossible, "there is no openssl"))
    func certificates() async throws {
        try await withTemporaryDirectory { directory in
            let server = try TLSServer(in: directory.path)
            defer { server.stop() }
            let url = "https://127.0.0.1:\(server.port)/"
            let request = HTTPRequest(.get, url, authorization: .bearer(Secret("t0k")))
            let stranger = await #expect(throws: HTTPError.self) { try await HTTPClient().collect(request) }
            #expect(stranger?.code == .untrusted)
            #expect(stranger?.attempt == 1)
            #expect(stranger?.wasSent == false)
            var settings = HTTPSettings.once
            settings.certificateFile = server.authority
            #expect(try await HTTPClient(settings).collect(request).head.status == 200)
            // The certificate is for 127.0.0.1 alone.
            let misnamed = await #expect(throws: HTTPError.self) {
                try await HTTPClient(settings).collect(HTTPRequest(.get, "https://localhost:\(server.port)/"))
            }
            #expect(misnamed?.code == .untrusted)
            settings.certificateFile = directory("nowhere.pem")
            let unreadable = await #expect(throws: HTTPError.self) { try await HTTPClient(settings).collect(request) }
            #expect(unreadable?.code == .invalidSettings)
        }
    }

    @Test("A proxy is asked for what is elsewhere, and never for what is on this machine")
    func proxy() async throws {
        let proxy = try ScriptedServer { _ in [.response(200, "by proxy")] }
        let server = try ScriptedServer { _ in [.response(200, "direct")] }
        var settings = HTTPSettings.once
        settings.proxy = Secret(proxy.baseURL.replacing("http://", with: "http://user:pa55@"))
        let client = HTTPClient(settings)
        let far = try await client.collect(HTTPRequest(.get, "http://ion.invalid/x"))
        #expect(String(decoding: far.body, as: UTF8.self) == "by proxy")
        #expect(proxy.requests.first?.target == "GET http://ion.invalid/x")
        // printf user:pa55 | base64
        #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic dXNlcjpwYTU1")
        for host in ["127.0.0.1", "localhost"] {
            let near = try await client.collect(HTTPRequest(.get, "http://\(host):\(server.port)/"))
            #expect(String(decoding: near.body, as: UTF8.self) == "direct")
        }
        #expect(proxy.requests.count == 1)
    }

    @Test("A proxy for https learns the host and no credentials, and its refusal is not the service's answer")
    func tunnel() async throws {
        let proxy = try ScriptedServer { _ in [.response(407, "no")] }
        var settings = HTTPSettings.once
        settings.proxy = Secret(proxy.baseURL)
        let request = HTTPRequest(.get, "https://ion.invalid/x?y", authorization: .bearer(Secret("t0k")))
        let error = await #expect(throws: HTTPError.self) { try await HTTPClient(settings).collect(request) }
        #expect(error?.message.contains("407") == true)
        #expect(proxy.requests.map(\.target) == ["CONNECT ion.invalid:443"])
        #expect(proxy.requests.allSatisfy { $0.header("Authorization") == nil })
    }

    @Test("A request without authorization carries none")
    func anonymous() async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        let client = HTTPClient(.once)
        _ = try await client.collect(HTTPRequest(.get, server.baseURL, authorization: .bearer(Secret("t0k"))))
        _ = try await client.collect(HTTPRequest(.get, server.baseURL))
        #expect(server.requests.map { $0.header("Authorization") } == ["Bearer t0k", nil])
    }

    @Test("An address with a user's name is refused, and the name and password are not told")
    func userInAddress() async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        let url = server.baseURL.replacing("http://", with: "http://user:pa55@")
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient(.once).collect(HTTPRequest(.get, url + "/a"))
        }
        #expect(error?.code == .invalidAddress)
        #expect(error?.message.contains("pa55") == false)
        #expect(server.requests.isEmpty)
    }

    @Test("A redirect says where it points to")
    func location() async throws {
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/x?y=z\r\nContent-Length: 0\r\n\r\n")]
        }
        let head = try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL)).head
        #expect(head.location == "https://elsewhere.example/x?y=z")
    }

    @Test("A head without end is no answer", arguments: [(600, 10), (100, 4000)])
    func endlessHead(_ count: Int, _ length: Int) async throws {
        let line = "X-Filler: " + String(repeating: "a", count: length) + "\r\n"
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: count) + "Content-Length: 0\r\n\r\n")]
        }
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient().collect(HTTPRequest(.get, server.baseURL))
        }
        #expect(error?.code == .badResponse)
        #expect(server.requests.count == 1)
    }

    @Test("What comes behind a chunked body changes nothing of the head")
    func trailer() async throws {
        let server = try ScriptedServer { _ in
            [
                .text(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\nx\r\n0\r\nContent-Type: text/wrong\r\n\r\n")
            ]
        }
        let head = try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL)).head
        #expect(head.contentType == "text/csv")
    }
}
