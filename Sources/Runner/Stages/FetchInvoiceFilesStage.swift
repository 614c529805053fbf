import HTTPTransport
import Pipelines
import Publication
import StreamOneIon
import Streaming

/// Downloads the files with the details of invoices, which others read while they arrive.
///
/// The files of one invoice are a fetch: what was downloaded before a run broke off is not downloaded again.
struct FetchInvoiceFilesStage {
    let stage: Stage
    let task: FetchInvoiceFiles
    let context: RunContext

    /// To be changed when what is fetched, or how it is checked, changes: nothing older is used again then.
    static let version = "invoice files 1"

    private var name: String { stage.name }

    func run() async throws -> StageResult {
        var names = FileNames(stem: stage.fileStem)
        var entries: [ManifestEntry] = []
        var reuse: [KeptFetch] = []
        let (invoices, inputs) = try await invoices()
        for invoice in invoices {
            let identity = RequestIdentity(
                ofFilesOfInvoice: invoice, named: task.namePattern?.text, with: context.connection().configuration)
            let pending = context.recall.begin(name, identity, version: Self.version, inputs: inputs)
            if let kept = context.reused(pending) {
                entries += try kept.bodies.map {
                    try context.handOn($0, as: names.unique($0.name, of: invoice), of: name)
                }
                reuse.append(kept)
            } else {
                entries += try await fetch(invoice, pending, &names)
            }
        }
        context.wiring.files(of: name).finish()
        let share = reuse.map(\.fetchedAt).min().map {
            ReusedShare(count: reuse.count, total: invoices.count, fetchedAt: $0)
        }
        return .inputs(entries, share)
    }

    /// The files' names within the run.
    private struct FileNames {
        let stem: String
        private var taken: Set<String> = []

        init(stem: String) {
            self.stem = stem
        }

        mutating func unique(_ name: String, of invoice: String) -> String {
            let stem = "\(stem)-\(SignedFile.safeName(invoice[...]))-\(name)"
            // Two files of one name are two files.
            let unique = taken.contains(stem) ? "\(taken.count)-\(stem)" : stem
            taken.insert(unique)
            return unique
        }
    }

    private func fetch(
        _ invoice: String, _ pending: PendingFetch, _ names: inout FileNames
    ) async throws -> [ManifestEntry] {
        let client = context.connection()
        var entries: [ManifestEntry] = []
        var bodies: [KeptFetch.Body] = []
        for file in try await files(of: invoice, client) {
            context.report(.note("\(name): downloading \(file.name) from \(file.host)"))
            let body = FetchedBody(
                name: names.unique(file.name, of: invoice), isReport: false, stage: name, context: context)
            let head = try await client.download(file) { try body.begin($0) }
            let entry = try body.finish()
            entries.append(entry)
            bodies.append(entry.kept(as: file.name, contentType: head.contentType))
        }
        try pending.keep(bodies)
        return entries
    }

    /// The ids of the invoices whose files are wanted, and the digest of what they were found in.
    private func invoices() async throws -> (ids: [String], inputs: String) {
        switch task.selection {
        case .invoice(let id): return ([id], "")
        case .stage(let stage):
            var ids: [String] = []
            var digest = SHA256()
            for page in try await context.wiring.files(of: stage).complete() {
                ids += try await ObjectIDs.read(page, records: "invoice", "id")
                try await SourceBytes.forEach(page) { bytes, _ in digest.update(bytes) }
            }
            return (ids, digest.finish())
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
