import Formats
import Records
import Runner
import StreamOneIon

/// Shows an order to make invoices and, once it is confirmed, sends it.
struct GenerationOutput {
    let client: IonClient
    let redactor: Redactor
    let isConfirmed: Bool

    func write(_ generation: InvoiceGeneration) async throws {
        let lines = generation.form.map { "  \($0.name) = \($0.value)" }
        let whom = generation.customerIDs.isEmpty ? " for all customers" : ""
        let order = "POST \(client.generationAddress)\n\(lines.joined(separator: "\n"))\n"
        guard isConfirmed else {
            let text = "This would be sent\(whom):\n\n\(order)\nNothing was sent. To make these invoices, add --yes.\n"
            return try Terminal.output.writeWhole(Array(redactor.redact(text).printable(keepsNewlines: true).utf8))
        }
        Terminal.error.writeMessage(redactor.redact("Sending\(whom):\n\(order)"))
        let answer = try await send(generation)
        try Terminal.output.writeWhole(redactor.redact(Array(answer.indentedText.utf8)))
    }

    private func send(_ generation: InvoiceGeneration) async throws -> JSONValue {
        do {
            return try await client.generateInvoices(generation)
        } catch let error as IonError where error.code == .unavailable || error.code == .unexpectedAnswer {
            throw RunFailure(
                RunFailure(error).exitCode,
                "\(error.message) The order is not sent again by itself: it is not known whether these invoices were "
                    + "made. Look at the invoices of \(generation.month) (crossfoot api invoices list) before you order again."
            )
        }
    }
}
