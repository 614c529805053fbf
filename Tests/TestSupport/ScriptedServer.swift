internal import Foundation
internal import Glibc
internal import Synchronization

/// A request as it came over the wire.
package struct ScriptedRequest: Sendable {
    /// The request line and the headers, without their line ends.
    package let head: [String]
    /// The bytes behind the head, as many as `Content-Length` says.
    package let body: [UInt8]

    /// The method and the target: `GET /a?b`.
    package var target: String {
        head.first.map { $0.split(separator: " ").dropLast().joined(separator: " ") } ?? ""
    }

    /// A header's value.
    package func header(_ name: String) -> String? {
        let line = head.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }
}

/// What a scripted server does next with a connection. After the last step it closes it.
package enum ScriptedStep: Sendable {
    /// Sends these bytes.
    case send([UInt8])
    /// Breaks the connection off, as a machine does that has forgotten it.
    case reset
    /// Does nothing until the other side has gone.
    case hold
    /// Waits for a further request on the same connection, and closes it without an answer.
    case dropNext

    /// Sends this text.
    package static func text(_ text: String) -> ScriptedStep { .send(Array(text.utf8)) }

    /// Sends a whole response.
    package static func response(_ status: Int, type: String = "application/json", _ body: String) -> ScriptedStep {
        .text(
            "HTTP/1.1 \(status) Whatever\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)")
    }
}

/// A server on loopback that answers each request with the steps of a script, right or wrong: one connection a
/// request, a thread a connection, over raw sockets, so that nothing repairs what the script breaks.
package final class ScriptedServer: Sendable {
    /// The port that it listens on.
    package let port: UInt16
    private let listener: CInt
    private let log: RequestLog

    /// Where clients find it.
    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    package var requests: [ScriptedRequest] { log.requests.withLock { $0 } }

    /// Listens, and answers from then on.
    package init(_ script: @escaping @Sendable (ScriptedRequest) -> [ScriptedStep]) throws {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw SocketFailure(operation: "socket") }
        let log = RequestLog()
        (self.listener, self.log) = (listener, log)
        port = try Self.listen(listener)
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                Thread.detachNewThread { Connection(descriptor: connection).serve(script, log) }
            }
            close(listener)
        }
    }

    /// A server that answers each request with the next of the scripts; the last one stays.
    package static func sequence(_ scripts: [[ScriptedStep]]) throws -> ScriptedServer {
        let rest = ScriptSequence(scripts)
        return try ScriptedServer { _ in rest.next() }
    }

    deinit {
        shutdown(listener, CInt(SHUT_RDWR))
    }

    /// A port on which nobody listens.
    package static func unusedPort() throws -> UInt16 {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try bound(descriptor)
    }

    private static func listen(_ descriptor: CInt) throws -> UInt16 {
        let port = try bound(descriptor)
        guard Glibc.listen(descriptor, 128) == 0 else { throw SocketFailure(operation: "listen") }
        return port
    }

    /// Binds to a free port.
    private static func bound(_ descriptor: CInt) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let status = unsafe bind(descriptor, $0, size)
                return status == 0 ? unsafe getsockname(descriptor, $0, &size) : status
            }
        }
        guard status == 0 else { throw SocketFailure(operation: "bind") }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// A call of the sockets' interface that failed.
package struct SocketFailure: Error {
    /// Which call.
    package let operation: String
}

private final class ScriptSequence: Sendable {
    private let rest: Mutex<[[ScriptedStep]]>

    init(_ scripts: [[ScriptedStep]]) {
        rest = Mutex(scripts)
    }

    func next() -> [ScriptedStep] { rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}

private final class RequestLog: Sendable {
    let requests = Mutex<[ScriptedRequest]>([])
}

/// One connection, from its request to its end.
private struct Connection {
    let descriptor: CInt

    func serve(_ script: (ScriptedRequest) -> [ScriptedStep], _ log: RequestLog) {
        defer { close(descriptor) }
        guard let request = readRequest() else { return }
        log.requests.withLock { $0.append(request) }
        for step in script(request) {
            switch step {
            case .send(let bytes): guard send(bytes) else { return }
            case .reset:
                // Closing with a linger of nought sends a reset instead of an end.
                var option = linger(l_onoff: 1, l_linger: 0)
                let size = socklen_t(MemoryLayout<linger>.size)
                _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, size)
                return
            case .dropNext:
                if let next = readRequest() { log.requests.withLock { $0.append(next) } }
                return
            case .hold:
                while !receive().isEmpty {}
                return
            }
        }
        shutdown(descriptor, CInt(SHUT_WR))
        while !receive().isEmpty {}
    }

    private func readRequest() -> ScriptedRequest? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let headEnd = bytes.firstRange(of: end) {
                let head = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self)
                    .split(separator: "\r\n").map(String.init)
                let length = ScriptedRequest(head: head, body: []).header("Content-Length").flatMap { Int($0) } ?? 0
                let body = bytes[headEnd.upperBound...]
                if body.count >= length { return ScriptedRequest(head: head, body: Array(body)) }
            }
            let more = receive()
            if more.isEmpty { return nil }
            bytes += more
        }
    }

    private func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        return count > 0 ? Array(buffer[..<count]) : []
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: $0.dropFirst(sent))
                return unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
