import Formats
package import Records

/// What the columns of a source must be: all that it names, also those that no stage takes.
package struct Contract: Sendable, Hashable {
    /// A column that is promised.
    package struct Promise: Sendable, Hashable {
        /// The heading, or the path in JSON and XML.
        package let heading: String
        /// What it holds.
        package let type: ColumnType
        /// Whether it may be missing, and a value of it empty.
        package let isOptional: Bool
    }

    /// The contract's name.
    package let name: String
    /// The columns, in the order of the file.
    package let columns: [Promise]
    /// Whether there may be columns that it does not name.
    package let allowsOthers: Bool

    /// The promise of a heading, of a file or of a pipeline.
    package subscript(heading: String) -> Promise? {
        columns.first { $0.heading.utf8.elementsEqual(heading.utf8) || $0.matches(heading) }
    }
}

extension Contract.Promise {
    /// Whether a heading of a file is the one that is promised.
    package func matches(_ text: String) -> Bool {
        guard heading.hasSuffix(ColumnMapping.currencySuffix) else { return text.utf8.elementsEqual(heading.utf8) }
        let stem = heading.dropLast(ColumnMapping.currencySuffix.count) + " ("
        return text.hasPrefix(stem) && text.hasSuffix(")")
            && Currency(String(text.dropFirst(stem.count).dropLast())) != nil
    }
}
