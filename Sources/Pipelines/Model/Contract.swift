package import Records

/// What the columns of a source must be.
package struct Contract: Sendable, Hashable {
    /// A column that is promised.
    package struct Promise: Sendable, Hashable {
        /// The heading, or the path in JSON and XML.
        package let heading: String
        /// What it holds.
        package let type: ColumnType
        /// Whether it may be missing.
        package let isOptional: Bool
    }

    /// The contract's name.
    package let name: String
    /// The columns, in the order of the file.
    package let columns: [Promise]
    /// Whether there may be columns that it does not name.
    package let allowsOthers: Bool

    /// The promise of a heading.
    package subscript(heading: String) -> Promise? { columns.first { $0.heading == heading } }
}
