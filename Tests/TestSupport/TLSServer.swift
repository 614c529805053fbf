internal import Foundation
internal import Glibc

/// `openssl s_server` with a certificate that an authority of the test's own has signed for 127.0.0.1.
package final class TLSServer {
    private static let openssl = "/usr/bin/openssl"

    /// Whether there is an openssl to run.
    package static let isPossible = FileManager.default.isExecutableFile(atPath: openssl)

    /// The port on loopback that it listens on.
    package let port: Int
    /// The file with the authority's certificate.
    package let authority: String
    private let process: Process

    /// Makes the certificates and starts the server.
    package init(in directory: String) throws {
        authority = directory + "/ca.pem"
        let make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        try Self.finish(
            make + [
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test", "-addext",
                "basicConstraints=critical,CA:TRUE",
            ],
            in: directory)
        try Self.finish(
            make + [
                "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "s.key", "-out", "s.pem", "-subj", "/CN=Server",
                "-addext", "subjectAltName=IP:127.0.0.1",
            ],
            in: directory)
        let output = Pipe()
        process = try Self.start(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", "s.pem", "-key", "s.key", "-www"], in: directory,
            output: output)
        var announced = ""
        while !announced.contains("ACCEPT 127.0.0.1:") || !announced.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw CocoaError(.executableLoad) }
            announced += String(decoding: more, as: UTF8.self)
        }
        port = Int(announced.split(separator: "ACCEPT 127.0.0.1:").last?.prefix { $0.isNumber } ?? "") ?? 0
    }

    /// Ends the server.
    package func stop() {
        // A child may have inherited that SIGTERM is ignored.
        kill(process.processIdentifier, SIGKILL)
    }

    /// Runs openssl to its end. `waitUntilExit` would wait for a run loop that a test's thread has not.
    private static func finish(_ words: [String], in directory: String) throws {
        let ended = DispatchSemaphore(value: 0)
        _ = try start(words, in: directory, output: nil) { ended.signal() }
        ended.wait()
    }

    private static func start(
        _ words: [String], in directory: String, output: Pipe?, whenEnded: @escaping @Sendable () -> Void = {}
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.terminationHandler = { _ in whenEnded() }
        try process.run()
        return process
    }
}
