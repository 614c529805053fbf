import Foundation
import Glibc
import Synchronization

/// A request as it came.
struct ArrivedRequest: Sendable {
    /// Its method and target: `GET /api/…`.
    let target: String
    /// Its head, without the empty line behind it.
    let head: String
    /// Its body.
    let body: String

    /// A header's value.
    func header(_ name: String) -> String? {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

/// What a scripted server does with a request.
enum Reply: Sendable {
    /// Sends these bytes, head included, and closes.
    case bytes([UInt8])
    /// Never answers, and keeps the connection open.
    case silence

    /// A whole response.
    static func response(
        _ body: String,
        status: String = "200 OK",
        type: String = "application/json",
        promising length: Int? = nil
    ) -> Reply {
        .bytes(head(status, type: type, length: length ?? body.utf8.count) + Array(body.utf8))
    }

    /// A response that ends before its promised length.
    static func truncated(_ body: String, of length: Int) -> Reply {
        .bytes(head("200 OK", type: "application/json", length: length) + Array(body.utf8))
    }

    private static func head(_ status: String, type: String, length: Int) -> [UInt8] {
        let lines = ["HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(length)", "Connection: close"]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

/// A server on loopback that says exactly what a test wants it to say, byte for byte, also what no library would.
///
/// A thread accepts, and each connection has one of its own that ends with its only answer.
final class ScriptedServer: Sendable {
    /// The address of the server: `http://127.0.0.1:40123`.
    let address: String
    /// The targets of the requests that have come, in their order: `GET /api/…`.
    let requests: AsyncStream<String>

    private let listener: CInt
    private let script: @Sendable (ArrivedRequest) -> Reply
    private let arrivals: AsyncStream<String>.Continuation
    private let silent = Mutex<[CInt]>([])

    /// Starts a server on a free port.
    ///
    /// - Parameter script: Says what is done with a request, by its method and target.
    convenience init(_ script: @escaping @Sendable (String) -> Reply) throws {
        try self.init(reading: { script($0.target) })
    }

    /// Starts a server on a free port.
    ///
    /// - Parameter script: Says what is done with a request, by all that came of it.
    init(reading script: @escaping @Sendable (ArrivedRequest) -> Reply) throws {
        self.script = script
        (requests, arrivals) = AsyncStream.makeStream(of: String.self)
        listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        address = "http://127.0.0.1:\(try Self.listen(listener))"
        Thread.detachNewThread { [self] in accept() }
    }

    /// Ends the server and the connections that it keeps.
    func stop() {
        shutdown(listener, CInt(SHUT_RDWR))
        arrivals.finish()
        silent.withLock { connections in
            for connection in connections { close(connection) }
            connections = []
        }
    }

    private static func listen(_ listener: CInt) throws -> UInt16 {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, length) | Glibc.listen(listener, 16) | getsockname(listener, $0, &length)
            }
        }
        guard status == 0 else { throw ProgramFailure(description: "cannot listen on loopback") }
        return UInt16(bigEndian: name.sin_port)
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            if connection < 0 { break }
            Thread.detachNewThread { [self] in serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: CInt) {
        guard let request = Self.request(on: connection) else {
            close(connection)
            return
        }
        let reply = script(request)
        arrivals.yield(request.target)
        switch reply {
        case .bytes(let bytes):
            Self.send(bytes, on: connection)
            close(connection)
        case .silence: silent.withLock { $0.append(connection) }
        }
    }

    private static func send(_ bytes: [UInt8], on connection: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads a request to its end, so that closing the connection resets nothing.
    private static func request(on connection: CInt) -> ArrivedRequest? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
            if count <= 0 { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].split(separator: "\r\n")
            let length = head.lazy.compactMap(Self.contentLength).first ?? 0
            guard text[end.upperBound...].utf8.count >= length else { continue }
            return ArrivedRequest(
                target: head.first?.split(separator: " ").prefix(2).joined(separator: " ") ?? "",
                head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
        }
    }

    private static func contentLength(_ line: Substring) -> Int? {
        let parts = line.split(separator: ":")
        guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
        return Int(parts[1].trimmingCharacters(in: .whitespaces))
    }
}

/// Replies that are given one after the other; the last stays.
final class ReplySequence: Sendable {
    private let rest: Mutex<[Reply]>

    init(_ replies: [Reply]) {
        rest = Mutex(replies)
    }

    /// The next reply.
    func next() -> Reply { rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}

extension ScriptedServer {
    /// A server that is like the service, up to what it says to one request for the report's data after the other.
    static func ion(
        reports: [Reply]
    ) throws -> ScriptedServer {
        let sequence = ReplySequence(reports)
        let description = try reportDescription()
        return try ScriptedServer { request in
            if request.hasSuffix("/reportDataCsv") { return sequence.next() }
            return Self.reply(to: request, description)
        }
    }

    private static func reportDescription() throws -> String {
        let path = Workplace.packageRoot + "/fixtures/month-end/reports/49038.json"
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private static func reply(to request: String, _ description: String) -> Reply {
        if request == "POST /oauth/validateAccess" {
            return .response(#"{"access_expires_in":7000,"refresh_expires_in":700000}"#)
        }
        if request.hasSuffix("/reports/49038") { return .response(description) }
        if request.contains("/subscriptions?") {
            return .response(#"{"items":[],"paginationResponse":{"totalSize":0}}"#)
        }
        if request.contains("/invoices/myinvoices?") { return .response(#"{"data":{"invoice":[]}}"#) }
        return .response(#"{"error":"NOT_FOUND","message":"nothing there","code":404}"#, status: "404 Not Found")
    }

    /// The same with one reply for good, and with one to a request for subscriptions.
    static func ion(
        report: Reply = .response(#"{"results":"","resultCount":"0"}"#),
        subscriptions: Reply = .response(#"{"items":[],"paginationResponse":{"totalSize":0}}"#)
    ) throws -> ScriptedServer {
        let description = try reportDescription()
        return try ScriptedServer { request in
            if request.hasSuffix("/reportDataCsv") { return report }
            if request.contains("/subscriptions?") { return subscriptions }
            return Self.reply(to: request, description)
        }
    }
}
