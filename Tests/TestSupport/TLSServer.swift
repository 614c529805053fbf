internal import Foundation
internal import Glibc

/// `openssl s_server` with a certificate that an authority of the test's own has signed for 127.0.0.1.
package final class TLSServer {
    /// Whether there is an openssl to run.
    package static let isPossible = FileManager.default.isExecutableFile(atPath: Certificates.openssl)

    /// The port on loopback that it listens on.
    package let port: Int
    /// The file with the authority's certificate.
    package let authority: String
    private let process: Process

    /// Makes the certificates and starts the server.
    package init(in directory: String) throws {
        authority = directory + "/ca.pem"
        try Certificates.make(for: "IP:127.0.0.1", in: directory)
        let output = Pipe()
        process = try Tool.start(
            Certificates.openssl,
            ["s_server", "-accept", "127.0.0.1:0", "-cert", "s.pem", "-key", "s.key", "-www"], in: directory,
            output: output)
        let announced = try Tool.text(of: output) { $0.contains("ACCEPT 127.0.0.1:") && $0.hasSuffix("\n") }
        port = Int(announced.split(separator: "ACCEPT 127.0.0.1:").last?.prefix { $0.isNumber } ?? "") ?? 0
    }

    /// Ends the server.
    package func stop() {
        // A child may have inherited that SIGTERM is ignored.
        kill(process.processIdentifier, SIGKILL)
    }
}
