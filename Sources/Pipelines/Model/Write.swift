package import Formats

/// Publishes records, or bytes as they were fetched or read.
package struct Write: Sendable {
    /// The stage whose records or bytes are published.
    package let input: String
    /// The file's name among the published ones.
    package let fileName: String
    /// How hard it is compressed, from 1 (fast) to 9 (small); means nothing where it is not.
    package let level: Int
    /// Whether no cell of CSV may become a formula in a spreadsheet.
    package let isSpreadsheetSafe: Bool

    /// The level where the pipeline says none.
    package static let usualLevel = 6

    /// Whether the file is compressed.
    package var isCompressed: Bool { fileName.hasSuffix(".gz") }

    /// How records are written, by the file's name; `nil` when the name does not say.
    package var recordFormat: RecordOutputFormat? {
        let stem = isCompressed ? String(fileName.dropLast(3)) : fileName
        return stem.hasSuffix(".csv") ? .csv : stem.hasSuffix(".jsonl") ? .jsonLines : nil
    }

    /// The names that every run publishes itself.
    package static let reservedNames: Set<String> = [
        "summary.json", "summary.md", "manifest.json", "breaks.csv.gz", "matches.csv.gz", "rejects.csv.gz",
        "open-items.jsonl.gz", "cleared-items.jsonl.gz", "junit.xml", "report.html", "report.xlsx",
    ]
}
