/// A field that records have and that became no column, where columns are made of what the records have.
package struct UnknownField: Sendable, Hashable {
    /// Why it became none.
    package enum Reason: Sendable, Hashable {
        /// It is a list; a row has no place for more than one value.
        case isList
        /// No record of the first batch had it, and the columns are settled by then.
        case isLate
        /// It is text beside elements of XML.
        case isBesideElements
        /// There are as many columns as there may be.
        case isOneTooMany
    }

    /// The names below the record, parted by `/`; `nil` for all that are not told apart, because they are too many.
    package let path: String?
    /// How many records had it, or how often it stood there.
    package let count: Int
    /// Why it became no column.
    package let reason: Reason
}
