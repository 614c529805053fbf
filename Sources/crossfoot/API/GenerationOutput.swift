import Formats
import Ledger
import Records
import Runner
import StreamOneIon
import Streaming

/// Shows an order to make invoices and, once it is confirmed, sends it.
struct GenerationOutput {
    let client: IonClient
    let redactor: Redactor
    let isConfirmed: Bool
    /// The directory with the ledger.
    let state: String
    /// What the ledger calls the service.
    let service: String

    func write(_ generation: InvoiceGeneration) async throws {
        let lines = generation.form.map { "  \($0.name) = \($0.value)" }
        let whom = generation.customerIDs.isEmpty ? " for all customers" : ""
        let order = "POST \(client.generationAddress)\n\(lines.joined(separator: "\n"))\n"
        guard isConfirmed else {
            let text = "This would be sent\(whom):\n\n\(order)\nNothing was sent. To make these invoices, add --yes.\n"
            return try Terminal.output.writeWhole(Array(redactor.redact(text).printable(keepsNewlines: true).utf8))
        }
        Terminal.error.writeMessage(redactor.redact("Sending\(whom):\n\(order)"))
        switch try await send(generation) {
        case .sent(let effect, let answer):
            Terminal.error.writeMessage("Sent and taken; the receipt is in the ledger (effect \(effect.id)).\n")
            try Terminal.output.writeWhole(redactor.redact(Array(answer.indentedText.utf8)))
        case .settled(let effect):
            throw RunFailure(
                .stageFailed,
                "\(effect.key) were ordered already, at \(effect.intendedAt) by \(effect.origin.place) (effect "
                    + "\(effect.id)). Nothing was sent. If its invoices do not exist any more, say so: crossfoot effects "
                    + "resolve \(effect.id) --state \(state) --config FILE --not-made")
        }
    }

    private func send(_ generation: InvoiceGeneration) async throws -> EffectGuard.Outcome {
        let key = EffectKey(
            service: service, account: client.accountID, source: generation.source, period: generation.month,
            customers: .init(generation.customerIDs), resellers: .init(generation.resellerIDs))
        let workers = WorkerThreads(count: 1, name: "ledger")
        defer { workers.close() }
        return try await withTaskExecutorPreference(workers) {
            try await EffectGuard(state: state, client: client, redactor: redactor)
                .order(generation, key, from: "crossfoot api invoices generate")
        }
    }
}
