import Records
import Runner
import StreamOneIon

/// The connection of one command: to the service that a configuration names, or to a sandbox of its own.
struct APISession {
    let client: IonClient
    private let sandbox: SandboxSession?

    init(_ arguments: Arguments, _ redactor: Redactor) throws {
        try SandboxSession.requireSandbox(for: arguments)
        sandbox =
            try arguments.has("sandbox")
            ? SandboxSession(arguments, stateDirectory: arguments.value("state") ?? ".crossfoot") : nil
        guard let path = sandbox?.configurationPath ?? arguments.value("config") else {
            throw UsageError(message: "--config FILE is missing: the service's credentials; or try it with --sandbox")
        }
        let isVerbose = arguments.has("verbose")
        do {
            client = IonClient(try IonConfiguration.load(path), redactor: redactor) { note in
                if isVerbose || !note.isDetail { Terminal.error.writeMessage(note.text + "\n") }
            }
        } catch {
            sandbox?.stop()
            throw error
        }
    }

    /// Where the ledger of orders lies; a sandbox has its own.
    func ledgerDirectory(_ arguments: Arguments) -> String {
        sandbox?.stateDirectory ?? arguments.value("state") ?? ".crossfoot"
    }

    /// What the ledger calls the service: a sandbox of this command's own is gone with it.
    var serviceName: String { client.legacyBaseURL + (sandbox.map { "#\($0.name)" } ?? "") }

    /// Ends the sandbox, where there is one.
    func stop() { sandbox?.stop() }
}
