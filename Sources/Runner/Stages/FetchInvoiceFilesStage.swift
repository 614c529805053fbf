import Pipelines
import Publication
import StreamOneIon
import Streaming

/// Downloads the files with the details of invoices, which others read while they arrive.
struct FetchInvoiceFilesStage {
    let stage: Stage
    let task: FetchInvoiceFiles
    let context: RunContext

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        let client = context.connection()
        var entries: [ManifestEntry] = []
        var names: Set<String> = []
        for invoice in try await invoices() {
            for file in try await files(of: invoice, client) {
                let stem = "\(stage.fileStem)-\(SignedFile.safeName(invoice[...]))-\(file.name)"
                // Two files of one name are two files.
                let unique = names.contains(stem) ? "\(names.count)-\(stem)" : stem
                names.insert(unique)
                context.report(.note("\(name): downloading \(file.name) from \(file.host)"))
                let body = FetchedBody(name: unique, isReport: false, stage: name, context: context)
                _ = try await client.download(file) { try body.begin($0) }
                entries.append(try body.finish())
            }
        }
        context.wiring.files(of: name).finish()
        return .inputs(entries)
    }

    /// The ids of the invoices whose files are wanted.
    private func invoices() async throws -> [String] {
        switch task.selection {
        case .invoice(let id): return [id]
        case .stage(let stage):
            var ids: [String] = []
            for page in try await context.wiring.files(of: stage).complete() {
                ids += try await ObjectIDs.read(page, records: "invoice", "id")
            }
            return ids
        }
    }

    /// The wanted files of an invoice; having none is a failure, because what is missing would not be missed.
    private func files(of invoice: String, _ client: IonClient) async throws -> [SignedFile] {
        let files = try await client.detailedFiles(ofInvoice: invoice)
        let wanted = files.filter { task.namePattern?.matches($0.name) ?? true }
        guard wanted.isEmpty else { return wanted }
        let pattern = task.namePattern.map { " that is called \"\($0.text)\"" } ?? ""
        let others = files.isEmpty ? "it has none" : "it has \(files.map(\.name).joined(separator: ", "))"
        throw RunFailure(.badInput, "invoice \(invoice) has no file\(pattern); \(others). Nothing was published.")
    }
}
