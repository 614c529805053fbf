import Formats
import Glibc

extension SandboxProcess {
    /// How many orders to make invoices came to the sandbox, answered or not.
    func orders(in place: Workplace) throws -> Int {
        let configuration = try place.json(self.configuration)
        let port = configuration["v3"]?["base_url"]?.string?.split(separator: ":").last.flatMap { UInt16($0) }
        guard let port else { throw ProgramFailure(description: "the sandbox's configuration has no port") }
        let answer = String(decoding: try Self.get("/sandbox/orders", port: port), as: UTF8.self)
        guard let start = answer.firstRange(of: "\r\n\r\n")?.upperBound else {
            throw ProgramFailure(description: "the sandbox does not say how many orders came: \(answer)")
        }
        let counts = try JSONValue(parsing: Array(answer[start...].utf8))
        return counts["/api/v1/invoices/generate"]?.integer ?? 0
    }

    /// Waits until so many have come. Each look is a question to the sandbox, so nothing spins idly.
    func waitForOrders(_ count: Int, in place: Workplace) async throws {
        while try orders(in: place) < count { await Task.yield() }
    }

    /// The bytes of an answer from this machine, head and all.
    private static func get(_ path: String, port: UInt16) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, size)
            }
        }
        guard status == 0 else { throw ProgramFailure(description: "nobody listens on port \(port)") }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        _ = unsafe request.withUnsafeBytes {
            unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = unsafe buffer.withUnsafeMutableBytes({
            unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }),
            count > 0
        {
            answer += buffer[..<count]
        }
        return answer
    }
}
