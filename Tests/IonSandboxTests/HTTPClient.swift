internal import Glibc

/// A failed call of the tests' client, or an answer that is no HTTP.
struct ClientFailure: Error {
    let message: String
}

/// What came back.
struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A blocking HTTP/1.1 client, one connection a request: small enough to be trusted where curl's comfort would hide
/// what the server really sends.
struct HTTPClient {
    let port: UInt16
    var address = "127.0.0.1"

    /// Sends a request and reads the answer to its end.
    func send(
        _ method: String, _ target: String, headers: [String] = [], body: [UInt8] = []
    ) throws -> Answer {
        try Self.answer(in: try bytes(method, target, headers: headers, body: body))
    }

    /// Sends a request and reads the answer's bytes: to its end, or until there are enough; then goes away.
    func bytes(
        _ method: String, _ target: String, headers: [String] = [], body: [UInt8] = [],
        until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) throws -> [UInt8] {
        let descriptor = try connected()
        defer { close(descriptor) }
        let head =
            (["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: \(body.count)"]
            + headers).map { $0 + "\r\n" }.joined() + "\r\n"
        try write(Array(head.utf8) + body, to: descriptor)
        return try readAll(from: descriptor, until: isEnough)
    }

    private func connected() throws -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        _ = unsafe inet_pton(AF_INET, address, &target.sin_addr)
        let status = unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw ClientFailure(message: "cannot connect to \(address):\(port)")
        }
        return descriptor
    }

    private func write(_ bytes: [UInt8], to descriptor: CInt) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                let rest = unsafe $0.dropFirst(sent)
                return unsafe Glibc.send(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ClientFailure(message: "cannot send") }
            sent += count
        }
    }

    private func readAll(from descriptor: CInt, until isEnough: ([UInt8]) -> Bool) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count >= 0 else { throw ClientFailure(message: "cannot receive") }
            if count == 0 { return all }
            all.append(contentsOf: buffer[..<count])
            if isEnough(all) { return all }
        }
    }

    private static func answer(in bytes: [UInt8]) throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        guard let headEnd = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
            throw ClientFailure(message: "the answer has no head")
        }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let rest = bytes[(headEnd + end.count)...]
        let isChunked = headers["transfer-encoding"] == "chunked"
        return Answer(status: status, headers: headers, body: isChunked ? try unchunked(rest) : Array(rest))
    }

    /// The chunks of a body, joined; of one that was cut off the whole ones.
    static func unchunked(_ bytes: ArraySlice<UInt8>, isCutOff: Bool = false) throws -> [UInt8] {
        var (body, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes)
        while let lineEnd = rest.firstIndex(of: UInt8(ascii: "\r")),
            let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16)
        {
            if size == 0 { return body }
            let start = lineEnd + 2
            guard start + size + 2 <= rest.endIndex else { break }
            body.append(contentsOf: rest[start..<start + size])
            rest = rest[(start + size + 2)...]
        }
        if isCutOff { return body }
        throw ClientFailure(message: "the chunked body is cut off")
    }
}
