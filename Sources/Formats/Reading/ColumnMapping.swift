package import Records

/// Where a column's values come from, and what they must be.
package struct ColumnMapping: Sendable, Hashable {
    /// The name and type that later stages see.
    package let column: Column
    /// The heading in CSV; in JSON and XML the path of names below the record, parted by `/`.
    package let source: String
    /// The step of the records' path in whose object the source is looked up; `nil` for the record itself.
    ///
    /// The lines of an invoice take the invoice's number so: records `invoice/lines/line`, source `id`, enclosing
    /// `invoice`.
    package let enclosing: String?
    /// Whether a value may be missing. What is not optional and empty makes its row a reject; empty text is a value.
    package let isOptional: Bool

    /// A mapping from its parts.
    package init(column: Column, source: String, isOptional: Bool, enclosing: String? = nil) {
        self.column = column
        self.source = source
        self.enclosing = enclosing
        self.isOptional = isOptional
    }

    /// The end of a source that stands for the currency in a heading: `Seller Cost ({currency})` finds
    /// `Seller Cost (SEK)`, and not `Seller Cost (Invoiced Currency)`.
    package static let currencySuffix = " ({currency})"

    /// The heading without the currency that it carries, when it is said to carry one.
    package var headingBeforeCurrency: String? {
        source.hasSuffix(Self.currencySuffix) ? String(source.dropLast(Self.currencySuffix.count)) : nil
    }
}
