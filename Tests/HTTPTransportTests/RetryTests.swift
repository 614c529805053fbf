import HTTPTransport
import Synchronization
import TestSupport
import Testing

@Suite("Requests that are sent again", .timeLimit(.minutes(15)))
struct RetryTests {
    private static let cutOff: [ScriptedStep] = [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    private static let good: [ScriptedStep] = [.response(200, "whole")]

    @Test(
        "What may pass is tried again until it has passed",
        arguments: [
            [.response(429, "")], [.response(500, "")], [.response(502, "")], [.response(503, "")],
            [.response(504, "")], [.reset], [], cutOff, cutOff + [.reset],
        ] as [[ScriptedStep]])
    func transient(_ fault: [ScriptedStep]) async throws {
        let watch = Watch()
        let server = try ScriptedServer.sequence([fault, fault, Self.good])
        let response = try await watch.client().collect(HTTPRequest(.get, server.baseURL + "/a?b=c"))
        #expect(String(decoding: response.body, as: UTF8.self) == "whole")
        #expect(response.head.attempt == 3)
        #expect(server.requests.map(\.target) == ["GET /a?b=c", "GET /a?b=c", "GET /a?b=c"])
        #expect(watch.waits == [.seconds(1), .seconds(2)])
        #expect(watch.retries.map(\.next) == [2, 3])
        #expect(watch.lines.allSatisfy { !$0.hasPrefix("waiting") || !$0.contains("b=c") })
    }

    @Test(
        "What will not pass is not tried again",
        arguments: [200, 204, 301, 302, 400, 401, 403, 404, 409, 422, 501, 505])
    func lasting(_ status: Int) async throws {
        let watch = Watch()
        let server = try ScriptedServer { _ in [.response(status, status == 204 ? "" : "{}")] }
        let head = try await watch.client().collect(HTTPRequest(.get, server.baseURL)).head
        #expect(head.status == status)
        #expect(server.requests.count == 1)
        #expect(watch.waits.isEmpty)
    }

    @Test("A POST is sent once, unless it says that it may be repeated", arguments: [false, true])
    func posts(_ isRepeatable: Bool) async throws {
        let watch = Watch()
        let server = try ScriptedServer { _ in [.response(503, "")] }
        let plain = HTTPRequest(.post, server.baseURL, body: ("text/plain", [1]))
        #expect(!plain.isRepeatable)
        var request = plain
        request.isRepeatable = isRepeatable
        #expect(try await watch.client().collect(request).head.status == 503)
        #expect(server.requests.count == (isRepeatable ? 5 : 1))
    }

    /// libcurl sends a request again by itself when a connection that it used before turns out to be dead.
    @Test("A request that may not be repeated is not repeated by libcurl either")
    func reusedConnection() async throws {
        let watch = Watch()
        let server = try ScriptedServer { request in
            request.target == "GET /first"
                ? [.text("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"), .dropNext] : Self.good
        }
        let client = watch.client()
        _ = try await client.collect(HTTPRequest(.get, server.baseURL + "/first"))
        _ = try await client.collect(HTTPRequest(.post, server.baseURL + "/once", body: ("text/plain", [1])))
        #expect(server.requests.map(\.target) == ["GET /first", "POST /once"])
    }

    @Test("After the last attempt the error says how many there were, and the waits have doubled")
    func exhausted() async throws {
        let watch = Watch()
        let port = try ScriptedServer.unusedPort()
        let error = await #expect(throws: HTTPError.self) {
            try await watch.client().collect(HTTPRequest(.get, "http://127.0.0.1:\(port)/"))
        }
        #expect(error?.code == .unreachable)
        #expect(error?.attempt == 5)
        #expect(error?.wasSent == false)
        #expect(error?.message.contains(" (after 5 attempts). Check the address") == true)
        #expect(watch.waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
    }

    @Test("The sink is made anew for each attempt")
    func sinks() async throws {
        let server = try ScriptedServer.sequence([Self.cutOff, [.response(503, "busy")], Self.good])
        let heads = Mutex<[HTTPResponseHead]>([])
        let last = BodyCollector(limit: 100)
        _ = try await Watch().client().send(HTTPRequest(.get, server.baseURL)) { head in
            heads.withLock { $0.append(head) }
            return last.restarted()
        }
        #expect(heads.withLock { $0.map(\.status) } == [200, 503, 200])
        #expect(heads.withLock { $0.map(\.attempt) } == [1, 2, 3])
        #expect(last.bytes == Array("whole".utf8))
    }

    @Test("A sink that throws ends it: its fault does not pass")
    func sinkFails() async throws {
        let server = try ScriptedServer { _ in Self.good }
        let error = await #expect(throws: HTTPError.self) {
            try await Watch().client().collect(HTTPRequest(.get, server.baseURL), limit: 2)
        }
        #expect(error?.code == .sinkFailed)
        #expect(server.requests.count == 1)
    }

    @Test("A wait can be cancelled at once")
    func cancelledWait() async throws {
        let (waiting, signal) = AsyncStream<Void>.makeStream()
        var settings = HTTPSettings()
        settings.retry.sleep = { _ in
            signal.finish()
            try await Task.sleep(for: .seconds(1_000_000))
        }
        let server = try ScriptedServer { _ in [.response(503, "")] }
        let client = HTTPClient(settings)
        let task = Task { try await client.collect(HTTPRequest(.get, server.baseURL)) }
        for await _ in waiting {}
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test(
        "Complaint 10: what the service asks to wait is the least wait; more than two minutes is not waited for",
        arguments: [("0", 1), ("1", 1), ("7", 7), ("120", 120), ("121", nil), ("86400", nil), ("soon", 1), ("-5", 1)]
            as [(String, Int?)])
    func retryAfter(_ value: String, _ wait: Int?) async throws {
        let watch = Watch()
        let busy: [ScriptedStep] = [
            .text("HTTP/1.1 429 Slow\r\nRetry-After: \(value)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        ]
        let server = try ScriptedServer.sequence([busy, Self.good])
        let head = try await watch.client().collect(HTTPRequest(.get, server.baseURL)).head
        #expect(watch.waits == (wait.map { [.seconds($0)] } ?? []))
        #expect(head.status == (wait == nil ? 429 : 200))
        if wait == nil { #expect(head.askedWait == .seconds(Int(value) ?? 0)) }
    }

    @Test("What is told of a wait and of the attempts around it")
    func lines() async throws {
        let watch = Watch()
        let server = try ScriptedServer.sequence([[.response(503, "busy")], Self.good])
        _ = try await watch.client().collect(HTTPRequest(.get, server.baseURL + "/a?sig=1&to=2"))
        let lines = watch.lines
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("GET \(server.baseURL)/a?sig=…&to=… answered 503, 4 bytes, "))
        #expect(lines[0].hasSuffix(" ms, attempt 1"))
        #expect(lines[1] == "waiting 1 s, then attempt 2 of 5: GET \(server.baseURL)/a answered 503")
        #expect(lines[2].hasSuffix(" ms, attempt 2"))
    }
}

/// Remembers what a client does; its waits are over at once, and its jitter is always the longest.
private final class Watch: Sendable {
    private let events = Mutex<[HTTPEvent]>([])
    private let slept = Mutex<[Duration]>([])

    var waits: [Duration] { slept.withLock { $0 } }
    var lines: [String] { events.withLock { $0.map(\.description) } }
    var retries: [HTTPEvent.Retry] {
        events.withLock { $0.compactMap { if case .retrying(let retry) = $0 { retry } else { nil } } }
    }

    func client() -> HTTPClient {
        var settings = HTTPSettings()
        settings.retry.random = { $0 }
        settings.retry.sleep = { [self] wait in slept.withLock { $0.append(wait) } }
        return HTTPClient(settings) { [self] event in events.withLock { $0.append(event) } }
    }
}
