package import Formats

/// Reads records out of what another stage fetched or read.
package struct Parse: Sendable {
    /// How the bytes are to be read.
    package enum Format: String, Sendable, CaseIterable {
        case csv
        case json
        case jsonl
        case xml
        case report
    }

    /// The stage that has the bytes.
    package let input: String
    /// The format; `nil` to go by the content type, the name and the first bytes.
    package let format: Format?
    /// What parts the fields of CSV.
    package let delimiter: UInt8
    /// Where the records stand in JSON and XML.
    package let records: RecordPath?
    /// The columns, in their order; `nil` for all columns of a CSV file, as text.
    package let columns: [ColumnMapping]?
    /// What the columns of the file must be, where that is said.
    package let contract: Contract?
    /// How many rows may be unreadable before the run fails.
    package let rejectLimit: Int
}
