import Formats
import Pipelines
import Publication
import Records
import Reports
import Streaming

/// Reads the records of files as they arrive and sends them on in batches.
struct ParseStage {
    let name: String
    let task: Parse
    let context: RunContext

    /// Rows that could not be read are kept up to this number; the rest are only counted.
    private static let keptRejects = 10_000

    private struct Progress {
        var records = 0
        var accepted = 0
        var rejected = 0
        var rejects: [Reject] = []
        var files: [String] = []
    }

    func run() async throws -> StageResult {
        let outputs = context.wiring.outputs(of: name)
        let list = context.wiring.files(of: task.input)
        var progress = Progress()
        while let source = try await list.element(at: progress.files.count) {
            progress.files.append(source.name)
            try await read(source, &progress, to: outputs)
        }
        context.wiring.finders(of: name).finish()
        try check(progress)
        for output in outputs { output.finish() }
        let source = RunSummary.Source(
            stage: name, files: progress.files, records: progress.records, rejected: progress.rejected)
        return .source(source, rejects: progress.rejects)
    }

    private func read(
        _ source: SourceFile, _ progress: inout Progress, to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        do {
            if let delimiter = try plainDelimiter(source) {
                try await readSegments(source, delimiter, &progress, to: outputs)
            } else {
                try await readInOrder(source, &progress, to: outputs)
            }
            try source.requireUnchanged()
        } catch let error as FormatError {
            throw RunFailure(.badInput, "stage \"\(name)\": \(source.name): \(error). Nothing was published.")
        }
    }

    /// What parts the fields of a file that can be read in segments: one that is complete, plain CSV.
    private func plainDelimiter(_ source: SourceFile) throws -> UInt8? {
        guard source.file.isComplete else { return nil }
        var start = [UInt8](repeating: 0, count: SourceBytes.chunkSize)
        let count = try source.file.readNow(into: &start, at: 0)
        let bytes = start.span.extracting(first: count)
        guard !GzipReader.recognizes(bytes), case .csv(let delimiter) = source.format(for: task, start: bytes) else {
            return nil
        }
        return delimiter
    }

    private func readSegments(
        _ source: SourceFile, _ delimiter: UInt8, _ progress: inout Progress,
        to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        let reader = CSVReader(
            fileName: source.name, fileIndex: progress.files.count - 1, delimiter: delimiter,
            goal: .batches(task.columns))
        var text = PlainSource(source, isHashed: isFirstReader && source.entries != nil)
        // The segments are read where this stage runs, which is as many threads as the run may use.
        let reading = SegmentedReading(threads: context.request.jobs, segmentSize: 512 << 10, workers: nil)
        let marks = try await reading.run(reader, &text) { harvest in
            try await handOn(harvest, &progress, to: outputs)
        }
        if let entry = text.entry() { source.entries?.append(entry) }
        context.wiring.finders(of: name).append(.marks(marks))
    }

    private func readInOrder(
        _ source: SourceFile, _ progress: inout Progress, to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        var reader: RecordReader?
        var places = RecordPlaces()
        let index = progress.files.count - 1
        let recordsBefore = progress.records
        let entry = try await SourceBytes.forEach(source, isHashed: isFirstReader && source.entries != nil) {
            bytes, _ in
            if reader == nil { reader = try makeReader(source, index, start: bytes) }
            guard let harvest = try reader?.read(bytes) else { return }
            for place in harvest.places { places.append(place) }
            try await handOn(harvest, &progress, to: outputs)
        }
        // A file without a single byte still has a format, and its reader says what is missing.
        if reader == nil { reader = try makeReader(source, index, start: [UInt8]().span) }
        if let harvest = try reader?.finish() { try await handOn(harvest, &progress, to: outputs) }
        if let entry { source.entries?.append(entry) }
        // Places in what a gzipped file expands to are none in the file; and of CSV inside JSON there are none.
        let areKnown = try !isGzipped(source) && places.count == progress.records - recordsBefore
        context.wiring.finders(of: name).append(areKnown ? .places(places) : nil)
    }

    private func isGzipped(_ source: SourceFile) throws -> Bool {
        var start = [UInt8](repeating: 0, count: 2)
        let count = try source.file.readNow(into: &start, at: 0)
        return GzipReader.recognizes(start.span.extracting(first: count))
    }

    /// Whether this is the stage whose reading the digests of a local file are made of.
    private var isFirstReader: Bool { context.pipeline.firstReader(of: task.input) == name }

    private func makeReader(_ source: SourceFile, _ index: Int, start: Span<UInt8>) throws -> RecordReader {
        try RecordReader(
            source.format(for: task, start: start), fileName: source.name, fileIndex: index,
            goal: .batches(task.columns))
    }

    private func handOn(
        _ harvest: RecordHarvest, _ progress: inout Progress, to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        progress.records += harvest.recordCount
        progress.rejected += harvest.rejects.count
        progress.rejects += harvest.rejects.prefix(max(0, Self.keptRejects - progress.rejects.count))
        for batch in harvest.batches {
            progress.accepted += batch.count
            for output in outputs { try await output.send(batch) }
        }
        context.report(.progressed(stage: name, amount: progress.records, unit: .records))
    }

    /// Too many rejects end the run; and what was accepted and rejected must be everything there was.
    private func check(_ progress: Progress) throws {
        guard progress.accepted + progress.rejected == progress.records else {
            throw RunFailure(
                .stageFailed,
                "stage \"\(name)\": identity T1 fails: \(progress.accepted) records accepted and \(progress.rejected) "
                    + "rejected of \(progress.records). This is a defect of the program; nothing was published.")
        }
        guard progress.rejected > task.rejectLimit else { return }
        let path = try RejectFile.write(progress.rejects, name: "rejects-\(name).csv.gz", in: context)
        let shown = progress.rejects.prefix(3).map(\.description).joined(separator: "\n  ")
        let allowed = task.rejectLimit == 0 ? "none is allowed" : "\(task.rejectLimit) are allowed"
        throw RunFailure(
            .badInput,
            "stage \"\(name)\": \(progress.rejected) of \(progress.records) rows cannot be read; \(allowed):\n  \(shown)\n"
                + "All of them: \(path). Correct the source, or set `rejects:` in the stage. Nothing was published.")
    }
}
