internal import Foundation

/// An authority of a test's own, and a certificate that it has signed.
enum Certificates {
    static let openssl = "/usr/bin/openssl"

    /// Makes `ca.pem`, `s.pem` and `s.key`.
    ///
    /// - Parameter names: What the certificate is for: `IP:127.0.0.1,DNS:ion.example.test`.
    static func make(for names: String, in directory: String) throws {
        let make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        try Tool.finish(
            openssl,
            make + [
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test", "-addext",
                "basicConstraints=critical,CA:TRUE",
            ],
            in: directory)
        try Tool.finish(
            openssl,
            make + [
                "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", "s.key", "-out", "s.pem", "-subj", "/CN=Server",
                "-addext", "subjectAltName=\(names)",
            ],
            in: directory)
    }
}

/// Programs of the system that tests need.
enum Tool {
    /// Runs a program to its end. `waitUntilExit` would wait for a run loop that a test's thread has not.
    static func finish(_ path: String, _ words: [String], in directory: String) throws {
        let ended = DispatchSemaphore(value: 0)
        _ = try start(path, words, in: directory) { ended.signal() }
        ended.wait()
    }

    /// Starts a program.
    static func start(
        _ path: String, _ words: [String], in directory: String, output: Pipe? = nil, errors: Pipe? = nil,
        whenEnded: @escaping @Sendable () -> Void = {}
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        process.standardOutput = output ?? FileHandle.nullDevice
        process.terminationHandler = { _ in whenEnded() }
        try process.run()
        return process
    }

    /// What a program says, until it has said enough.
    static func text(of pipe: Pipe, until isEnough: (String) -> Bool) throws -> String {
        var text = ""
        while !isEnough(text) {
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { throw CocoaError(.executableLoad) }
            text += String(decoding: more, as: UTF8.self)
        }
        return text
    }
}
