import Formats
import Pipelines
import Publication
import Reconciliation
import Records
import Reports
import Streaming
import Synchronization

/// Reads the rows behind the breaks again, whole, from the files that they came from.
struct EvidenceRecall {
    /// The parse stage whose records were held against the others.
    let billed: String
    /// The parse stage whose records they were held against.
    let expected: String
    /// The leg.
    let leg: Stage
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
        async let charges = side(billed, "billed", rows: chargeRows)
        async let entitlements = side(expected, "expected", rows: entitlementRows)
        return try await OutcomeEvidence(charges: charges, entitlements: entitlements)
    }

    private func shown(_ side: OutcomeSide?) -> ArraySlice<RowOrigin> {
        side?.rows.prefix(Self.shownRows) ?? []
    }

    private func side(_ stage: String, _ name: String, rows: [RowOrigin]) async throws -> OutcomeEvidence.Side {
        guard case .parse(let parse)? = context.pipeline.stage(stage)?.task else {
            preconditionFailure("the plan was checked: \(stage) is a parse stage")
        }
        let files = try await context.wiring.files(of: parse.input).complete()
        let finders = try await context.wiring.finders(of: stage).complete()
        let texts = try RecalledTexts(of: rows, path: "\(context.directory.fetched)/texts-\(leg.fileStem)-\(name)")
        for (index, file) in files.enumerated() {
            let wanted = texts.wanted(ofFile: index)
            guard !wanted.isEmpty else { continue }
            let count = Mutex(0)
            try await recall(wanted, of: file, parse, finders[index]) { records in
                count.withLock { $0 += records.count }
                try texts.add(
                    records.map { (UInt32(truncatingIfNeeded: $0.position.row), context.redactor.redact($0.text)) },
                    ofFile: index)
            }
            try file.requireUnchanged()
            guard count.withLock(\.self) == wanted.count else {
                throw RunFailure(.badInput, "\(file.name) has changed while it was read; run again")
            }
        }
        return OutcomeEvidence.Side(files: files.map(\.name)) { try texts.text(of: $0) }
    }

    private func recall(
        _ rows: Set<UInt32>, of file: SourceFile, _ parse: Parse, _ finder: RowFinder?,
        _ take: @escaping @Sendable ([RecalledRecord]) throws -> Void
    ) async throws {
        switch finder {
        case .marks(let marks):
            try await MarkedRecall(file: file, marks: marks, threads: context.request.jobs).recall(rows, parse, take)
        case .places(let places): try PlacedRecall(file: file, places: places).recall(rows, take)
        case nil: try await recallInOrder(rows, of: file, parse, take)
        }
    }

    private func recallInOrder(
        _ rows: Set<UInt32>, of file: SourceFile, _ parse: Parse, _ take: ([RecalledRecord]) throws -> Void
    ) async throws {
        var reader: RecordReader?
        try await SourceBytes.forEach(file) { bytes, _ in
            if reader == nil {
                let format = file.format(for: parse, start: bytes)
                reader = try RecordReader(format, fileName: file.name, fileIndex: 0, goal: .recall(rows))
            }
            if let found = try reader?.read(bytes).recalled { try take(found) }
        }
        if let found = try reader?.finish().recalled { try take(found) }
    }
}
