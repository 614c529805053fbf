internal import Formats
internal import Records

/// The rows that could not be read, from `rejects.csv.gz`.
struct RejectedRows {
    private var rows: [String: Set<Int>] = [:]
    private(set) var count = 0

    /// So many rejects of a parse stage are written; more are only counted.
    private static let writtenOfStage = 10_000

    /// Reads the table.
    init(in directory: String) throws {
        let columns = ["file", "row"].map {
            ColumnMapping(column: Column(name: $0, type: .text), source: $0, isOptional: true)
        }
        var table = try SetTable("rejects.csv.gz", in: directory, columns: columns)
        while let batch = try table.next() {
            guard case .text(let files) = batch.columns[0], case .text(let numbers) = batch.columns[1] else { continue }
            for index in 0..<batch.count {
                guard let row = Int(numbers.string(index)), row > 0 else {
                    throw SetFault(
                        file: table.name, row: Int(batch.rows[index]), column: "row", "is no row number",
                        found: numbers.string(index))
                }
                count += 1
                rows[files.string(index), default: []].insert(row)
            }
        }
    }

    /// Whether a row that no outcome claims was rejected; of a source with very many, not all are written.
    func hold(_ row: Int, of file: String, _ source: PublishedSummary.Source) -> Bool {
        rows[file]?.contains(row) == true || source.rejected > Self.writtenOfStage
    }

    /// T1: accepted and rejected records are all records, and the rejects are there.
    func check(_ summary: PublishedSummary) -> VerificationCheck {
        var check = VerificationCheck("T1")
        for source in summary.sources {
            check.require(
                source.accepted + source.rejected, is: source.records, "accepted and rejected are not all records",
                in: "summary.json", "sources, \(source.stage)")
        }
        let written = summary.sources.reduce(0) { $0 + min($1.rejected, Self.writtenOfStage) }
        check.require(count, is: written, "are not the rejected rows of the summary", in: "rejects.csv.gz", "rows")
        let files = Set(summary.sources.flatMap(\.files))
        for file in rows.keys.sorted() where !files.contains(file) {
            check.note(SetFault(file: "rejects.csv.gz", column: "file", "is none that was read", found: file))
        }
        let sums = summary.sources.reduce((0, 0, 0)) { ($0.0 + $1.records, $0.1 + $1.accepted, $0.2 + $1.rejected) }
        check.figures =
            "\(sums.0) records = \(sums.1) accepted + \(sums.2) rejected, of \(summary.sources.count) sources"
        return check
    }
}
