import Formats
import HTTPTransport
import Records
import StreamOneIon
import Streaming

/// Lists the files with an invoice's details, or downloads them.
struct InvoiceFilesOutput {
    let client: IonClient
    let output: OutputChoice
    /// Where the files go; `nil` when they are only listed.
    let directory: String?

    func write(_ invoiceID: String) async throws {
        let files = try await client.detailedFiles(ofInvoice: invoiceID)
        guard let directory else {
            // The addresses are secrets, and what was asked for: no redactor passes over them.
            return try await RecordOutput(output, Redactor()).write(BatchSequence([files.map { record($0) }]))
        }
        try Directory.create(directory)
        var records: [JSONValue] = []
        for (index, file) in files.enumerated() {
            let isTaken = files[..<index].contains { $0.name == file.name }
            records.append(
                try await download(file, to: isTaken ? "\(index + 1)-\(file.name)" : file.name, in: directory))
        }
        try await RecordOutput(output, Redactor()).write(BatchSequence([records]))
    }

    private func record(_ file: SignedFile) -> JSONValue {
        ["name": .string(file.name), "host": .string(file.host), "url": .string(file.url.revealed)]
    }

    /// Downloads a file; it gets its name when it is complete, in the place of an older one.
    private func download(_ file: SignedFile, to name: String, in directory: String) async throws -> JSONValue {
        let path = "\(directory)/\(name)"
        let body = try SpooledBody()
        _ = try await client.download(file) { _ in try body.restarted() }
        let size = try body.copy(to: path)
        return [
            "name": .string(name), "host": .string(file.host), "file": .string(path), "bytes": .number(String(size)),
        ]
    }
}
