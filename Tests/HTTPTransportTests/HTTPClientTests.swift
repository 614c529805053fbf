import HTTPTransport
import Records
import Streaming
import Synchronization
import TestSupport
import Testing

@Suite("Requests over HTTP", .timeLimit(.minutes(15)))
struct HTTPClientTests {
    /// It tries once: what is repeated, and when, is tested elsewhere.
    private let client = HTTPClient(.once)

    @Test("Status, content type and body of a response", arguments: [200, 204, 301, 404, 500, 503])
    func response(status: Int) async throws {
        let body = status == 204 ? "" : "{\"a\":1}"
        let server = try ScriptedServer { _ in [.response(status, type: "application/json; charset=utf-8", body)] }
        let response = try await client.collect(HTTPRequest(.get, server.baseURL + "/x"))
        #expect(response.head.status == status)
        #expect(response.head.contentType == "application/json; charset=utf-8")
        #expect(response.head.isSuccess == (status < 300))
        #expect(response.head.length == body.utf8.count)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
    }

    @Test("A chunked body, cut anywhere")
    func chunked() async throws {
        let server = try ScriptedServer { _ in
            [
                .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chu"), .text("nked\r\n\r\n5\r\nhel"),
                .text("lo\r\n6\r\n wor"),
                .text("ld\r\n0\r\n\r\n"),
            ]
        }
        let response = try await client.collect(HTTPRequest(.get, server.baseURL))
        #expect(String(decoding: response.body, as: UTF8.self) == "hello world")
        #expect(response.head.contentType == nil && response.head.length == nil)
    }

    @Test("An interim response is not the response")
    func interim() async throws {
        let server = try ScriptedServer { _ in
            [
                .text("HTTP/1.1 100 Continue\r\nContent-Type: text/wrong\r\n\r\n"),
                .response(201, type: "text/right", "x"),
            ]
        }
        let response = try await client.collect(HTTPRequest(.post, server.baseURL, body: ("text/plain", [1])))
        #expect(response.head.status == 201)
        #expect(response.head.contentType == "text/right")
    }

    @Test("What goes wrong, and what it is called", arguments: Self.failures)
    func failure(_ failure: Failure) async throws {
        let server = try ScriptedServer { _ in failure.steps }
        let error = await #expect(throws: HTTPError.self) {
            try await client.collect(HTTPRequest(.get, server.baseURL + "/path?secret=1"))
        }
        #expect(error?.code == .interrupted)
        #expect(error?.message.hasPrefix(server.baseURL + "/path: ") == true)
        #expect(error?.message.contains("secret") == false)
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [ScriptedStep]
    }

    static let failures = [
        Failure(
            testDescription: "a body shorter than its length",
            steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]),
        Failure(
            testDescription: "a chunked body without its end",
            steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]),
        Failure(testDescription: "a reset instead of an answer", steps: [.reset]),
        Failure(
            testDescription: "a reset in the middle of the body",
            steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), .reset]),
        Failure(testDescription: "an end instead of an answer", steps: []),
    ]

    @Test("An answer that is no HTTP: the address is that of something else")
    func garbage() async throws {
        let server = try ScriptedServer { _ in [.text("220 smtp.example.com ESMTP\r\n")] }
        let error = await #expect(throws: HTTPError.self) {
            try await client.collect(HTTPRequest(.get, server.baseURL))
        }
        #expect(error?.code == .invalidAddress)
    }

    @Test("Nobody listens")
    func refused() async throws {
        let port = try ScriptedServer.unusedPort()
        let error = await #expect(throws: HTTPError.self) {
            try await client.collect(HTTPRequest(.get, "http://127.0.0.1:\(port)/"))
        }
        #expect(error?.code == .unreachable)
    }

    @Test(
        "Addresses that are none", arguments: ["", "http://", "ftp://127.0.0.1/", "file:///etc/passwd", "http://a b/"])
    func badAddress(_ url: String) async {
        let error = await #expect(throws: HTTPError.self) { try await client.collect(HTTPRequest(.get, url)) }
        #expect(error?.code == .invalidAddress)
    }

    @Test("An idle server is given up after the wait that was set")
    func timeout() async throws {
        let server = try ScriptedServer { _ in [.hold] }
        var settings = HTTPSettings.once
        settings.timeouts.idle = 1
        let impatient = HTTPClient(settings)
        let error = await #expect(throws: HTTPError.self) {
            try await impatient.collect(HTTPRequest(.get, server.baseURL))
        }
        #expect(error?.code == .timeout)
    }

    @Test("A body without bytes still gets its sink")
    func emptyBody() async throws {
        let server = try ScriptedServer { _ in [.response(200, "")] }
        let heads = Mutex<[HTTPResponseHead]>([])
        let head = try await client.send(HTTPRequest(.get, server.baseURL)) { head in
            heads.withLock { $0.append(head) }
            return BodyCollector(limit: 1)
        }
        #expect(heads.withLock { $0 } == [head])
    }

    @Test("A large body drains into a file while it is read")
    func largeBody() async throws {
        let content = [UInt8](repeating: 0x61, count: 5 << 20) + [0x62]
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n"), .send(content)]
        }
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("body")))
            _ = try await client.send(HTTPRequest(.get, server.baseURL)) { _ in file }
            file.finish()
            #expect(file.length == content.count)
            #expect(try File.contents(of: directory("body")) == content)
        }
    }

    @Test("Complaint: whole responses in memory. A body is taken whole while nobody reads it, and read afterwards")
    func neverWaits() async throws {
        let piece = [UInt8](repeating: 0x61, count: 1 << 20)
        let count = 64
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(count << 20)\r\n\r\n")]
                + Array(repeating: .send(piece), count: count)
        }
        try await withTemporaryDirectory { directory in
            let file = GrowingFile(try File.create(directory("body")))
            // Ends although no byte is read before: no buffer between the network and the disk could hold the body.
            _ = try await client.send(HTTPRequest(.get, server.baseURL)) { _ in file }
            file.finish()
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var length = 0
            while case let read = try await file.read(into: &buffer, at: length), read > 0 { length += read }
            #expect(length == count << 20)
        }
    }

    @Test("The words of a failure are cut at the limit, and the transfer goes on to its end")
    func limit() async throws {
        let server = try ScriptedServer { _ in [.response(404, "0123456789")] }
        let response = try await client.collect(HTTPRequest(.get, server.baseURL), limit: 4)
        #expect(response.body == Array("0123".utf8))
    }

    @Test("An answer beyond the limit is an error: half of it would be parsed", arguments: [9, 10, 11])
    func answerBeyondLimit(_ limit: Int) async throws {
        let server = try ScriptedServer { _ in [.response(200, "0123456789")] }
        let request = HTTPRequest(.get, server.baseURL)
        guard limit < 10 else {
            #expect(try await client.collect(request, limit: limit).body.count == 10)
            return
        }
        let error = await #expect(throws: HTTPError.self) { try await client.collect(request, limit: limit) }
        #expect(error?.code == .sinkFailed)
        #expect(error?.message.contains("larger than 9 bytes") == true)
    }

    @Test("A sink that throws ends the transfer with its error", arguments: ["x", ""])
    func throwingSink(_ body: String) async throws {
        let server = try ScriptedServer { _ in [.response(200, body)] }
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, server.baseURL)) { _ in throw Full() }
        }
        #expect(error?.code == .sinkFailed)
        #expect(error?.cause is Full)
        guard !body.isEmpty else { return }
        let later = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, server.baseURL)) { _ in FullSink() }
        }
        #expect(later?.code == .sinkFailed)
        #expect(later?.cause is Full)
    }

    @Test("A task that was cancelled before sends nothing")
    func cancelledBefore() async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        let client = client
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await client.collect(HTTPRequest(.get, server.baseURL))
        }
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test("A task that is cancelled while it waits for bytes ends")
    func cancelledDuring() async throws {
        let server = try ScriptedServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .hold] }
        let client = client
        let (started, signal) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await client.send(HTTPRequest(.get, server.baseURL)) { _ in
                signal.finish()
                return BodyCollector(limit: 9)
            }
        }
        for await _ in started {}
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        // The client is as good as before.
        let other = try ScriptedServer { _ in [.response(200, "x")] }
        #expect(try await client.collect(HTTPRequest(.get, other.baseURL)).head.status == 200)
    }

    @Test("Many requests at once, each with its own answer")
    func concurrent() async throws {
        let server = try ScriptedServer { request in [.response(200, request.target)] }
        let client = client
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<50 {
                group.addTask {
                    let response = try await client.collect(HTTPRequest(.get, "\(server.baseURL)/\(number)"))
                    return (number, String(decoding: response.body, as: UTF8.self))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "GET /\($0)") }))
    }

    @Test("What a GET puts on the wire")
    func getOnTheWire() async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        _ = try await client.collect(
            HTTPRequest(
                .get, server.baseURL + "/a/b?c=d%20e", authorization: .bearer(Secret("t0k")), accept: "text/xml"))
        let request = try #require(server.requests.first)
        #expect(request.target == "GET /a/b?c=d%20e")
        #expect(request.header("Authorization") == "Bearer t0k")
        #expect(request.header("Accept") == "text/xml")
        #expect(request.header("User-Agent") == "crossfoot")
        #expect(request.header("Content-Type") == nil)
        #expect(request.body == [])
    }

    @Test("What a POST puts on the wire", arguments: [[], [0, 13, 10, 0xFF], [UInt8](repeating: 7, count: 100_000)])
    func postOnTheWire(_ body: [UInt8]) async throws {
        let server = try ScriptedServer { _ in [.response(200, "x")] }
        _ = try await client.collect(
            HTTPRequest(
                .post, server.baseURL + "/p", authorization: .basic(user: Secret("key"), password: Secret("pä:ss")),
                body: ("application/octet-stream", body)))
        let request = try #require(server.requests.first)
        #expect(request.target == "POST /p")
        #expect(request.body == body)
        #expect(request.header("Content-Length") == String(body.count))
        #expect(request.header("Content-Type") == "application/octet-stream")
        #expect(request.header("Expect") == nil)
        // printf 'key:pä:ss' | base64
        #expect(request.header("Authorization") == "Basic a2V5OnDDpDpzcw==")
    }

    @Test("A redirect is not followed: a token must not go elsewhere")
    func redirect() async throws {
        let other = try ScriptedServer { _ in [.response(200, "x")] }
        let location = other.baseURL
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")]
        }
        let response = try await client.collect(
            HTTPRequest(.get, server.baseURL, authorization: .bearer(Secret("t0k"))))
        #expect(response.head.status == 302)
        #expect(other.requests.isEmpty)
    }
}

extension HTTPSettings {
    /// The usual settings, but for a single attempt.
    static var once: HTTPSettings {
        var settings = HTTPSettings()
        settings.retry.attempts = 1
        return settings
    }
}

private struct Full: Error {}

private struct FullSink: BodySink {
    func receive(_ bytes: Span<UInt8>) throws { throw Full() }
}
