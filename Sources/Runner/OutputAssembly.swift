import Formats
import Pipelines
import Publication
import Reconciliation
import Records
import Reports

/// Writes the files that every run publishes, from what its stages left behind.
struct OutputAssembly {
    let context: RunContext
    let summary: RunSummary
    let evidence: [OutcomeEvidence]
    let rejects: [Reject]

    /// Writes the files; returns what the manifest says of them.
    func write() throws -> [ManifestEntry] {
        var entries: [ManifestEntry] = []
        if !summary.legs.isEmpty {
            entries.append(try table(.breaks, "breaks.csv.gz"))
            entries.append(try table(.matches, "matches.csv.gz"))
            entries.append(try openItems())
        }
        entries.append(try RejectFile.entry(rejects, name: "rejects.csv.gz", in: context))
        entries.append(try text(summary.json.indentedText, "summary.json"))
        entries.append(try text(summary.markdown, "summary.md"))
        entries.append(try text(summary.junit, "junit.xml"))
        return entries
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
            rows += try table.write(leg, evidence, to: &writer) { writer in
                try file.write(context.redactor.redact(writer.bytes))
                writer.removeAll()
            }
        }
        return try file.finish(rows: rows)
    }

    private func openItems() throws -> ManifestEntry {
        let file = try context.outputFile("open-items.jsonl.gz")
        for leg in summary.legs {
            try OpenItems.write(leg, period: summary.period) { lines in
                try file.write(Array(context.redactor.redact(String(decoding: lines, as: UTF8.self)).utf8))
            }
        }
        return try file.finish(rows: summary.openCount)
    }

    private func text(_ text: String, _ name: String) throws -> ManifestEntry {
        let file = try context.outputFile(name)
        try file.write(Array(context.redactor.redact(text).utf8))
        return try file.finish(rows: nil)
    }
}
