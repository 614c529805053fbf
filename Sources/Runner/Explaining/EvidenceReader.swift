import Formats
import Pipelines
import Publication
import Records
import Streaming

/// Reads rows of a run's sources again, from the store and from the local files that it read.
struct EvidenceReader {
    private let store: Store
    private let run: StoredRun
    /// The pipeline, as it was when the run was made.
    let pipeline: Pipeline

    /// A reader for a set's rows.
    ///
    /// - Parameter states: The state directories in which the run may have been made.
    /// - Throws: ``RunFailure`` that says what is missing, for rows that cannot be read any more.
    init(_ set: PublishedSet, states: [String]) throws {
        guard let (store, run) = try Self.find(set, states) else {
            throw RunFailure(
                .stageFailed,
                "no store in \(states.joined(separator: " or ")) knows this set: it was published with another --state, "
                    + "or changed since, or the store was emptied")
        }
        guard let text = store.bytes(of: run.pipelineDigest) else {
            throw RunFailure(.stageFailed, "the store no longer has the pipeline's text, \(run.pipelinePath) as it was")
        }
        guard let asOf = try? CivilDate(parsing: set.summary.asOf) else {
            throw RunFailure(.stageFailed, "summary.json has no day that counted as today")
        }
        self.store = store
        self.run = run
        pipeline = try Pipeline.read(
            text, file: run.pipelinePath, in: Self.surroundings(set.summary.parameters, today: asOf, store, run))
    }

    /// What the pipeline was read with in the run.
    private static func surroundings(
        _ parameters: [(name: String, value: String)], today: CivilDate, _ store: Store, _ run: StoredRun
    ) -> Surroundings {
        let items = run.items.map { (FanOut.Items.column($0.column, of: $0.stage), $0.values) }
        return Surroundings(
            arguments: parameters, today: today,
            contents: { path in
                guard let fragment = run.fragments.first(where: { $0.path == path }),
                    let text = store.bytes(of: fragment.digest)
                else { throw RunFailure(.stageFailed, "the store no longer has its text, as it was") }
                return text
            }, items: Dictionary(items, uniquingKeysWith: { first, _ in first }))
    }

    /// Whether a parse stage reads an input: what one of the legs behind its own input has brought in, too.
    private func reads(_ parse: Parse, _ input: StoredRun.Input) -> Bool {
        pipeline.stages(behind: parse.input).contains { $0.name == input.stage }
    }

    private static func find(_ set: PublishedSet, _ states: [String]) throws -> (Store, StoredRun)? {
        for state in states {
            let store = Store(state: state)
            if let run = try store.run(ofSet: set.manifestDigest) { return (store, run) }
        }
        return nil
    }

    /// Reads rows of a parse stage's file.
    ///
    /// - Throws: ``RunFailure`` that says why they cannot be read.
    func rows(_ numbers: Set<Int>, of file: String, stage: String) async throws -> [Int: EvidenceRow] {
        guard case .parse(let parse)? = pipeline.stage(stage)?.task else {
            throw RunFailure(.stageFailed, "the pipeline has no parse stage \"\(stage)\"")
        }
        guard let input = run.inputs.first(where: { reads(parse, $0) && $0.name == file }) else {
            throw RunFailure(.stageFailed, "the store does not know the file \(file)")
        }
        return try await read(numbers, try source(input), parse)
    }

    /// The rows of a parse stage that have a value in one of the key columns, by file, in their order.
    ///
    /// - Throws: ``RunFailure`` that says why they cannot be read.
    func rows(with value: String, stage: String) async throws -> [(file: String, rows: [Int])] {
        guard case .parse(let parse)? = pipeline.stage(stage)?.task else { return [] }
        let names = Set(ExplanationKey.columns.map(\.heading))
        guard let mappings = parse.columns?.filter({ names.contains($0.column.name) }), !mappings.isEmpty else {
            return []
        }
        var found: [(file: String, rows: [Int])] = []
        for input in run.inputs where reads(parse, input) {
            found.append((input.name, try await rows(with: Array(value.utf8), try source(input), parse, mappings)))
        }
        return found
    }

    private func rows(
        with value: [UInt8], _ source: SourceFile, _ parse: Parse, _ mappings: [ColumnMapping]
    ) async throws -> [Int] {
        var reader: RecordReader?
        var rows: [Int] = []
        func take(_ harvest: RecordHarvest) {
            for batch in harvest.batches { rows += Self.rows(of: batch, with: value) }
        }
        try await SourceBytes.forEach(source) { bytes, _ in
            if reader == nil {
                let format = source.format(for: parse, start: bytes)
                reader = try RecordReader(format, fileName: source.name, fileIndex: 0, goal: .batches(mappings))
            }
            if let harvest = try reader?.read(bytes) { take(harvest) }
        }
        if let harvest = try reader?.finish() { take(harvest) }
        return rows
    }

    private static func rows(of batch: RecordBatch, with value: [UInt8]) -> [Int] {
        let columns = batch.columns.compactMap { if case .text(let texts) = $0 { texts } else { nil } }
        return (0..<batch.count).filter { index in
            columns.contains { column in
                let range = column.range(index)
                return range.count == value.count && column.bytes[range].elementsEqual(value)
            }
        }
        .map { Int(batch.rows[$0]) }
    }

    /// The file, if it still is what the run read.
    private func source(_ input: StoredRun.Input) throws -> SourceFile {
        let path = input.path ?? store.path(of: input.digest)
        guard Directory.exists(path) else {
            let place = input.path.map { "\($0) is gone" } ?? "the store no longer has its content"
            throw RunFailure(.stageFailed, "\(input.name): \(place) (SHA-256 \(input.digest))")
        }
        let file = try File.open(path)
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: SourceBytes.chunkSize)
        var offset = 0
        while case let count = try file.read(into: &buffer, at: offset), count > 0 {
            digest.update(buffer.span.extracting(first: count))
            offset += count
        }
        guard digest.finish() == input.digest else {
            throw RunFailure(
                .stageFailed,
                "\(input.name) has changed since the run: \(path) no longer has the SHA-256 \(input.digest)")
        }
        return SourceFile(
            name: input.name, file: try GrowingFile(complete: file), contentType: input.contentType,
            isReport: input.isReport)
    }

    /// Ends the reading of a file whose rows have all been found.
    private struct Enough: Error {}

    private func read(
        _ numbers: Set<Int>, _ source: SourceFile, _ parse: Parse
    ) async throws -> [Int: EvidenceRow] {
        var readers: (values: RecordReader, texts: RecordReader)?
        var found = FoundRows(numbers, file: source.name)
        do {
            try await SourceBytes.forEach(source) { bytes, _ in
                if readers == nil { readers = try self.readers(numbers, source, parse, start: bytes) }
                if let harvest = try readers?.texts.read(bytes) { found.take(texts: harvest) }
                if let harvest = try readers?.values.read(bytes) { found.take(values: harvest) }
                if found.isPastLast { throw Enough() }
            }
            if let harvest = try readers?.texts.finish() { found.take(texts: harvest) }
            if let harvest = try readers?.values.finish() { found.take(values: harvest) }
        } catch is Enough {}
        return found.rows
    }

    private func readers(
        _ numbers: Set<Int>, _ source: SourceFile, _ parse: Parse, start: Span<UInt8>
    ) throws -> (values: RecordReader, texts: RecordReader) {
        let format = source.format(for: parse, start: start)
        let wanted = Set(numbers.map { UInt32(truncatingIfNeeded: $0) })
        return (
            try RecordReader(format, fileName: source.name, fileIndex: 0, goal: .batches(parse.columns)),
            try RecordReader(format, fileName: source.name, fileIndex: 0, goal: .recall(wanted))
        )
    }
}

/// Rows of a file that were looked for, as they are found: the values come in batches, the texts by themselves.
private struct FoundRows {
    private let numbers: Set<Int>
    private let last: Int
    private let file: String
    private var found: [Int: EvidenceRow] = [:]
    private var texts: [Int: String] = [:]
    /// Whether the values of all that are looked for have come.
    private(set) var isPastLast = false

    init(_ numbers: Set<Int>, file: String) {
        self.numbers = numbers
        self.file = file
        last = numbers.max() ?? 0
    }

    mutating func take(texts harvest: RecordHarvest) {
        for record in harvest.recalled { texts[record.position.row] = record.text }
    }

    mutating func take(values harvest: RecordHarvest) {
        for batch in harvest.batches {
            for index in 0..<batch.count where numbers.contains(Int(batch.rows[index])) {
                found[Int(batch.rows[index])] = EvidenceRow(batch, index, file: file)
            }
            if Int(batch.rows.last ?? 0) >= last { isPastLast = true }
        }
    }

    /// The rows, with their texts.
    var rows: [Int: EvidenceRow] {
        var rows = found
        for (number, text) in texts { rows[number]?.text = text }
        return rows
    }
}
