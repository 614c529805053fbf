internal import Glibc
internal import Records
internal import Streaming
internal import Synchronization

/// The detailed files of invoices: whoever has a signed address may fetch one, for a while, and shows nothing else.
final class SignedFiles: Sendable {
    private let directory: String
    private let lifetime: Int
    private let secret = RandomToken.make(length: 48)
    private let baseURL = Mutex("")

    /// The files below a directory, one directory an invoice; their addresses are good for so many seconds.
    init(directory: String, lifetime: Int) {
        self.directory = directory
        self.lifetime = lifetime
    }

    /// Says where the sandbox is to be found, which is known only when it listens.
    func serve(at baseURL: String) {
        self.baseURL.withLock { $0 = baseURL }
    }

    /// The addresses of an invoice's files, by name.
    func addresses(of invoice: String) throws(Refusal) -> [String] {
        let base = baseURL.withLock { $0 }
        let expiry = String(Self.now + lifetime)
        return try names(of: invoice).map { name in
            let path = "/files/\(PercentEncoding.encode(invoice))/\(PercentEncoding.encode(name))"
            return "\(base)\(path)?X-Expires=\(expiry)&X-Signature=\(signature(invoice, name, expiry))"
        }
    }

    /// `GET /files/{invoice}/{name}`: a file.
    func file(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        guard request.authorization == nil else { throw .invalidArgument("credentials do not belong here") }
        let (invoice, name) = (captured[0], captured[1])
        let expiry = request.query["X-Expires"] ?? ""
        guard request.query["X-Signature"] == signature(invoice, name, expiry), Int(expiry) ?? 0 >= Self.now else {
            throw .wrongSignature
        }
        do throws(SandboxError) {
            let file = try Fixtures.open("\(directory)/\(invoice)/\(name)")
            var response = Response(body: .stream(FileBody(file)))
            response.setHeader("Content-Type", Self.type(of: name))
            return response
        } catch {
            throw .notFound("file \(name)")
        }
    }

    private func names(of invoice: String) throws(Refusal) -> [String] {
        let path = "\(directory)/\(invoice)"
        guard !invoice.contains("/"), Directory.exists(path) else { return [] }
        do throws(StreamingError) {
            return try Directory.names(in: path).sorted()
        } catch {
            throw .internalError(error.message)
        }
    }

    private func signature(_ invoice: String, _ name: String, _ expiry: String) -> String {
        SHA256.digest(of: Array([secret, invoice, name, expiry, secret].joined(separator: "\n").utf8))
    }

    private static var now: Int { Int(time(nil)) }

    private static func type(of name: String) -> String {
        if name.hasSuffix(".csv") { return "text/csv; charset=utf-8" }
        return name.hasSuffix(".txt") ? "text/plain; charset=utf-8" : "application/octet-stream"
    }
}

/// A file while it is sent.
private struct FileBody: BodyProducer {
    private let file: File
    private var offset = 0

    init(_ file: File) {
        self.file = file
    }

    mutating func produce(into buffer: inout [UInt8]) throws(SandboxError) {
        var chunk = [UInt8](repeating: 0, count: Fixtures.chunkSize)
        let count = try file.fixtureRead(into: &chunk, at: offset)
        buffer.append(contentsOf: chunk[..<count])
        offset += count
    }
}
