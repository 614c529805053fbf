import HTTPTransport
import Streaming
import TestSupport
import Testing

@Suite("Compressed bodies", .timeLimit(.minutes(15)))
struct ContentCodingTests {
    private static let content = Array(String(repeating: "charge,1.25\n", count: 20_000).utf8)

    @Test("A compressed body is asked for and expanded, cut anywhere", arguments: ["gzip", "GZIP", "x-gzip"])
    func expanded(_ coding: String) async throws {
        let packed = try Self.gzip(Self.content)
        let server = try ScriptedServer { _ in
            [Self.head(coding, packed.count), .send(Array(packed.prefix(7))), .send(Array(packed.dropFirst(7)))]
        }
        let response = try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL))
        #expect(response.body == Self.content)
        #expect(response.head.length == nil)
        #expect(server.requests.first?.header("Accept-Encoding") == "gzip")
    }

    @Test("A file that is gzip itself stays what it is", arguments: ["", "Content-Encoding: identity\r\n"])
    func notACoding(_ header: String) async throws {
        let packed = try Self.gzip(Self.content)
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 200 OK\r\n\(header)Content-Length: \(packed.count)\r\n\r\n"), .send(packed)]
        }
        #expect(try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL)).body == packed)
    }

    @Test("An empty body is empty, whatever its coding")
    func empty() async throws {
        let server = try ScriptedServer { _ in [Self.head("gzip", 0)] }
        #expect(try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL)).body == [])
    }

    @Test("Compressed data that is cut off is an interruption: the next attempt may bring all of it")
    func truncated() async throws {
        let packed = try Self.gzip(Self.content)
        let half = Array(packed.prefix(packed.count - 4))
        let server = try ScriptedServer.sequence([
            [Self.head("gzip", half.count), .send(half)], [Self.head("gzip", packed.count), .send(packed)],
        ])
        var settings = HTTPSettings()
        settings.retry.sleep = { _ in }
        let response = try await HTTPClient(settings).collect(HTTPRequest(.get, server.baseURL))
        #expect(response.body == Self.content)
        #expect(response.head.attempt == 2)
        let other = try ScriptedServer { _ in [Self.head("gzip", half.count), .send(half)] }
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient(.once).collect(HTTPRequest(.get, other.baseURL))
        }
        #expect(error?.code == .interrupted)
    }

    @Test("Damaged data and codings that nobody asked for are no answer", arguments: ["gzip", "br", "gzip, gzip"])
    func bad(_ coding: String) async throws {
        let server = try ScriptedServer { _ in [Self.head(coding, 4), .text("oops")] }
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient().collect(HTTPRequest(.get, server.baseURL))
        }
        #expect(error?.code == .badResponse)
        #expect(server.requests.count == 1)
        if coding != "gzip" { #expect(error?.message.contains("\"\(coding)\", which was not asked for") == true) }
    }

    @Test("The status of a failure counts, even where its words cannot be read")
    func failureInOtherCoding() async throws {
        let server = try ScriptedServer { _ in
            [.text("HTTP/1.1 403 No\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\noops")]
        }
        let response = try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL))
        #expect(response.head.status == 403)
        #expect(response.body == [])
    }

    @Test("A body that expands without measure is ended early, and not asked for again")
    func bomb() async throws {
        let packed = try Self.gzip([UInt8](repeating: 0, count: 32 << 20))
        let server = try ScriptedServer { _ in [Self.head("gzip", packed.count), .send(packed)] }
        var settings = HTTPSettings()
        settings.expansion.freeBytes = 1 << 20
        let counter = BodyCollector(limit: 16 << 20, cutsAtLimit: true)
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient(settings).send(HTTPRequest(.get, server.baseURL)) { _ in counter }
        }
        #expect(error?.code == .expansionLimit)
        #expect(error?.message.contains("more than 200 times its size") == true)
        #expect(server.requests.count == 1)
        // What came out is what is free, or what the ratio allows for all that went in, and a piece of 256 KiB.
        #expect(counter.bytes.count <= max(1 << 20, packed.count * 200) + (256 << 10))
    }

    @Test("Within the limit, honest data may expand as far as it likes")
    func free() async throws {
        let zeros = [UInt8](repeating: 0, count: 4 << 20)
        let packed = try Self.gzip(zeros)
        #expect(packed.count * 200 < zeros.count)
        let server = try ScriptedServer { _ in [Self.head("gzip", packed.count), .send(packed)] }
        #expect(try await HTTPClient(.once).collect(HTTPRequest(.get, server.baseURL)).body.count == zeros.count)
    }

    private static func head(_ coding: String, _ length: Int) -> ScriptedStep {
        .text("HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\nContent-Length: \(length)\r\n\r\n")
    }

    private static func gzip(_ content: [UInt8]) throws -> [UInt8] {
        var writer = GzipWriter()
        var packed: [UInt8] = []
        try writer.write(content.span) { piece in for index in piece.indices { packed.append(piece[index]) } }
        try writer.finish { piece in for index in piece.indices { packed.append(piece[index]) } }
        return packed
    }
}
