import Formats
import IonSandbox
import Records
import Runner
import Streaming

/// A sandbox for the length of one run: it has its own state and output, so that it can never touch the real ones.
struct SandboxSession {
    private let sandbox: Sandbox
    /// A directory of its own for its credentials: two sandbox runs at once must not take each other's.
    private let directory: String

    /// Starts a sandbox and points a request at it.
    init(_ arguments: Arguments, _ request: inout RunRequest) throws {
        guard arguments.value("config") == nil else {
            throw UsageError(message: "--sandbox has its own credentials; leave out --config")
        }
        let fixtures = arguments.value("fixtures") ?? "fixtures/month-end"
        let faults = try Self.faults(arguments)
        do {
            sandbox = try Sandbox.start(SandboxConfiguration(fixtures: fixtures, faults: faults))
        } catch {
            throw RunFailure(.stageFailed, "the sandbox does not start: \(error)")
        }
        request.stateDirectory += "/sandbox"
        if arguments.value("out") == nil { request.outputDirectory += "/sandbox" }
        directory = "\(request.stateDirectory)/session-\(RandomToken.make(length: 12))"
        let path = directory + "/credentials.json"
        try Directory.create(directory)
        try File.replace(path, with: Array(Self.configuration(of: sandbox).indentedText.utf8), mode: 0o600)
        request.configurationPath = path
    }

    /// Ends the sandbox and forgets its credentials.
    func stop() {
        sandbox.stop()
        try? Directory.removeTree(directory)
    }

    /// A configuration file for a client of a sandbox.
    static func configuration(of sandbox: Sandbox) -> JSONValue {
        [
            "v3": [
                "access_token": .string(sandbox.credentials.accessToken.revealed),
                "refresh_token": .string(sandbox.credentials.refreshToken.revealed),
                "base_url": .string(sandbox.baseURL),
            ],
            "v1": [
                "api_key": .string(sandbox.credentials.apiKey.revealed),
                "api_secret": .string(sandbox.credentials.apiSecret.revealed),
                "base_url": .string(sandbox.baseURL + "/api/v1"),
            ],
            "accountid": .string(sandbox.credentials.accountID),
        ]
    }

    /// The flag that asks a sandbox for faults.
    static let faultFlag = Flag(
        name: "fault", value: "RULE", summary: "a fault of the sandbox, such as 'GET *: 503 x2'", repeats: true)

    /// The faults that a command line asks for.
    static func faults(_ arguments: Arguments) throws(UsageError) -> [FaultRule] {
        var rules: [FaultRule] = []
        for text in arguments.all("fault") {
            do throws(SandboxError) {
                rules.append(try FaultRule(parsing: text))
            } catch {
                throw UsageError(message: error.message)
            }
        }
        return rules
    }
}
