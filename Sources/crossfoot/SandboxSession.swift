import Formats
import IonSandbox
import Records
import Runner
import Streaming

/// A sandbox for the length of one command: it has its own state, so that it can never touch the real one.
struct SandboxSession {
    /// Where the sandbox's state lies, below the real one's directory.
    let stateDirectory: String
    /// The file with the credentials for the sandbox.
    let configurationPath: String
    private let sandbox: Sandbox
    /// A directory of its own for its credentials: two sandboxes at once must not take each other's.
    private let directory: LockedDirectory

    /// Starts a sandbox as the arguments ask for.
    init(_ arguments: Arguments, stateDirectory: String) throws {
        guard arguments.value("config") == nil else {
            throw UsageError(message: "--sandbox has its own credentials; leave out --config")
        }
        let configuration = try Self.sandboxConfiguration(arguments)
        do {
            sandbox = try Sandbox.start(configuration)
        } catch {
            throw RunFailure(.stageFailed, "the sandbox does not start: \(error)")
        }
        self.stateDirectory = stateDirectory + "/sandbox"
        let gate = "\(self.stateDirectory)/locks/sessions.lock"
        // Those of commands that were killed.
        for leftover in try LockedDirectory.leftovers(in: self.stateDirectory, prefix: "session-", gate: gate) {
            try Directory.removeTree(leftover)
        }
        directory = try LockedDirectory("\(self.stateDirectory)/session-\(RandomToken.make(length: 12))", gate: gate)
        configurationPath = directory.path + "/credentials.json"
        try File.replace(
            configurationPath, with: Array(Self.configuration(of: sandbox).indentedText.utf8), mode: 0o600)
    }

    /// What a sandbox is known by from one command to the next, whose address and keys are others each time: by what it
    /// serves.
    static func name(_ arguments: Arguments) -> String {
        let content = ["fixtures", "scale", "seed", "as-of"].compactMap { flag in
            arguments.value(flag).map { "\(flag)=\($0)" }
        }
        return (["sandbox"] + content).joined(separator: " ")
    }

    /// Ends the sandbox and forgets its credentials.
    func stop() {
        sandbox.stop()
        try? Directory.removeTree(directory.path)
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
                "fields_parameter": "fields",
            ],
            "accountid": .string(sandbox.credentials.accountID),
        ]
    }

    /// Makes sure that flags for a sandbox are not given where there is none.
    static func requireSandbox(for arguments: Arguments) throws(UsageError) {
        guard !arguments.has("sandbox"), let flag = contentFlags.first(where: { arguments.has($0.name) }) else {
            return
        }
        throw UsageError(message: "--\(flag.name) is for a sandbox; give --sandbox too")
    }

    /// What a sandbox serves and where, as the flags below and those of its own command say.
    static func sandboxConfiguration(_ arguments: Arguments) throws(UsageError) -> SandboxConfiguration {
        SandboxConfiguration(
            fixtures: arguments.value("fixtures") ?? "fixtures/month-end",
            address: arguments.value("address") ?? "127.0.0.1",
            port: UInt16(try arguments.number("port", in: 0...65_535) ?? 0), today: try Machine.today(arguments),
            scale: try arguments.number("scale", in: 1...100_000_000),
            seed: UInt64(try arguments.number("seed", in: 0...Int.max) ?? 2026), faults: try faults(arguments))
    }

    /// The flags that say what a sandbox serves.
    static let contentFlags = [
        Flag(name: "fixtures", value: "DIR", summary: "what the sandbox serves (fixtures/month-end)"),
        Flag(name: "scale", value: "N", summary: "let it make up N subscriptions, their report and invoices instead"),
        Flag(name: "seed", value: "N", summary: "what they follow from (2026)"),
        faultFlag,
    ]

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
