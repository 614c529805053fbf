internal import Foundation
internal import Glibc

/// `nghttpx` before a server on loopback: it speaks TLS and HTTP/2 with a certificate that an authority of the test's own
/// has signed for 127.0.0.1 and `ion.example.test`, and HTTP/1.1 with the server.
package final class HTTP2Front {
    private static let nghttpx = "/usr/sbin/nghttpx"

    /// The name that the certificate is for, beside 127.0.0.1; nothing resolves it.
    package static let hostName = "ion.example.test"

    /// The port on loopback that it listens on.
    package let port: Int
    /// The file with the authority's certificate.
    package let authority: String
    private let process: Process

    /// Makes the certificates and starts the front.
    ///
    /// - Throws: When there is no nghttpx (Debian: nghttp2-proxy); `make test` installs it.
    package init(before backend: Int, in directory: String) throws {
        guard FileManager.default.isExecutableFile(atPath: Self.nghttpx) else {
            throw MissingProgram(description: "there is no \(Self.nghttpx); run: make test-dependencies")
        }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        authority = directory + "/ca.pem"
        port = Int(try Self.freePort())
        try Certificates.make(for: "IP:127.0.0.1,DNS:\(Self.hostName)", in: directory)
        let errors = Pipe()
        process = try Tool.start(
            Self.nghttpx,
            [
                "--conf=/dev/null", "--frontend=127.0.0.1,\(port)", "--backend=127.0.0.1,\(backend)", "--workers=1",
                "--single-process", "--no-ocsp", "--errorlog-file=/dev/stderr", "--log-level=NOTICE", "s.key", "s.pem",
            ], in: directory, errors: errors)
        _ = try Tool.text(of: errors) { $0.contains("Created worker thread") }
    }

    /// Ends the front.
    package func stop() {
        // A child may have inherited that SIGTERM is ignored.
        kill(process.processIdentifier, SIGKILL)
    }

    /// A port that nobody listened on a moment ago.
    private static func freePort() throws -> UInt16 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe (bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0)
            }
        }
        guard isBound else { throw CocoaError(.executableLoad) }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// A program that a test needs and the machine has not.
package struct MissingProgram: Error, CustomStringConvertible {
    package let description: String
}
