import Formats
import Pipelines
import Publication
import Records
import Reports
import Streaming

/// Reads the records of files as they arrive and sends them on in batches.
struct ParseStage {
    let stage: Stage
    let task: Parse
    let context: RunContext
    /// Where records go that are read again; `nil` when they are read for the first time.
    private var replayed: BoundedChannel<RecordBatch>?

    /// Rows that could not be read are kept up to this number; the rest are only counted.
    private static let keptRejects = 10_000

    private struct Progress {
        var records = 0
        var accepted = 0
        var rejected = 0
        var rejects: [Reject] = []
        var files: [String] = []
        /// How much of the file that is read is read, from 0 to 1, where its length is known.
        var share: Double?
    }

    init(stage: Stage, task: Parse, context: RunContext) {
        (self.stage, self.task, self.context) = (stage, task, context)
    }

    private var name: String { stage.name }

    /// Reads the same files once more, for a taker that had to wait. What there is to say of them is said by the first
    /// reading.
    func replay(to channel: BoundedChannel<RecordBatch>) async throws {
        var stage = self
        stage.replayed = channel
        let list = context.wiring.files(of: task.input)
        var progress = Progress()
        while let source = try await list.element(at: progress.files.count) {
            progress.files.append(source.name)
            try await stage.read(source, &progress, to: [channel])
        }
        channel.finish()
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
            let columns = try await ContractedColumns(task, of: source)
            if let delimiter = try plainDelimiter(source) {
                try await readSegments(source, delimiter, columns, &progress, to: outputs)
            } else {
                try await readInOrder(source, columns, &progress, to: outputs)
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
        _ source: SourceFile, _ delimiter: UInt8, _ columns: ContractedColumns, _ progress: inout Progress,
        to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        let reader = CSVReader(
            fileName: source.name, fileIndex: progress.files.count - 1, delimiter: delimiter,
            goal: .batches(columns.mappings))
        var text = PlainSource(source, isHashed: isHashing(source))
        // The segments are read where this stage runs, which is as many threads as the run may use.
        let reading = SegmentedReading(threads: context.request.jobs, segmentSize: 512 << 10, workers: nil)
        let marks = try await reading.run(reader, &text) { harvest, offset in
            progress.share = RunEvent.share(of: offset, in: source.file.length)
            try await handOn(harvest, columns, &progress, to: outputs)
        }
        if let entry = text.entry() { source.entries?.append(entry) }
        if replayed == nil { context.wiring.finders(of: name).append(.marks(marks)) }
    }

    private func readInOrder(
        _ source: SourceFile, _ columns: ContractedColumns, _ progress: inout Progress,
        to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        var reader: RecordReader?
        var places = RecordPlaces()
        let index = progress.files.count - 1
        let recordsBefore = progress.records
        let entry = try await SourceBytes.forEach(source, isHashed: isHashing(source)) {
            bytes, offset in
            if reader == nil { reader = try makeReader(source, index, columns, start: bytes) }
            progress.share = source.file.isComplete ? RunEvent.share(of: offset, in: source.file.length) : nil
            guard let harvest = try reader?.read(bytes) else { return }
            for place in harvest.places { places.append(place) }
            try await handOn(harvest, columns, &progress, to: outputs)
        }
        // A file without a single byte still has a format, and its reader says what is missing.
        if reader == nil { reader = try makeReader(source, index, columns, start: [UInt8]().span) }
        if let harvest = try reader?.finish() { try await handOn(harvest, columns, &progress, to: outputs) }
        try columns.refuse(reader?.unmappedFields ?? [])
        if let entry { source.entries?.append(entry) }
        // Places in what a gzipped file expands to are none in the file; and of CSV inside JSON there are none.
        let areKnown = try !isGzipped(source) && places.count == progress.records - recordsBefore
        if replayed == nil { context.wiring.finders(of: name).append(areKnown ? .places(places) : nil) }
    }

    private func isGzipped(_ source: SourceFile) throws -> Bool {
        var start = [UInt8](repeating: 0, count: 2)
        let count = try source.file.readNow(into: &start, at: 0)
        return GzipReader.recognizes(start.span.extracting(first: count))
    }

    /// Whether this is the stage whose reading the digests of a local file are made of.
    private func isHashing(_ source: SourceFile) -> Bool { replayed == nil && source.hasher == name }

    private func makeReader(
        _ source: SourceFile, _ index: Int, _ columns: ContractedColumns, start: Span<UInt8>
    ) throws -> RecordReader {
        try RecordReader(
            source.format(for: task, start: start), fileName: source.name, fileIndex: index,
            goal: .batches(columns.mappings))
    }

    private func handOn(
        _ harvest: RecordHarvest, _ columns: ContractedColumns, _ progress: inout Progress,
        to outputs: [BoundedChannel<RecordBatch>]
    ) async throws {
        progress.records += harvest.recordCount
        progress.rejected += harvest.rejects.count
        progress.rejects += harvest.rejects.prefix(max(0, Self.keptRejects - progress.rejects.count))
        for batch in harvest.batches.map(columns.handedOn) {
            progress.accepted += batch.count
            for output in outputs { try await send(batch, to: output) }
            guard replayed == nil else { continue }
            for collector in context.collectors where collector.stage == name {
                try collector.take(batch, file: progress.files.last ?? "")
            }
        }
        if replayed != nil { return }
        context.report(
            .progressed(stage: name, amount: progress.records, unit: .records, share: progress.share))
    }

    /// A taker that has gone is no reason to stop: where the others go on, they take what it would have taken.
    private func send(_ batch: RecordBatch, to output: BoundedChannel<RecordBatch>) async throws {
        do {
            try await output.send(batch)
        } catch is CancellationError where !Task.isCancelled {}
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
        let path = try RejectFile.write(
            progress.rejects, name: "\(RunDirectory.rejectsPrefix)\(stage.fileStem).csv.gz", in: context)
        let shown = progress.rejects.prefix(3).map(\.description).joined(separator: "\n  ")
        let allowed = task.rejectLimit == 0 ? "none is allowed" : "\(task.rejectLimit) are allowed"
        throw RunFailure(
            .badInput,
            "stage \"\(name)\": \(progress.rejected) of \(progress.records) rows cannot be read; \(allowed):\n  \(shown)\n"
                + "All of them: \(path). Correct the source, or set `rejects:` in the stage. Nothing was published.")
    }
}
