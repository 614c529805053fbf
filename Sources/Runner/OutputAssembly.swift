import Formats
import Pipelines
import Publication
import Reconciliation
import Records
import Reports
import Streaming

/// Writes the files that every run publishes, from what its stages left behind.
struct OutputAssembly: Sendable {
    let context: RunContext
    let summary: RunSummary
    let evidence: [OutcomeEvidence]
    let rejects: [Reject]

    /// How many files are written at once. Each takes memory for the blocks that it compresses, and under a limit for the
    /// outcomes that it merges; two of them are enough for one to begin while the other waits for its last blocks.
    private var filesAtOnce: Int { context.request.memoryLimit == nil ? min(2, context.request.jobs) : 1 }

    /// Writes the files, some at once; returns what the manifest says of them, in one order.
    func write() async throws -> [ManifestEntry] {
        let workers = WorkerThreads(count: filesAtOnce, name: "writing")
        defer { workers.close() }
        return try await withThrowingTaskGroup { group in
            for (place, file) in files.enumerated() {
                group.addTask(executorPreference: workers) { (place: place, entry: try file()) }
            }
            let written = try await group.reduce(into: []) { $0.append($1) }
            return written.sorted { $0.place < $1.place }.map(\.entry)
        }
    }

    /// What writes each of the files.
    private var files: [@Sendable () throws -> ManifestEntry] {
        let always: [@Sendable () throws -> ManifestEntry] = [
            { try RejectFile.entry(rejects, name: "rejects.csv.gz", in: context) },
            { try text(summary.json.indentedText, "summary.json") },
            { try text(summary.markdown, "summary.md") },
            { try text(summary.junit, "junit.xml") },
        ]
        guard summary.hasBooks else { return always }
        let ended: [@Sendable () throws -> ManifestEntry] = summary.rolled == nil ? [] : [{ try clearedItems() }]
        // The matches take longest and so begin first.
        return [
            { try table(.matches, "matches.csv.gz") },
            { try table(.breaks, "breaks.csv.gz") },
            { try openItems() },
        ] + ended + always
    }

    /// Writes the manifest, which names all other files and so comes last.
    func writeManifest(_ manifest: Manifest) throws -> ManifestEntry {
        // The digest is that of what is published, so the redactor has its turn first.
        let text = Manifest.sealed(context.redactor.redact(manifest.json.indentedText))
        let file = try context.outputFile(Manifest.fileName)
        try file.write(Array(text.utf8))
        return try file.finish(rows: nil)
    }

    private func table(_ content: OutcomeTable.Content, _ name: String) throws -> ManifestEntry {
        let file = try context.outputFile(name)
        let table = OutcomeTable(content)
        var writer = CSVWriter()
        table.writeHeader(to: &writer)
        var rows = 0
        for (leg, evidence) in zip(summary.legs, evidence) {
            let written = try table.write(leg, evidence, to: &writer) { writer in
                try file.write(context.redactor.redact(writer.bytes))
                writer.removeAll()
            }
            try requireAll(of: leg, written, content)
            rows += written
        }
        // Where there are no legs, the header line is all there is.
        try file.write(context.redactor.redact(writer.bytes))
        return try file.finish(rows: rows)
    }

    /// Makes sure that what was written is what was counted, of which the identities are.
    private func requireAll(of leg: RunSummary.Leg, _ written: Int, _ content: OutcomeTable.Content) throws(RunFailure)
    {
        let counted = leg.result.totals.reduce(0) { $1.key.isBreak == (content == .breaks) ? $0 + $1.value.count : $0 }
        guard written != counted else { return }
        throw RunFailure(
            .stageFailed,
            "stage \"\(leg.name)\": \(written) outcomes were written where \(counted) were counted. This is a defect of the "
                + "program; nothing was published.")
    }

    /// What is open of this period, and behind it what is of earlier ones.
    private func openItems() throws -> ManifestEntry {
        try lines(OpenItemReader.openItems, count: summary.openCount) { items in
            let period = Month(summary.period)
            for leg in summary.legs { try items.add(leg, of: period, summary.rolled) }
            for item in summary.rolled?.carried ?? [] { try items.add(item) }
        }
    }

    private func clearedItems() throws -> ManifestEntry {
        let ended = summary.rolled?.ended ?? []
        return try lines(OpenItemReader.clearedItems, count: ended.count) { items in
            for item in ended { try items.add(item) }
        }
    }

    private func lines(
        _ name: String, count: Int, _ add: (inout OpenItems) throws -> Void
    ) throws -> ManifestEntry {
        let file = try context.outputFile(name)
        var items = OpenItems { [redactor = context.redactor] lines in
            try file.write(Array(redactor.redact(String(decoding: lines, as: UTF8.self)).utf8))
        }
        try add(&items)
        try items.finish()
        guard items.count == count else {
            throw RunFailure(
                .stageFailed,
                "\(name): \(items.count) items were written where \(count) were counted. This is a defect of the program; "
                    + "nothing was published.")
        }
        return try file.finish(rows: count)
    }

    private func text(_ text: String, _ name: String) throws -> ManifestEntry {
        let file = try context.outputFile(name)
        try file.write(Array(context.redactor.redact(text).utf8))
        return try file.finish(rows: nil)
    }
}
