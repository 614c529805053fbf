import Formats
import Pipelines
import Reconciliation
import Records
import Reports
import Streaming

/// Reads the rows behind the breaks again, whole, from the files that they came from.
struct EvidenceRecall {
    /// The parse stage whose records were held against the others.
    let billed: String
    /// The parse stage whose records they were held against.
    let expected: String
    let context: RunContext

    /// How many rows of one side of a break are shown whole; a missing document may have millions.
    private static let shownRows = 50

    /// The evidence for a leg's outcomes.
    func evidence(for result: Reconciliation) async throws -> OutcomeEvidence {
        var (chargeRows, entitlementRows): ([RowOrigin], [RowOrigin]) = ([], [])
        try result.source.forEach(ofCodes: \.isBreak) { outcome, _ in
            chargeRows += shown(outcome.billed)
            entitlementRows += shown(outcome.expected)
        }
        async let charges = side(billed, rows: chargeRows)
        async let entitlements = side(expected, rows: entitlementRows)
        return try await OutcomeEvidence(charges: charges, entitlements: entitlements)
    }

    private func shown(_ side: OutcomeSide?) -> ArraySlice<RowOrigin> {
        side?.rows.prefix(Self.shownRows) ?? []
    }

    private func side(_ stage: String, rows: [RowOrigin]) async throws -> OutcomeEvidence.Side {
        guard case .parse(let parse)? = context.pipeline.stage(stage)?.task else {
            preconditionFailure("the plan was checked: \(stage) is a parse stage")
        }
        let files = try await context.wiring.files(of: parse.input).complete()
        let marks = try await context.wiring.marks(of: stage).complete()
        let rowsOfFile = Dictionary(grouping: rows) { Int($0.file) }
        var texts: [RowOrigin: String] = [:]
        for (index, file) in files.enumerated() {
            guard let wanted = rowsOfFile[index] else { continue }
            for record in try await recall(Set(wanted.map(\.row)), of: file, parse, marks[index]) {
                let origin = RowOrigin(file: index, row: UInt32(truncatingIfNeeded: record.position.row))
                texts[origin] = context.redactor.redact(record.text)
            }
        }
        return OutcomeEvidence.Side(files: files.map(\.name), texts: texts)
    }

    private func recall(
        _ rows: Set<UInt32>, of file: SourceFile, _ parse: Parse, _ marks: RowMarks?
    ) async throws -> [RecalledRecord] {
        let found =
            if let marks {
                try await MarkedRecall(file: file, marks: marks, threads: context.request.jobs).recall(rows, parse)
            } else {
                try await recallInOrder(rows, of: file, parse)
            }
        try file.requireUnchanged()
        guard found.count == rows.count else {
            throw RunFailure(.badInput, "\(file.name) has changed while it was read; run again")
        }
        return found
    }

    private func recallInOrder(
        _ rows: Set<UInt32>, of file: SourceFile, _ parse: Parse
    ) async throws -> [RecalledRecord] {
        var reader: RecordReader?
        var found: [RecalledRecord] = []
        try await SourceBytes.forEach(file) { bytes, _ in
            if reader == nil {
                let format = file.format(for: parse, start: bytes)
                reader = try RecordReader(format, fileName: file.name, fileIndex: 0, goal: .recall(rows))
            }
            found += try reader?.read(bytes).recalled ?? []
        }
        found += try reader?.finish().recalled ?? []
        return found
    }
}
