import HTTPTransport
import Records
import Synchronization
import TestSupport
import Testing

@Suite("HTTP/2, limits and tunnels", .timeLimit(.minutes(15)))
struct HTTP2Tests {
    /// A client of a front, which trusts its authority.
    private func settings(_ front: HTTP2Front) -> HTTPSettings {
        var settings = HTTPSettings.once
        settings.certificateFile = front.authority
        return settings
    }

    @Test("A server that offers HTTP/2 is spoken to in it, by GET and POST, with small bodies and large ones")
    func version() async throws {
        let body = String(repeating: "0123456789abcdef", count: 1 << 16)
        let server = try ScriptedServer { request in
            [.response(200, request.target.hasPrefix("POST") ? "posted" : body)]
        }
        try await withTemporaryDirectory { directory in
            let front = try HTTP2Front(before: Int(server.port), in: directory.path)
            defer { front.stop() }
            let client = HTTPClient(settings(front))
            let url = "https://127.0.0.1:\(front.port)/x"
            let answer = try await client.collect(HTTPRequest(.get, url))
            #expect(answer.head.protocolName == "HTTP/2")
            #expect(String(decoding: answer.body, as: UTF8.self) == body)
            let form = (contentType: "application/x-www-form-urlencoded", bytes: Array("a=b".utf8))
            let posted = try await client.collect(HTTPRequest(.post, url, body: form))
            #expect(posted.head.protocolName == "HTTP/2" && posted.body == Array("posted".utf8))
            #expect(server.requests.last?.body == form.bytes)
        }
    }

    @Test("A server without TLS is spoken to as ever")
    func plain() async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        let answer = try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL))
        #expect(answer.head.protocolName == "HTTP/1.1")
    }

    @Test("A stream that breaks off is an interrupted response, and is tried again where that harms nobody")
    func brokenStream() async throws {
        let count = Mutex(0)
        let server = try ScriptedServer { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            let half = ScriptedStep.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            return number == 1 ? [half, .reset] : [.response(200, "whole")]
        }
        try await withTemporaryDirectory { directory in
            let front = try HTTP2Front(before: Int(server.port), in: directory.path)
            defer { front.stop() }
            var settings = settings(front)
            settings.retry.attempts = 2
            settings.retry.sleep = { _ in }
            let answer = try await HTTPClient(settings).collect(
                HTTPRequest(.get, "https://127.0.0.1:\(front.port)/"))
            #expect(answer.head.attempt == 2 && answer.body == Array("whole".utf8))
        }
    }

    @Test("A proxy opens a tunnel to a name that only it knows, and sees no credentials")
    func tunnel() async throws {
        let server = try ScriptedServer { _ in [.response(200, "through")] }
        try await withTemporaryDirectory { directory in
            let front = try HTTP2Front(before: Int(server.port), in: directory.path)
            defer { front.stop() }
            let proxy = try ConnectProxy(to: front.port)
            defer { proxy.stop() }
            var settings = settings(front)
            settings.proxy = Secret("http://user:pa55@127.0.0.1:\(proxy.port)")
            let request = HTTPRequest(
                .get, "https://\(HTTP2Front.hostName):8443/x", authorization: .bearer(Secret("t0k")))
            let answer = try await HTTPClient(settings).collect(request)
            #expect(answer.body == Array("through".utf8) && answer.head.protocolName == "HTTP/2")
            #expect(proxy.requests.count == 1)
            #expect(proxy.requests[0].hasPrefix("CONNECT \(HTTP2Front.hostName):8443 HTTP/1.1\r\n"))
            #expect(!proxy.requests[0].contains("t0k"))
            #expect(server.requests.first?.header("Authorization") == "Bearer t0k")
            #expect(server.requests.first?.header("Proxy-Authorization") == nil)
        }
    }

    @Test("No more requests are under way than may be, and all come through", arguments: [1, 3])
    func concurrency(_ limit: Int) async throws {
        let gauge = Mutex((current: 0, highest: 0))
        let server = try ScriptedServer { _ in
            gauge.withLock { gauge in
                gauge.current += 1
                gauge.highest = max(gauge.highest, gauge.current)
            }
            defer { gauge.withLock { $0.current -= 1 } }
            return [.response(200, "x")]
        }
        var settings = HTTPSettings.once
        settings.limits.concurrency = limit
        let client = HTTPClient(settings)
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { _ = try await client.collect(HTTPRequest(.get, server.baseURL)) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 20)
        #expect(gauge.withLock { $0.highest } <= limit)
    }

    @Test("A request that waits for a place is cancelled at once, and its place is not lost")
    func cancelledInQueue() async throws {
        let server = try ScriptedServer { request in request.target == "GET /hold" ? [.hold] : [.response(200, "x")] }
        var settings = HTTPSettings.once
        settings.limits.concurrency = 1
        let client = HTTPClient(settings)
        let holding = Task { try await client.collect(HTTPRequest(.get, server.baseURL + "/hold")) }
        while server.requests.isEmpty { await Task.yield() }
        let waiting = Task { try await client.collect(HTTPRequest(.get, server.baseURL + "/late")) }
        waiting.cancel()
        let error = await #expect(throws: HTTPError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
        holding.cancel()
        _ = await holding.result
        #expect(try await client.collect(HTTPRequest(.get, server.baseURL)).head.status == 200)
        #expect(server.requests.map(\.target) == ["GET /hold", "GET /"])
    }
}
