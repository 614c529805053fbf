import Formats
import Pipelines
import Records
import Streaming

/// The columns that a parse stage reads of a file: those that it hands on, and behind them those that are only held against
/// its contract.
struct ContractedColumns: Sendable {
    /// What is read; `nil` for all columns of a file without a contract.
    let mappings: [ColumnMapping]?
    /// How many of them are handed on; `nil` for all.
    private let handedOnCount: Int?
    private let contract: Contract?

    /// The columns of a file.
    ///
    /// - Throws: ``RunFailure`` that names the headings that are missing, or that the contract refuses; `FormatError` where
    ///   the header line cannot be read.
    init(_ parse: Parse, of source: SourceFile) async throws {
        contract = parse.contract
        guard let contract = parse.contract else {
            (mappings, handedOnCount) = (parse.columns, nil)
            return
        }
        let (headings, hasHeadings) = try await Self.headings(parse, of: source)
        if let headings { try contract.check(headings) }
        // A file of CSV that ends before its header line does is told by whoever reads it.
        guard let own = parse.columns ?? headings?.map(ColumnMapping.init(text:)) ?? (hasHeadings ? [] : nil) else {
            throw RunFailure(
                .invalidPipeline,
                "a contract for JSON and XML looks at the `columns` of its stage and at those that it promises; name the "
                    + "`columns` in the stage")
        }
        let promises = contract.columns.filter { promise in
            !own.contains { $0.fulfils(promise) } && headings?.contains(where: promise.matches) != false
        }
        mappings = own + promises.map(ColumnMapping.init(promise:))
        handedOnCount = promises.isEmpty ? nil : own.count
    }

    /// A batch without the columns that nobody has asked for.
    func handedOn(_ batch: RecordBatch) -> RecordBatch {
        guard let handedOnCount else { return batch }
        return RecordBatch(
            schema: Schema(columns: Array(batch.schema.columns.prefix(handedOnCount))),
            columns: Array(batch.columns.prefix(handedOnCount)), rows: batch.rows, fileIndex: batch.fileIndex)
    }

    /// Refuses fields of JSON and XML that the contract does not name.
    func refuse(_ unmapped: [String]) throws(RunFailure) {
        guard let contract, !contract.allowsOthers, !unmapped.isEmpty else { return }
        throw contract.refusal(of: unmapped)
    }

    /// Ends the reading of a header line.
    private struct Enough: Error {}

    /// The headings of a file of CSV, and whether the file has any.
    private static func headings(
        _ parse: Parse, of source: SourceFile
    ) async throws -> (headings: [String]?, hasHeadings: Bool) {
        var reader: RecordReader?
        var hasHeadings = true
        do {
            try await SourceBytes.forEach(source) { bytes, _ in
                if reader == nil {
                    let format = source.format(for: parse, start: bytes)
                    reader = try RecordReader(format, fileName: source.name, fileIndex: 0, goal: .batches(nil))
                    hasHeadings = format.hasHeadings
                    if !hasHeadings { throw Enough() }
                }
                _ = try reader?.read(bytes)
                if reader?.headings != nil { throw Enough() }
            }
        } catch is Enough {}
        return (reader?.headings, hasHeadings)
    }
}

extension Contract {
    /// Holds the headings of a file against the contract.
    fileprivate func check(_ headings: [String]) throws(RunFailure) {
        let missing = columns.filter { promise in !promise.isOptional && !headings.contains(where: promise.matches) }
        guard missing.isEmpty else {
            throw RunFailure(
                .badInput,
                "contract \"\(name)\" is broken: there is no column \(Self.list(missing.map(\.heading))); the file has "
                    + "\(Self.list(headings)). Nothing was published.")
        }
        let others = headings.filter { heading in !columns.contains { $0.matches(heading) } }
        if !allowsOthers, !others.isEmpty { throw refusal(of: others) }
    }

    fileprivate func refusal(of others: [String]) -> RunFailure {
        RunFailure(
            .badInput,
            "contract \"\(name)\" is broken: it does not name \(Self.list(others)), and refuses other columns. Look at what "
                + "the source has added, and name it in the contract. Nothing was published.")
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(40).map { "\"\($0.count > 80 ? $0.prefix(80) + "…" : $0[...])\"" }
        return shown.joined(separator: ", ") + (names.count > 40 ? " and \(names.count - 40) more" : "")
    }
}

extension ColumnMapping {
    /// A column taken over as text under its own heading.
    fileprivate init(text heading: String) {
        self.init(column: Column(name: heading, type: .text), source: heading, isOptional: true)
    }

    /// A column that is only held against a promise.
    fileprivate init(promise: Contract.Promise) {
        self.init(
            column: Column(name: promise.heading, type: promise.type), source: promise.heading,
            isOptional: promise.isOptional)
    }

    /// Whether reading this column shows all that a promise says.
    fileprivate func fulfils(_ promise: Contract.Promise) -> Bool {
        source.utf8.elementsEqual(promise.heading.utf8) && enclosing == nil && column.type == promise.type
            && (promise.isOptional || !isOptional)
    }
}

extension RecordFormat {
    /// Whether the format has a header line.
    fileprivate var hasHeadings: Bool {
        switch self {
        case .csv, .report: true
        case .json, .jsonLines, .xml: false
        }
    }
}
