import Formats
import Pipelines
import Publication
import Records
import Streaming

/// Publishes records, or the bytes of a fetched or local file.
struct WriteStage {
    let stage: Stage
    let task: Write
    let context: RunContext

    func run() async throws -> StageResult {
        let file = try context.outputFile(task.fileName, level: task.level)
        if case .parse? = context.pipeline.stage(task.input)?.task, let format = task.recordFormat {
            return .output(try await writeRecords(format, to: file))
        }
        return .output(try await writeBytes(to: file))
    }

    private func writeRecords(_ format: RecordOutputFormat, to file: OutputFile) async throws -> ManifestEntry {
        var writer = RecordWriter(format, isSpreadsheetSafe: task.isSpreadsheetSafe)
        let channel = context.wiring.channel(stage.recordInputs[0])
        var rows = 0
        while let batch = try await channel.receive() {
            try file.write(context.redactor.redact(writer.text(of: batch)))
            rows += batch.count
            context.report(.progressed(stage: stage.name, amount: rows, unit: .records))
        }
        return try file.finish(rows: rows)
    }

    /// A report is published as the CSV that the service wraps into JSON, byte for byte.
    private func writeBytes(to file: OutputFile) async throws -> ManifestEntry {
        var index = 0
        while let source = try await context.wiring.files(of: task.input).element(at: index) {
            var text: EmbeddedTextReader?
            var isFirst = true
            try await SourceBytes.forEach(source) { bytes, offset in
                if isFirst, source.guess(bytes) == .report {
                    text = EmbeddedTextReader(members: RecordFormat.reportMembers)
                }
                isFirst = false
                if let content = try text?.read(bytes) {
                    try file.write(content)
                } else {
                    try file.write(bytes)
                }
                context.report(.progressed(stage: stage.name, amount: offset, unit: .bytes))
            }
            try text?.finish()
            index += 1
        }
        return try file.finish(rows: nil)
    }
}
