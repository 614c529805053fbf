import Formats
import Records
import Runner
import StreamOneIon

/// One command of `crossfoot api`, from its arguments to its exit code.
struct APICommand: Sendable {
    let operation: Operation
    let arguments: Arguments

    func run() async -> ExitCode {
        let redactor = Redactor()
        do {
            let output = try OutputChoice(arguments, operation)
            let session = try APISession(arguments, redactor)
            defer { session.stop() }
            let work = try work()
            remarkOnUnknownValues()
            try await Interruption.watch { try await carryOut(work, session, output, redactor) }
            return .clean
        } catch {
            return fail(error, redactor)
        }
    }

    private func carryOut(
        _ work: Operation.Work, _ session: APISession, _ output: OutputChoice, _ redactor: Redactor
    ) async throws {
        let client = session.client
        switch work {
        case .call(let call): try await RecordOutput(output, redactor).write(client.pages(call))
        case .billingReport(let query):
            let report = try await client.billingReport(query)
            try await RecordOutput(output, redactor).write(BatchSequence([report.rows.map(\.record)]))
        case .reportData(let id, let query):
            try await ReportOutput(client: client, output: output, redactor: redactor).write(id, query)
        case .invoiceFiles(let id):
            try await InvoiceFilesOutput(client: client, output: output, directory: arguments.value("save")).write(id)
        case .generation(let generation):
            try await GenerationOutput(
                client: client, redactor: redactor, isConfirmed: arguments.has("yes"),
                state: session.ledgerDirectory(arguments), service: session.serviceName
            ).write(generation)
        }
    }

    // MARK: - What was asked for

    private func work() throws -> Operation.Work {
        let today = try Machine.today(arguments)
        do throws(ParameterFault) {
            return try operation.work(arguments.operands, settings, today: today)
        } catch {
            let isFlag = operation.parameters.contains { $0.name == error.name }
            throw UsageError(message: "\(isFlag ? "--" : "")\(error.name) \(error.reason)")
        }
    }

    private var settings: [Operation.Setting] {
        operation.parameters.flatMap { parameter in
            arguments.all(parameter.name).map { Operation.Setting(parameter.name, $0) }
        }
    }

    /// The service may know values that this program does not; a misspelt one finds nothing.
    private func remarkOnUnknownValues() {
        for setting in operation.unknownValues(settings) {
            let known = operation.parameters.first { $0.name == setting.name }?.knownTexts.joined(separator: ", ") ?? ""
            Terminal.error.writeMessage(
                "note: \"\(setting.text)\" is no value of --\(setting.name) that is known here; it is sent as it is. "
                    + "Known are \(known)\n")
        }
    }

    // MARK: - How it ended

    private func fail(_ error: any Error, _ redactor: Redactor) -> ExitCode {
        let name = "api \(operation.group) \(operation.verb)"
        if let error = error as? Interruption, error.isWorkDone { return .clean }
        return CommandFailure.tell(
            error, of: name, stopped: "stopped; what was written is not all", redactor: redactor)
    }
}
