import Foundation
import Formats

/// `crossfoot sandbox` in a process of its own.
struct SandboxProcess {
    /// The program.
    let program: Program
    /// The file with the configuration for its clients.
    let configuration: String

    /// Ends the sandbox as Ctrl-C does, and waits for it.
    func stop() async throws -> Ending {
        program.send(SIGINT)
        return try await program.ending()
    }
}

extension Workplace {
    /// Starts a sandbox and waits until it says that it serves.
    func startSandbox(_ words: String...) async throws -> SandboxProcess {
        try await startSandbox(words)
    }

    /// Starts a sandbox and waits until it says that it serves.
    func startSandbox(_ words: [String]) async throws -> SandboxProcess {
        let file = "sandbox.json"
        let program = try start(["sandbox", "--config", file] + words, isAnnouncing: true)
        let announcement = await program.announcement()
        guard announcement.hasPrefix("serving on http://127.0.0.1:"), announcement.hasSuffix(" in \(file)\n") else {
            throw ProgramFailure(description: "the sandbox does not start: \(announcement)")
        }
        return SandboxProcess(program: program, configuration: file)
    }

    /// A JSON file.
    func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: try bytes(of: name))
    }
}
