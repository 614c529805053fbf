import Reconciliation
import Streaming

/// Outcomes in a file, in runs that are each in the published order. They are merged when they are read.
struct OutcomeFile: OutcomeSource {
    private let file: File
    private var end = 0
    private var runs: [Range<Int>] = []
    /// How much of all runs together is in memory while they are read.
    private let windowSize: Int

    private static let pieceSize = 256 << 10

    /// Creates the file.
    init(_ path: String, windowSize: Int) throws(StreamingError) {
        file = try File.create(path, mode: 0o600)
        self.windowSize = windowSize
    }

    /// Writes a run.
    mutating func append(_ outcomes: OutcomeRecords) throws {
        guard !outcomes.isEmpty else { return }
        let start = end
        var bytes: [UInt8] = []
        try outcomes.forEach { record in
            bytes += record
            if bytes.count >= Self.pieceSize { try write(&bytes) }
        }
        try write(&bytes)
        runs.append(start..<end)
    }

    private mutating func write(_ bytes: inout [UInt8]) throws(StreamingError) {
        try file.write(bytes.span)
        end += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }

    func forEach(
        ofCodes isWanted: (OutcomeCode) -> Bool, _ body: (Outcome, KeyTable) throws -> Void
    ) throws {
        let size = max(4 << 10, min(64 << 10, windowSize / max(1, runs.count)))
        var merge = OutcomeMerge()
        for run in runs {
            var reader = OutcomeRunReader(file: file, run: run, windowSize: size)
            if let record = try reader.next(isWanted) { merge.insert(reader, at: record) }
        }
        var keys = KeyTable()
        while let record = merge.first {
            // Texts are needed as long as their outcome is.
            if keys.count > 4_096 { keys = KeyTable() }
            try body(record.outcome(in: &keys), keys)
            try merge.advance(isWanted)
        }
    }
}
